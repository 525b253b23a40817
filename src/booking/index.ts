export type { Appointment, AppointmentRequest, BookingAnswer, Bookings } from './door.ts'
export { openBookings } from './service.ts'
