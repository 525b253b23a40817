export type { Appointment, AppointmentRequest, BookingAnswer, Bookings } from './door.ts'
export { APPOINTMENT_EVENTS, type AppointmentNews, openBookings } from './service.ts'
