import { type Instant, MINUTE, instant, later } from '#kernel/instant.ts'
import { Temporal } from 'temporal-polyfill'

/**
 * The wall clock of one calendar day in one zone.
 *
 * A reading of the clock (minutes since midnight, 0 to 1440) means the FIRST moment at which the clock shows it or a later
 * one. So on the day the clock is put forward, a reading that is skipped means the moment of the change; on the day it is put
 * back, a reading that comes twice means its first time, as RFC 5545 section 3.3.5 has it. Read so, later readings are never
 * earlier moments: hours written side by side stay side by side, and no change of the clock makes two spans overlap.
 */
export type DayClock = {
  readonly date: Temporal.PlainDate
  /** The first moment of the day, and of the day after. */
  readonly start: Instant
  readonly end: Instant
  readonly moment: (minute: number) => Instant
  /** What the clock shows at a moment of this day; undefined when it shows that reading for the second time, or another date. */
  readonly reading: (at: Instant) => number | undefined
}

const MINUTES_A_DAY = 24 * 60

export const dateOf = (at: Instant, zone: string): Temporal.PlainDate => zoned(at, zone).toPlainDate()

export const dayClock = (date: Temporal.PlainDate, zone: string): DayClock => {
  const start = firstMoment(date, 0, zone)
  const end = firstMoment(date, MINUTES_A_DAY, zone)
  // Nearly every day: no change of the clock (two that cancel out within one day are not known of any zone), so plain sums do.
  if (end - start === MINUTES_A_DAY * MINUTE) {
    return {
      date,
      start,
      end,
      moment: (minute) => later(start, minute * MINUTE),
      reading: (at) => (at >= start && at < end ? Math.floor((at - start) / MINUTE) : undefined),
    }
  }
  const moment = (minute: number): Instant => firstMoment(date, minute, zone)
  return {
    date,
    start,
    end,
    moment,
    reading: (at) => {
      const wall = zoned(at, zone)
      if (!wall.toPlainDate().equals(date)) return undefined
      const minute = wall.hour * 60 + wall.minute
      return at - moment(minute) < MINUTE ? minute : undefined
    },
  }
}

const zoned = (at: Instant, zone: string): Temporal.ZonedDateTime => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)

const firstMoment = (date: Temporal.PlainDate, minute: number, zone: string): Instant => {
  const wall = date.toPlainDateTime().add({ minutes: minute })
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (earlier.toPlainDateTime().equals(wall)) return instant(earlier.epochMilliseconds)
  // Skipped: "earlier" reads it by the offset after the change, which lands before the change; so the change comes next.
  const change = earlier.getTimeZoneTransition('next')
  return instant((change ?? earlier).epochMilliseconds)
}
