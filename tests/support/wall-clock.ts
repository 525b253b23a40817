import { type Instant, DAY, MINUTE, instant } from '#kernel/instant.ts'
import { Temporal } from 'temporal-polyfill'
import fc from 'fast-check'

/** The moment of an ISO text, `2026-03-29T01:00:00Z`. */
export const at = (text: string): Instant => instant(Date.parse(text))

/** Five minutes: every clock change since 2012 falls on a multiple of it, and so does everything a test generates. */
export const TICK = 5 * MINUTE

/** What the wall clock shows at every tick around a date, read from `Intl` tick by tick: slow, and owes nothing to the code under test. */
export type WallClock = {
  readonly ticks: readonly Instant[]
  /** `2026-03-29T03:00`, one for each tick. */
  readonly readings: readonly string[]
  /** The first tick that shows this reading or a later one. */
  readonly first: (reading: string) => Instant
}

export const wallClock = (zone: string, date: string, days: { readonly before: number; readonly after: number }): WallClock => {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  const midnight = Date.parse(`${date}T00:00:00Z`)
  const ticks: Instant[] = []
  for (let at = midnight - days.before * DAY; at < midnight + days.after * DAY; at += TICK) ticks.push(instant(at))
  const readings = ticks.map((at) => format.format(at).replace(' ', 'T'))
  const firsts = new Map<string, Instant>()
  return {
    ticks,
    readings,
    first: (reading) => {
      const known = firsts.get(reading)
      if (known !== undefined) return known
      const found = ticks[readings.findIndex((shown) => shown >= reading)]
      if (found === undefined) throw new RangeError(`${reading} lies outside the ticks of this clock`)
      firsts.set(reading, found)
      return found
    },
  }
}

const ZONES = [
  'Europe/Copenhagen',
  'America/New_York',
  'America/St_Johns', // half an hour off
  'Australia/Lord_Howe', // changes by half an hour
  'America/Havana', // put back from 01:00 to midnight
  'Africa/Cairo', // put forward at midnight
  'America/Santiago', // put forward at midnight, put back over midnight
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Casablanca', // put back for Ramadan
  'UTC',
]

/** A zone and a date between 2012 and 2035, mostly at a change of the clock. */
export const zoneAndDate = fc
  .record({ zone: fc.constantFrom(...ZONES), day: fc.integer({ min: 0, max: 23 * 365 }), near: fc.option(fc.integer({ min: -2, max: 1 })) })
  .map(({ zone, day, near }) => {
    const any = Temporal.PlainDate.from('2012-01-01').add({ days: day })
    const change = near === null ? null : any.toZonedDateTime(zone).getTimeZoneTransition('next')
    const date = change === null || near === null ? any : change.toPlainDate().add({ days: near })
    return { zone, date: date.toString() }
  })

/** Hours of one day as a playbook writes them, on five minutes, at times overlapping or side by side. */
export const writtenSpans = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 287 }), fc.oneof(fc.integer({ min: 1, max: 288 }), fc.constantFrom(12, 36, 288)))
    .map(([start, length]) => `${timeOfTick(start)}-${timeOfTick(Math.min(288, start + length))}`),
  { maxLength: 3 },
)

/** The time of day of a tick of it, `24:00` for the last. */
export const timeOfTick = (tick: number): string =>
  `${String(Math.floor(tick / 12)).padStart(2, '0')}:${String((tick % 12) * 5).padStart(2, '0')}`

export const writtenWeek = fc.record({
  monday: writtenSpans,
  tuesday: writtenSpans,
  wednesday: writtenSpans,
  thursday: writtenSpans,
  friday: writtenSpans,
  saturday: writtenSpans,
  sunday: writtenSpans,
})

export const plusDays = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString()

/** The hours a week has written for a date. */
export const writtenFor = (week: Readonly<Record<string, readonly string[]>>, date: string): readonly string[] =>
  week[new Date(`${date}T12:00:00Z`).toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'UTC' }).toLowerCase()] ?? []

/** Tells of a moment whether it lies in hours written for a date, by the readings of the clock. `24:00` is the next day's midnight. */
export const within = (clock: WallClock, date: string, spans: readonly string[]): ((at: Instant) => boolean) => {
  const moments = spans.map((span) => {
    const [start = '', end = ''] = span.split('-')
    const until = end === '24:00' ? `${plusDays(date, 1)}T00:00` : `${date}T${end}`
    return [clock.first(`${date}T${start}`), clock.first(until)] as const
  })
  return (at) => moments.some(([start, end]) => at >= start && at < end)
}
