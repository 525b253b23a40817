import { Temporal } from 'temporal-polyfill'
import type { Captured, Item } from '../moment/chart.ts'
import type { DateForm, Day, Unit } from '../moment/forms.ts'
import type { Situation } from '../moment/situation.ts'
import { existingDay, mondayOfWeek, nextWeekday } from './resolve-date.ts'

type Made = { readonly kind: Item['kind']; readonly value: Item['value'] } | undefined
type Meaning = (c: Captured, at: Situation) => Made

const date = (value: DateForm): Made => ({ kind: 'date', value })
const days = (from: Temporal.PlainDate, to = from): Made => date({ is: 'days', from: from.toString(), to: to.toString() })
const ask: Made = { kind: 'date', value: { is: 'ask' } }

const mondayOf = (day: Temporal.PlainDate): Temporal.PlainDate => day.subtract({ days: day.dayOfWeek - 1 })
const week = (monday: Temporal.PlainDate): Made => ({ kind: 'week', value: monday.toString() })
const dayOfWeek = (monday: Day, weekday: number): Temporal.PlainDate => Temporal.PlainDate.from(monday).add({ days: weekday - 1 })

/** `count` units from a day; `undefined` for hours and minutes, which are no days, and for what no calendar holds. */
const shift = (from: Temporal.PlainDate, count: number, unit: Unit): Temporal.PlainDate | undefined => {
  if (Math.abs(count) > 3_000) return undefined
  switch (unit) {
    case 'day':
      return from.add({ days: count })
    case 'week':
      return from.add({ weeks: count })
    case 'month':
      return from.add({ months: count })
    case 'year':
      return from.add({ years: count })
    case 'minute':
    case 'hour':
      return undefined
  }
}

const parts = (c: Captured, more: { readonly day: number; readonly month?: number; readonly year?: number }): Made => {
  if (more.day < 1 || more.day > 31) return ask
  const weekday = c.weekday[0]
  return date({ is: 'parts', ...more, ...(weekday === undefined ? {} : { weekday }) })
}

/** Two-digit years: the coming ones for appointments; what would lie more than ten years ahead was last century. */
const fullYear = (year: number, at: Situation): number => {
  if (year >= 100) return year
  const century = Math.floor(at.today.year / 100) * 100
  return century + year > at.today.year + 10 ? century - 100 + year : century + year
}

const dayAndMonth = (c: Captured, day: number | undefined, year?: number): Made => {
  const month = c.month[0]
  if (day === undefined || month === undefined) return undefined
  return parts(c, { day, month, ...(year === undefined ? {} : { year }) })
}

/** Numbers with marks between: day first, month first in the United States. */
const numeric = (c: Captured, at: Situation): Made => {
  const [first, second, third] = c.number
  if (first === undefined || second === undefined) return undefined
  const [day, month] = at.country === 'US' ? [second, first] : [first, second]
  if (third === undefined && (month > 12 || day > 31)) return undefined
  const year = third === undefined ? undefined : fullYear(third, at)
  if (month < 1 || month > 12 || day < 1) return ask
  return parts(c, { day, month, ...(year === undefined ? {} : { year }) })
}

const withYear = (form: DateForm | undefined, year: number | undefined, at: Situation): Made => {
  if (form?.is !== 'parts' || year === undefined || form.year !== undefined) return undefined
  return date({ ...form, year: fullYear(year, at) })
}

const count = (c: Captured): number => c.number[0] ?? c.count[0] ?? 1

