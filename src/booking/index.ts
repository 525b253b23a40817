export type { Appointment, AppointmentRequest, BookingAnswer, Bookings } from './door.ts'
export { type BookingRoutesRoom, bookingRoutes } from './routes.ts'
export { APPOINTMENT_EVENTS, type AppointmentNews, openBookings } from './service.ts'
export { writeAppointment } from './write-answer.ts'
