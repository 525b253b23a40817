import { Temporal } from 'temporal-polyfill'
import type { DateSpan, TimeSpan } from '#understanding/core/index.ts'
import type { TimeWish } from './protocol.ts'

/**
 * When the customer would like to come, as it is kept in the slot `day`: `soonest`, or inclusive dates and a span of the
 * day, `2026-12-03/2026-12-05 15:00-18:00`. `=15:00` is a point in time: that very time is taken when it is free.
 */
export type DayWish = {
  readonly from?: string
  readonly to?: string
  readonly earliest?: string
  readonly latest?: string
  readonly exactly?: string
}

const PATTERN = /^(?:soonest|(\d{4}-\d\d-\d\d)(?:\/(\d{4}-\d\d-\d\d))?)?(?: ?=(\d\d:\d\d)| ?(\d\d:\d\d)?-(\d\d:\d\d)?)?$/

export const writeDayWish = (wish: DayWish): string => {
  const dates = wish.from === undefined ? '' : wish.from === wish.to ? wish.from : `${wish.from}/${wish.to ?? wish.from}`
  const times =
    wish.exactly === undefined
      ? wish.earliest === undefined && wish.latest === undefined
        ? ''
        : `${wish.earliest ?? ''}-${wish.latest ?? ''}`
      : `=${wish.exactly}`
  return [dates, times].filter((part) => part !== '').join(' ') || 'soonest'
}

/** Reads what `writeDayWish` wrote; anything else is no wish at all. */
export const readDayWish = (text: string): DayWish => {
  const [, from, to, exactly, earliest, latest] = PATTERN.exec(text) ?? []
  return {
    ...(from === undefined ? {} : { from, to: to ?? from }),
    ...(exactly === undefined ? {} : { exactly }),
    ...(earliest === undefined ? {} : { earliest }),
    ...(latest === undefined ? {} : { latest }),
  }
}

/** What is asked of the calendar: a point in time means from then on, so that near times are offered when it is gone. */
export const toTimeWish = (wish: DayWish, person: string | undefined): TimeWish => ({
  ...(wish.from === undefined ? {} : { from: wish.from }),
  ...(wish.to === undefined ? {} : { to: wish.to }),
  ...(wish.exactly === undefined ? {} : { earliest: wish.exactly }),
  ...(wish.earliest === undefined ? {} : { earliest: wish.earliest }),
  ...(wish.latest === undefined ? {} : { latest: wish.latest }),
  ...(person === undefined ? {} : { person }),
})

/** How far from an approximate time ("around three") a time may be. */
const AROUND_MINUTES = 60

/** The wish with what was said now laid over it: "Thursday" keeps an hour said before, "after three" keeps the day. */
export const mergeDayWish = (before: DayWish | undefined, date: DateSpan | undefined, time: TimeSpan | undefined): DayWish => {
  const { from, to, ...hours } = before ?? {}
  const dates =
    date === undefined ? (from === undefined ? {} : { from, ...(to === undefined ? {} : { to }) }) : { from: date.from, to: date.to }
  return { ...dates, ...(time === undefined ? hours : timeOfDay(time)) }
}

const timeOfDay = (time: TimeSpan): DayWish => {
  if (time.from !== undefined && time.from === time.to) {
    if (!time.around) return { exactly: time.from }
    return { earliest: shifted(time.from, -AROUND_MINUTES), latest: shifted(time.from, AROUND_MINUTES) }
  }
  return {
    ...(time.from === undefined ? {} : { earliest: time.from }),
    ...(time.to === undefined ? {} : { latest: time.to }),
  }
}

const shifted = (clock: string, minutes: number): string => {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  const within = Math.min(23 * 60 + 59, Math.max(0, hour * 60 + minute + minutes))
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`
}

/** Monday to Sunday of the week after `today`'s (ISO weeks). */
export const nextWeek = (today: string): DateSpan => {
  const day = Temporal.PlainDate.from(today)
  const monday = day.add({ days: 8 - day.dayOfWeek })
  return { from: monday.toString(), to: monday.add({ days: 6 }).toString() }
}

/**
 * A date typed as four digits: day and month, month first in the US. The next such day from `today` on; undefined when
 * there is none (31 November), or when the digits are not four.
 */
export const typedDate = (digits: string, today: string, country: string): string | undefined => {
  if (!/^\d{4}$/.test(digits)) return undefined
  const [first, second] = [Number(digits.slice(0, 2)), Number(digits.slice(2))]
  const [day, month] = country === 'US' ? [second, first] : [first, second]
  const now = Temporal.PlainDate.from(today)
  // 29 February may be up to eight years away (2096 -> 2104); a date that far is no wish for an appointment.
  for (const year of [now.year, now.year + 1]) {
    const date = dateOf(year, month, day)
    if (date !== undefined && Temporal.PlainDate.compare(date, now) >= 0) return date.toString()
  }
  return undefined
}

const dateOf = (year: number, month: number, day: number): Temporal.PlainDate | undefined => {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })
  } catch {
    return undefined
  }
}