/** What each pattern of `en.ts` and `da.ts` means. */
export const DATE_MEANINGS = {
  today: (_c, at) => days(at.today),
  tomorrow: (_c, at) => days(at.today.add({ days: 1 })),
  dayAfterTomorrow: (_c, at) => days(at.today.add({ days: 2 })),
  yesterday: (_c, at) => days(at.today.subtract({ days: 1 })),
  dayBeforeYesterday: (_c, at) => days(at.today.subtract({ days: 2 })),

  weekday: (c) => date({ is: 'weekday', weekday: c.weekday[0] ?? 1 }),
  // "Next Monday", said on a Monday, is one day only. While this week still has such a day ahead, it may be either.
  nextWeekday: (c, at) => ((c.weekday[0] ?? 1) > at.today.dayOfWeek ? ask : days(nextWeekday(at.today, c.weekday[0] ?? 1))),
  lastWeekday: (c, at) => days(nextWeekday(at.today, c.weekday[0] ?? 1).subtract({ days: c.weekday[0] === at.today.dayOfWeek ? 14 : 7 })),
  weekdayPlusWeek: (c, at) => days(nextWeekday(at.today, c.weekday[0] ?? 1).add({ weeks: 1 })),
  weekdayPlusTwoWeeks: (c, at) => days(nextWeekday(at.today, c.weekday[0] ?? 1).add({ weeks: 2 })),
  weekdayOfWeek: (c) => (c.week[0] === undefined ? undefined : days(dayOfWeek(c.week[0], c.weekday[0] ?? 1))),

  thisWeek: (_c, at) => week(mondayOf(at.today)),
  nextWeek: (_c, at) => week(mondayOf(at.today).add({ weeks: 1 })),
  weekAfterNext: (_c, at) => week(mondayOf(at.today).add({ weeks: 2 })),
  lastWeek: (_c, at) => week(mondayOf(at.today).subtract({ weeks: 1 })),
  numberedWeek: (c, at) => {
    const number = c.number[0] ?? c.ordinal[0]
    const monday = number === undefined ? undefined : mondayOfWeek(at.today, number)
    return monday === undefined ? ask : week(monday)
  },
  wholeWeek: (c) => (c.week[0] === undefined ? undefined : days(dayOfWeek(c.week[0], 1), dayOfWeek(c.week[0], 7))),
  startOfWeek: (c) => (c.week[0] === undefined ? undefined : days(dayOfWeek(c.week[0], 1), dayOfWeek(c.week[0], 2))),
  middleOfWeek: (c) => (c.week[0] === undefined ? undefined : days(dayOfWeek(c.week[0], 2), dayOfWeek(c.week[0], 4))),
  endOfWeek: (c) => (c.week[0] === undefined ? undefined : days(dayOfWeek(c.week[0], 4), dayOfWeek(c.week[0], 5))),
  weekend: (_c, at) => days(mondayOf(at.today).add({ days: 5 }), mondayOf(at.today).add({ days: 6 })),
  nextWeekend: () => ask,
  lastWeekend: (_c, at) => days(mondayOf(at.today).subtract({ days: 2 }), mondayOf(at.today).subtract({ days: 1 })),
  weekendOfWeek: (c) => (c.week[0] === undefined ? undefined : days(dayOfWeek(c.week[0], 6), dayOfWeek(c.week[0], 7))),

  inSomeTime: (c, at) => {
    const day = shift(at.today, count(c), c.unit[0] ?? 'day')
    return day === undefined ? undefined : days(day)
  },
  someTimeAgo: (c, at) => {
    const day = shift(at.today, -count(c), c.unit[0] ?? 'day')
    return day === undefined ? undefined : days(day)
  },
  weekAfterDay: (c, at) => days(at.today.add({ days: /tomorrow|morgen/u.test(c.words) ? 8 : 7 })),
  inAFortnight: (_c, at) => days(at.today.add({ days: 14 })),
  fortnightAgo: (_c, at) => days(at.today.subtract({ days: 14 })),
  nextDays: (c, at) => {
    const day = shift(at.today, count(c), c.unit[0] ?? 'day')
    return day === undefined ? undefined : days(at.today, day)
  },

  thisMonth: (_c, at) => date({ is: 'month', month: at.today.month, year: at.today.year }),
  nextMonth: (_c, at) => {
    const next = at.today.add({ months: 1 })
    return date({ is: 'month', month: next.month, year: next.year })
  },
  lastMonth: (_c, at) => {
    const last = at.today.subtract({ months: 1 })
    return date({ is: 'month', month: last.month, year: last.year })
  },
  month: (c) => date({ is: 'month', month: c.month[0] ?? 1, ...(c.year[0] === undefined ? {} : { year: c.year[0] }) }),
  startOfMonth: (c, at) => partOfMonth(c, at, 1, 10),
  middleOfMonth: (c, at) => partOfMonth(c, at, 11, 20),
  endOfMonth: (c, at) => partOfMonth(c, at, 21, 31),

  dayOfMonth: (c) => {
    const day = c.ordinal[0] ?? c.number[0]
    return day === undefined || day > 31 ? undefined : parts(c, { day })
  },
  // "The second" is a day where a day was asked for; elsewhere it may be the second of anything.
  askedDayOfMonth: (c, at) => {
    const day = c.ordinal[0] ?? c.number[0]
    if (day === undefined || day > 31 || (!at.asked.date && (c.ordinal[0] ?? 0) <= 5)) return undefined
    return parts(c, { day })
  },
  dayOfNextMonth: (c, at) => {
    const day = c.ordinal[0] ?? c.number[0]
    const next = at.today.add({ months: 1 })
    return day === undefined ? undefined : parts(c, { day, month: next.month, year: next.year })
  },
  dayMonth: (c) => dayAndMonth(c, c.ordinal[0] ?? c.number[0], c.year[0]),
  dayInNumberedMonth: (c, at) => {
    const [day, month] = c.ordinal
    const year = c.year[0]
    if (day === undefined || month === undefined || month > 12) return undefined
    return parts(c, { day, month, ...(year === undefined ? {} : { year: fullYear(year, at) }) })
  },
  numeric,
  isoDate: (c) => {
    const [month, day] = c.number
    return month === undefined || day === undefined ? undefined : parts(c, { year: c.year[0] ?? 0, month, day })
  },
  weekdayAndDate: (c) => {
    const form = c.date[0]
    const weekday = c.weekday[0]
    return form?.is !== 'parts' || form.weekday !== undefined || weekday === undefined ? undefined : date({ ...form, weekday })
  },
  dateAndYear: (c, at) => withYear(c.date[0], c.year[0], at),
  // "12. marts 85": two digits behind a whole date. Birth years are 19xx, others by `fullYear`.
  dateAndShortYear: (c, at) => {
    const form = c.date[0]
    return form?.is === 'parts' && form.month !== undefined ? withYear(form, c.number[0], at) : undefined
  },
  born: (c) => {
    const form = c.date[0]
    if (form?.is !== 'parts' || form.year === undefined) return undefined
    return date({ ...form, year: form.year < 100 || form.year >= 2000 ? 1900 + (form.year % 100) : form.year })
  },
  bornShortYear: (c) => {
    const form = c.date[0]
    const year = c.number[0]
    return form?.is === 'parts' && form.year === undefined && year !== undefined && year < 100
      ? date({ ...form, year: 1900 + year })
      : undefined
  },
  longYear: (c) => {
    const year = c.number[0]
    return year !== undefined && year >= 1900 && year <= 2100 ? { kind: 'year', value: year } : undefined
  },
  // "nineteen eighty five", "twenty twenty six".
  yearInTwoParts: (c) => {
    const [century, rest] = c.number
    if (century === undefined || rest === undefined || (century !== 19 && century !== 20) || rest < 10 || rest > 99) return undefined
    return { kind: 'year', value: century * 100 + rest }
  },

  range: (c) => {
    const [from, to] = c.date
    if (from === undefined || to === undefined || from.is === 'ask' || to.is === 'ask') return ask
    if (from.is === 'range' || to.is === 'range' || from.is === 'open' || to.is === 'open') return undefined
    // "the 13th to the 15th of July": the month said last is meant for both.
    const borrowed =
      from.is === 'parts' && to.is === 'parts' && from.month === undefined && to.month !== undefined
        ? { ...from, month: to.month, ...(to.year === undefined ? {} : { year: to.year }) }
        : from
    return date({ is: 'range', from: borrowed, to })
  },
  daysOfMonth: (c) => {
    const [first, second] = [...c.number, ...c.ordinal].sort((a, b) => a - b)
    const month = c.month[0]
    if (first === undefined || second === undefined || month === undefined || second > 31) return undefined
    const year = c.year[0] === undefined ? {} : { year: c.year[0] }
    return date({ is: 'range', from: { is: 'parts', day: first, month, ...year }, to: { is: 'parts', day: second, month, ...year } })
  },
  from: (c) => open(c, 'after', true),
  after: (c) => open(c, 'after', false),
  until: (c) => open(c, 'before', true),
  before: (c) => open(c, 'before', false),
  // "Monday or Tuesday" is a span when the days touch; else it is two wishes, and one must be asked for.
  either: (c, at) => {
    const [first, second] = c.date
    if (first?.is !== 'weekday' || second?.is !== 'weekday') return undefined
    const [from, to] = [nextWeekday(at.today, first.weekday), nextWeekday(at.today, second.weekday)]
    return to.since(from).days === 1 ? days(from, to) : ask
  },
  // "the last Monday of March", "third Tuesday in September 2014".
  weekdayOfMonth: (c, at) => nthOfMonth(c, at, c.ordinal[0]),
  lastWeekdayOfMonth: (c, at) => nthOfMonth(c, at, undefined),
  lastDayOfMonth: (c, at) => {
    const first = firstOfMonth(c, at)
    return first === undefined ? undefined : days(first.with({ day: first.daysInMonth }))
  },
  firstWeekOfMonth: (c, at) => {
    const first = firstOfMonth(c, at)
    return first === undefined ? undefined : week(first.add({ days: (8 - first.dayOfWeek) % 7 }))
  },
  lastWeekOfMonth: (c, at) => {
    const first = firstOfMonth(c, at)
    return first === undefined ? undefined : week(mondayOf(first.add({ months: 1 }).subtract({ days: 7 })))
  },
  year: (c, at) => wholeYear(c.year[0] ?? at.today.year),
  nextYear: (_c, at) => wholeYear(at.today.year + 1),
  lastYear: (_c, at) => wholeYear(at.today.year - 1),
  comingDays: (c, at) => {
    const day = shift(at.today, count(c), c.unit[0] ?? 'day')
    return day === undefined || count(c) < 1 ? undefined : days(at.today.add({ days: 1 }), day)
  },
  pastDays: (c, at) => {
    const day = shift(at.today, -count(c), c.unit[0] ?? 'day')
    return day === undefined || count(c) < 1 ? undefined : days(day, at.today.subtract({ days: 1 }))
  },
  dayOfThisMonth: (c, at) => {
    const day = c.ordinal[0] ?? c.number[0]
    return day === undefined ? undefined : parts(c, { day, month: at.today.month, year: at.today.year })
  },
  holiday: (c) => (c.holiday[0] === undefined ? undefined : date(c.holiday[0])),
} satisfies Readonly<Record<string, Meaning>>

