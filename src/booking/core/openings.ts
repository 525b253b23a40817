import { type Instant, later } from '#kernel/instant.ts'
import type { Person, Playbook, WeeklyHours } from '#playbook/core/index.ts'
import type { Temporal } from 'temporal-polyfill'
import { type DayClock, dateOf, dayClock } from './day-clock.ts'
import { isPublicHoliday } from './public-holidays.ts'
import { type Span, intersection, merged } from './span.ts'

/** A business that does not open within this many days is taken as never opening. */
const DAYS_AHEAD = 400

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** When the business is open between two moments: weekly hours, public holidays closed, exceptions before both. Sorted, joined. */
export const openings = (playbook: Playbook, from: Instant, to: Instant): readonly Span[] => {
  const spans: Span[] = []
  for (const span of openDays(playbook, from)) {
    if (span.start >= to) break
    spans.push(span)
  }
  return intersection(merged(spans), from < to ? [{ start: from, end: to }] : [])
}

/** Whether the business is open at this moment. */
export const isOpen = (playbook: Playbook, at: Instant): boolean => openings(playbook, at, later(at, 1)).length > 0

/**
 * When the business is open next: from `at` itself when it is open then, else from its next opening, until it closes (midnight
 * is no closing when it opens again at that moment). Undefined when it does not open within 400 days.
 */
export const nextOpening = (playbook: Playbook, at: Instant): Span | undefined => {
  let open: Span | undefined
  for (const span of openDays(playbook, at)) {
    if (open === undefined) open = { start: span.start > at ? span.start : at, end: span.end }
    else if (span.start <= open.end) open = { start: open.start, end: span.end }
    else break
  }
  return open
}

/** The spans of opening that end after `from`, day by day for 400 days, worked out as they are asked for. Never overlapping. */
export function* openDays(playbook: Playbook, from: Instant): Generator<Span> {
  const zone = playbook.identity.timeZone
  // No earlier day's span ends after `from`: it ends by the first moment of this date, and `from` shows this date already.
  const first = dateOf(from, zone)
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead += 1) {
    for (const span of openingsOn(playbook, dayClock(first.add({ days: ahead }), zone))) if (span.end > from) yield span
  }
}

/** The business's opening spans written for one day, joined where they touch. They end at midnight at the latest. */
export const openingsOn = (playbook: Playbook, day: DayClock): readonly Span[] => {
  const { weekly, holidays, exceptions } = playbook.hours
  const exception = exceptions.findLast(({ date }) => date === day.date.toString())
  if (exception !== undefined) return spansOf(exception.open, day)
  if (holidays !== undefined && isPublicHoliday(holidays, day.date)) return []
  return spansOf(hoursOn(weekly, day.date), day)
}

/** When a person takes appointments on one day: their own hours, within those of the business. */
export const personOpeningsOn = (person: Person, business: readonly Span[], day: DayClock): readonly Span[] =>
  person.hours === undefined ? business : intersection(business, spansOf(hoursOn(person.hours, day.date), day))

const hoursOn = (weekly: WeeklyHours, date: Temporal.PlainDate): readonly string[] => {
  const weekday = WEEKDAYS[date.dayOfWeek - 1]
  return weekday === undefined ? [] : weekly[weekday]
}

const spansOf = (written: readonly string[], day: DayClock): readonly Span[] =>
  merged(
    written.map((span) => {
      const [start = '', end = ''] = span.split('-')
      return { start: day.moment(minuteOf(start)), end: day.moment(minuteOf(end)) }
    }),
  )

/** `16:30` as minutes since midnight. */
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
