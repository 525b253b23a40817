import { Temporal } from 'temporal-polyfill'
import { instant } from '#kernel/instant.ts'
import type { Language } from '#kernel/language.ts'
import { type DateSpan, type Proposal, type TimeSpan, understand } from '#understanding/index.ts'
import { emptyBusiness } from './bench-playbook.ts'

/** A day or time expression with what it should mean: the columns of the Duckling export. */
export type MomentRow = Readonly<Record<string, string>>

type Read = { readonly date: DateSpan | undefined; readonly time: TimeSpan | undefined; readonly proposal: Proposal }

const businesses = new Map<string, ReturnType<typeof emptyBusiness>>()

export const readExpression = (text: string, local: string, language: Language, country: string): Read => {
  const business = businesses.get(country) ?? emptyBusiness(country, 'UTC')
  businesses.set(country, business)
  const now = instant(Temporal.PlainDateTime.from(local.slice(0, 19)).toZonedDateTime('UTC').epochMilliseconds)
  const proposal = understand(business, text, { now, language, about: 'day' })
  const { date, time } = proposal.values
  return { date: date.is === 'found' ? date.value : undefined, time: time.is === 'found' ? time.value : undefined, proposal }
}

const lastDay = (from: string, grain: string): string | undefined => {
  const written = from.slice(0, 10).replaceAll('-00', '-01')
  const day = Temporal.PlainDate.from(written)
  switch (grain) {
    case 'day':
      return day.toString()
    case 'week':
      return day.add({ days: 6 }).toString()
    case 'month':
      return day.with({ day: day.daysInMonth }).toString()
    case 'quarter':
      return day.add({ months: 3 }).subtract({ days: 1 }).toString()
    case 'year':
      return day.with({ month: 12, day: 31 }).toString()
    default:
      return undefined
  }
}

const dayBefore = (local: string): string => Temporal.PlainDate.from(local.slice(0, 10)).subtract({ days: 1 }).toString()

const timeIs = (time: TimeSpan | undefined, from: string | undefined, to: string | undefined): boolean =>
  time !== undefined && time.from === from && time.to === to

/**
 * Whether an expression was read as expected, in value and grain. Days are spans of whole days; clock times must agree to the
 * minute, on the expected day (a day that was not said is today's, or tomorrow's when the time has passed).
 */
export const isMomentRight = (row: MomentRow, read: Read): boolean => {
  const { kind = '', value_from: from = '', value_to_exclusive: to = '', grain = '', reference = '' } = row
  if (kind === 'none') return read.date === undefined && read.time === undefined
  const today = reference.slice(0, 10)
  const clock = from.slice(11, 16)
  const dayOf = (local: string): string => local.slice(0, 10).replaceAll('-00', '-01')
  const onDay =
    read.date === undefined
      ? dayOf(from) === today || dayOf(from) === Temporal.PlainDate.from(today).add({ days: 1 }).toString()
      : read.date.from === dayOf(from)
  const wholeDays = ['day', 'week', 'month', 'quarter', 'year'].includes(grain)
  if (kind === 'value') {
    if (wholeDays) return read.time === undefined && read.date?.from === dayOf(from) && read.date.to === lastDay(from, grain)
    return onDay && timeIs(read.time, clock, clock)
  }
  if (kind === 'interval') {
    if (wholeDays) return read.date?.from === dayOf(from) && read.date.to === dayBefore(to.replaceAll('-00', '-01'))
    const end = to.slice(11, 16)
    const closing = Temporal.PlainTime.from(end)
      .subtract({ minutes: grain === 'minute' ? 1 : 0 })
      .toString()
      .slice(0, 5)
    const hourEarlier = Temporal.PlainTime.from(end).subtract({ hours: 1 }).toString().slice(0, 5)
    return onDay && (timeIs(read.time, clock, closing) || (grain === 'hour' && timeIs(read.time, clock, hourEarlier)))
  }
  if (kind === 'after') return onDay && timeIs(read.time, clock, undefined)
  if (kind === 'before') return onDay && timeIs(read.time, undefined, clock)
  return false
}