export type DateMeaning = keyof typeof DATE_MEANINGS

const wholeYear = (year: number): Made =>
  days(Temporal.PlainDate.from({ year, month: 1, day: 1 }), Temporal.PlainDate.from({ year, month: 12, day: 31 }))

/** The first day of the month that was named, in its year or the next time it comes. */
const firstOfMonth = (c: Captured, at: Situation): Temporal.PlainDate | undefined => {
  const form = c.date[0]
  const month = c.month[0] ?? (form?.is === 'month' ? form.month : undefined)
  if (month === undefined) return undefined
  const year = c.year[0] ?? (form?.is === 'month' ? form.year : undefined) ?? (month < at.today.month ? at.today.year + 1 : at.today.year)
  return existingDay(year, month, 1)
}

const nthOfMonth = (c: Captured, at: Situation, nth: number | undefined): Made => {
  const first = firstOfMonth(c, at)
  const weekday = c.weekday[0]
  if (first === undefined || weekday === undefined) return undefined
  const earliest = first.add({ days: (weekday - first.dayOfWeek + 7) % 7 })
  const day = earliest.add({ weeks: nth === undefined ? (earliest.day + 28 <= first.daysInMonth ? 4 : 3) : nth - 1 })
  return day.month === first.month ? days(day) : ask
}

const open = (c: Captured, side: 'after' | 'before', inclusive: boolean): Made => {
  const form = c.date[0]
  if (form === undefined || form.is === 'open' || form.is === 'range') return undefined
  return form.is === 'ask' ? ask : date({ is: 'open', [side]: form, inclusive })
}

const partOfMonth = (c: Captured, at: Situation, from: number, to: number): Made => {
  const form = c.date[0]
  if (form?.is !== 'month') return undefined
  const year = form.year ?? (form.month < at.today.month ? at.today.year + 1 : at.today.year)
  const first = existingDay(year, form.month, from)
  if (first === undefined) return undefined
  return days(first, first.with({ day: Math.min(to, first.daysInMonth) }))
}
