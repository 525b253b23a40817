import type { Instant } from '#kernel/instant.ts'
import type { Playbook } from '#playbook/core/index.ts'
import { availableTimes } from './available-times.ts'
import { dateOf } from './day-clock.ts'

/**
 * For how long after it was offered a time is not refused for being too soon: a caller is still saying their name and number
 * while the lead time runs out.
 */
const OFFER_STANDS_MINUTES = 15

/**
 * Whether the rules of the playbook let this appointment be made now, whoever else has one: the same rules by which times are
 * offered, except that the lead time is short by the time an offer stands. Never in the past.
 */
export const mayBook = (
  playbook: Playbook,
  appointment: { readonly service: string; readonly person: string; readonly start: Instant },
  now: Instant,
): boolean => {
  const { service, person, start } = appointment
  const leadMinutes = Math.max(0, playbook.booking.leadMinutes - OFFER_STANDS_MINUTES)
  const date = dateOf(start, playbook.identity.timeZone).toString()
  const times = availableTimes(
    { ...playbook, booking: { ...playbook.booking, leadMinutes } },
    service,
    { from: date, to: date, person },
    [],
    now,
  )
  for (const time of times) if (time.start === start) return true
  return false
}
