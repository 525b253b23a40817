import type { Appointment as AppointmentAnswer, BusinessInfo } from '#contract/index.ts'
import type { Appointment } from './door.ts'

/** An appointment as the API tells it. What the playbook does not name any more goes by its id. */
export const writeAppointment = (appointment: Appointment, info: BusinessInfo): AppointmentAnswer => {
  const { id, contact, service, person, start, end, status, createdAt, customer } = appointment
  const moment = (at: number): string => new Date(at).toISOString()
  return {
    id,
    contact: contact ?? null,
    service,
    serviceName: info.services.find((one) => one.id === service)?.name ?? service,
    person,
    personName: info.people.find((one) => one.id === person)?.name ?? person,
    startsAt: moment(start),
    endsAt: moment(end),
    status,
    customerName: customer?.name ?? null,
    number: customer?.number ?? null,
    bookedAt: moment(createdAt),
  }
}
