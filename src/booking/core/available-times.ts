import type { OfferedTime } from '#contacts/core/index.ts'
import { type Instant, MINUTE, later } from '#kernel/instant.ts'
import type { Person, Playbook, Service } from '#playbook/core/index.ts'
import { Temporal } from 'temporal-polyfill'
import { type DayClock, dateOf, dayClock } from './day-clock.ts'
import { minuteOf, openingsOn, personOpeningsOn } from './openings.ts'
import { type Span, covers, meets, merged, sharedMs } from './span.ts'
import type { TimeWish } from './time-wish.ts'

/** A stretch in which a person cannot take an appointment: another one with its buffers. */
export type Busy = Span & { readonly person: string }

/**
 * Every time at which an appointment for the service may start, by all of these rules:
 *
 * - by a person who may do the service, while the business is open and the person is in, from its start to its end (over
 *   midnight too, where the business does not close then);
 * - on the grid counted from the start of that person's opening, at a reading of the wall clock that names the moment (where
 *   the clock is put back, the repeated hour is not offered: half past two would be two times);
 * - not before the lead time is over, and on a day within the horizon (today plus `horizonDays`, the last day included);
 * - with its buffers clear of everything in `busy`. Buffers are the person's time, not the customer's: they may lie outside
 *   the opening hours;
 * - within the wish.
 *
 * Sorted by start; at one start, the person with the least to do that day comes first, then the one with the least in all of
 * `busy`, then by the playbook's order. Worked out day by day as it is asked for, so that three times cost no more than
 * the days they lie in. No times for a service or person the playbook does not name.
 */
export function* availableTimes(
  playbook: Playbook,
  serviceId: string,
  wish: TimeWish,
  busy: readonly Busy[],
  now: Instant,
): Generator<OfferedTime> {
  const service = playbook.services.find(({ id }) => id === serviceId)
  if (service === undefined) return
  const people = diaries(playbook, service, wish, busy)
  if (people.length === 0) return

  const { earliest, latest } = wish
  const firstMinute = earliest === undefined ? 0 : minuteOf(earliest)
  const lastMinute = latest === undefined ? Infinity : minuteOf(latest)
  const firstStart = later(now, playbook.booking.leadMinutes * MINUTE)
  for (const { day, open } of bookableDays(playbook, wish, now)) {
    const times: (OfferedTime & { readonly rank: number })[] = []
    const byLoad = people.length === 1 ? people : people.toSorted((a, b) => sharedMs(a.busy, day) - sharedMs(b.busy, day))
    for (const [rank, { person, busy: taken }] of byLoad.entries()) {
      const today = personOpeningsOn(person, open.today, day)
      const around = merged([...today, ...personOpeningsOn(person, open.tomorrow, open.tomorrowClock)])
      for (const start of gridStarts(today, playbook.booking.gridMinutes, firstStart)) {
        const minute = day.reading(start)
        if (minute === undefined || minute < firstMinute || minute > lastMinute) continue
        const span = appointmentSpan(service, start)
        if (!covers(around, span) || meets(taken, busySpan(service, start))) continue
        times.push({ ...span, person: person.id, personName: person.name, rank })
      }
    }
    times.sort((a, b) => a.start - b.start || a.rank - b.rank)
    for (const { start, end, person, personName } of times) yield { start, end, person, personName }
  }
}

/** An appointment for this service from its start to its end, as the customer knows it. */
export const appointmentSpan = (service: Service, start: Instant): Span => ({ start, end: later(start, service.minutes * MINUTE) })

/** What an appointment for this service takes of its person: from before its start to after its end. */
export const busySpan = (service: Service, start: Instant): Span => ({
  start: later(start, -service.buffer.before * MINUTE),
  end: later(start, (service.minutes + service.buffer.after) * MINUTE),
})

type Diary = { readonly person: Person; readonly busy: readonly Span[] }

/** The people who may do it and are wished for, those with the least to do first. */
const diaries = (playbook: Playbook, service: Service, wish: TimeWish, busy: readonly Busy[]): readonly Diary[] => {
  const total = ({ busy: spans }: Diary): number => spans.reduce((sum, { start, end }) => sum + (end - start), 0)
  return playbook.people
    .filter(({ id }) => service.people.includes(id) && (wish.person === undefined || wish.person === id))
    .map((person) => ({ person, busy: merged(busy.filter((span) => span.person === person.id)) }))
    .toSorted((a, b) => total(a) - total(b))
}

type BookableDay = {
  readonly day: DayClock
  /** The business's openings of the day, and of the next for what runs over midnight. */
  readonly open: { readonly today: readonly Span[]; readonly tomorrow: readonly Span[]; readonly tomorrowClock: DayClock }
}

/** The days of the wish within the horizon on which the business opens. */
function* bookableDays(playbook: Playbook, wish: TimeWish, now: Instant): Generator<BookableDay> {
  const zone = playbook.identity.timeZone
  const today = dateOf(now, zone)
  const first = wish.from === undefined ? today : latestOf(today, Temporal.PlainDate.from(wish.from))
  const horizon = today.add({ days: playbook.booking.horizonDays })
  const last = wish.to === undefined ? horizon : earliestOf(horizon, Temporal.PlainDate.from(wish.to))
  if (Temporal.PlainDate.compare(first, last) > 0) return
  let day = dayClock(first, zone)
  let open = openingsOn(playbook, day)
  while (Temporal.PlainDate.compare(day.date, last) <= 0) {
    const tomorrowClock = dayClock(day.date.add({ days: 1 }), zone)
    const tomorrow = openingsOn(playbook, tomorrowClock)
    if (open.length > 0) yield { day, open: { today: open, tomorrow, tomorrowClock } }
    day = tomorrowClock
    open = tomorrow
  }
}

const latestOf = (a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate => (Temporal.PlainDate.compare(a, b) < 0 ? b : a)
const earliestOf = (a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate => (Temporal.PlainDate.compare(a, b) < 0 ? a : b)

/** Each step of the grid within the spans, from the first that is not before `from`. */
function* gridStarts(spans: readonly Span[], gridMinutes: number, from: Instant): Generator<Instant> {
  const step = gridMinutes * MINUTE
  for (const span of spans) {
    const skipped = Math.max(0, Math.ceil((from - span.start) / step)) * step
    for (let start = later(span.start, skipped); start < span.end; start = later(start, step)) yield start
  }
}
