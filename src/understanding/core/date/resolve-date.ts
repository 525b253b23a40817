import { Temporal } from 'temporal-polyfill'
import type { DateForm, Day } from '../moment/forms.ts'
import type { Situation } from '../moment/situation.ts'
import type { DateSpan } from '../proposal.ts'

/** The day `year`-`month`-`day`, or `undefined` where the calendar has none (31 November, 29 February 2027). */
export const existingDay = (year: number, month: number, day: number): Temporal.PlainDate | undefined => {
  if (year < 1800 || year > 2300 || month < 1 || month > 12 || day < 1 || day > 31) return undefined
  const date = Temporal.PlainDate.from({ year, month, day: 1 })
  return day <= date.daysInMonth ? date.with({ day }) : undefined
}

/** The next day after `today` that is this day of the week (Monday is 1). */
export const nextWeekday = (today: Temporal.PlainDate, weekday: number): Temporal.PlainDate =>
  today.add({ days: ((weekday - today.dayOfWeek + 6) % 7) + 1 })

/** Monday of the ISO week `number`, of this year, or of the next when it lies behind (ISO 8601: week 1 holds 4 January). */
export const mondayOfWeek = (today: Temporal.PlainDate, number: number): Temporal.PlainDate | undefined => {
  const thisMonday = today.subtract({ days: today.dayOfWeek - 1 })
  const isoYear = today.yearOfWeek ?? today.year
  for (const year of [isoYear, isoYear + 1]) {
    const fourth = Temporal.PlainDate.from({ year, month: 1, day: 4 })
    const monday = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: number - 1 })
    if (number < 1 || monday.yearOfWeek !== year || Temporal.PlainDate.compare(monday, thisMonday) < 0) continue
    return monday
  }
  return undefined
}

const iso = (date: Temporal.PlainDate): Day => date.toString()
const single = (date: Temporal.PlainDate): DateSpan => ({ from: iso(date), to: iso(date) })

/** A day of the month, or of the year, without a year: the next one from today on, the last one before today for `past`. */
const fillDay = (form: DateForm & { readonly is: 'parts' }, today: Temporal.PlainDate): Temporal.PlainDate | undefined => {
  if (form.year !== undefined) return existingDay(form.year, form.month ?? today.month, form.day)
  const step = form.past === true ? -1 : 1
  const isWanted = (date: Temporal.PlainDate): boolean =>
    form.past === true ? Temporal.PlainDate.compare(date, today) < 0 : Temporal.PlainDate.compare(date, today) >= 0
  if (form.month !== undefined) {
    // A day that the coming February lacks is no wish for a leap year to come: only this turn of the year is tried.
    for (const year of [today.year, today.year + step]) {
      const date = existingDay(year, form.month, form.day)
      if (date !== undefined && isWanted(date)) return date
      if (date === undefined && form.month >= today.month) return undefined
    }
    return undefined
  }
  const firstOfMonth = today.with({ day: 1 })
  for (let months = 0; months < 3; months += 1) {
    const month = firstOfMonth.add({ months: months * step })
    const date = existingDay(month.year, month.month, form.day)
    if (date !== undefined && isWanted(date)) return date
  }
  return undefined
}

/**
 * The days a form means from today on; `undefined` where it is ambiguous or impossible: a day that does not exist, a weekday
 * and a date that disagree, an end before its start.
 */
export const resolveDate = (form: DateForm, at: Situation): DateSpan | undefined => {
  switch (form.is) {
    case 'days':
      return { from: form.from, to: form.to }
    case 'weekday':
      return single(nextWeekday(at.today, form.weekday))
    case 'parts': {
      const date = fillDay(form, at.today)
      return date === undefined || (form.weekday !== undefined && date.dayOfWeek !== form.weekday) ? undefined : single(date)
    }
    case 'month': {
      const year = form.year ?? (form.month < at.today.month ? at.today.year + 1 : at.today.year)
      const first = existingDay(year, form.month, 1)
      return first === undefined ? undefined : { from: iso(first), to: iso(first.with({ day: first.daysInMonth })) }
    }
    case 'range': {
      const from = resolveDate(form.from, at)
      const to = resolveDate(form.to, at)
      if (from === undefined || to === undefined) return undefined
      if (to.to >= from.from) return { from: from.from, to: to.to }
      // "from Friday to Tuesday", said on a Monday: the end is the first such day after the start.
      const later = resolveDate(form.to, { ...at, today: Temporal.PlainDate.from(from.from) })
      return later === undefined || later.to < from.from ? undefined : { from: from.from, to: later.to }
    }
    case 'open': {
      const step = form.inclusive ? 0 : 1
      if (form.after !== undefined) {
        const span = resolveDate(form.after, at)
        if (span === undefined) return undefined
        const from = form.inclusive ? span.from : iso(Temporal.PlainDate.from(span.to).add({ days: step }))
        const end = iso(at.horizon)
        return { from, to: end < from ? from : end }
      }
      const span = form.before === undefined ? undefined : resolveDate(form.before, at)
      if (span === undefined) return undefined
      const to = form.inclusive ? span.to : iso(Temporal.PlainDate.from(span.from).subtract({ days: step }))
      return to < iso(at.today) ? undefined : { from: iso(at.today), to }
    }
    case 'ask':
      return undefined
  }
}
