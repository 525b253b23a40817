import type { Appointment, Bookings } from '#booking/index.ts'
import type { BusinessId } from '#kernel/ids.ts'
import { later } from '#kernel/instant.ts'
import type { Contact } from './read-contacts.ts'

/** The appointment that was made in a contact: the record says when it starts, the calendar what has become of it since. */
export const appointmentOf = async (
  bookings: Pick<Bookings, 'list'>,
  business: BusinessId,
  { summary, events }: Contact,
): Promise<Appointment | undefined> => {
  const id = summary.appointment
  const asked = events.findLast((event) => event.type === 'booking-asked' && event.data.appointment === id)
  if (id === undefined || asked?.type !== 'booking-asked') return undefined
  const { start } = asked.data
  const around = await bookings.list(business, start, later(start, 1))
  return around.find((appointment) => appointment.id === id)
}
