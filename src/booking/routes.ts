import { Temporal } from 'temporal-polyfill'
import { type BusinessInfo, listAppointments } from '#contract/index.ts'
import type { Clock } from '#kernel/clock.ts'
import type { BusinessId } from '#kernel/ids.ts'
import type { Api } from '#platform/http/api.ts'
import { dateOf, dayClock } from './core/day-clock.ts'
import type { Bookings } from './door.ts'
import { writeAppointment } from './write-answer.ts'

export type BookingRoutesRoom = {
  readonly bookings: Pick<Bookings, 'list'>
  readonly businessInfo: (business: BusinessId) => Promise<BusinessInfo>
  readonly clock: Clock
}

/** Mounts what the API tells of appointments. A day is a day of the business's zone, 23 or 25 hours long where the clock changes. */
export const bookingRoutes = (api: Api, { bookings, businessInfo, clock }: BookingRoutesRoom): void => {
  api.json(listAppointments, async ({ actor, query }) => {
    const info = await businessInfo(actor.business)
    const first = query.from === undefined ? dateOf(clock.now(), info.timeZone) : Temporal.PlainDate.from(query.from)
    const last = first.add({ days: query.days - 1 })
    const from = dayClock(first, info.timeZone).start
    const to = dayClock(last, info.timeZone).end
    const found = await bookings.list(actor.business, from, to)
    return {
      from: first.toString(),
      to: last.toString(),
      appointments: found.filter(({ start }) => start >= from).map((appointment) => writeAppointment(appointment, info)),
    }
  })
}
