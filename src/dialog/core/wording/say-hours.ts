import { openings, type Span } from '#booking/core/index.ts'
import type { Instant } from '#kernel/instant.ts'
import { DAY, later } from '#kernel/instant.ts'
import type { WeeklyHours } from '#playbook/core/index.ts'
import type { DialogRules } from '../rules.ts'
import { line, listed } from './catalog.ts'
import { asValue, checked, type CheckedValue, type Sentence, together } from './sentence.ts'
import { localDate, localTime, type Manner, sayClock, sayOpening, sayWeekday, sayWhen, startOfDay } from './say-value.ts'

const DAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const satisfies readonly (keyof WeeklyHours)[]

/**
 * When the business is open: on the day that was asked about (`day`, an ISO date), or today and then the usual week, days with
 * the same hours taken together. Holidays and exceptions count; a closed day is followed by the next open one.
 */
export const sayHours = (rules: DialogRules, manner: Manner, now: Instant, day?: string): Sentence => {
  const week = usualWeek(rules.playbook.hours.weekly, manner)
  if (week.length === 0) return line(manner.language, 'hoursUnknown')
  if (day !== undefined) return saidDay(rules, manner, now, startOfDay(day, manner.zone))
  return together(saidDay(rules, manner, now, now), line(manner.language, 'hoursWeek', { days: listed(manner.language, week, 'and') }))
}

const saidDay = (rules: DialogRules, manner: Manner, now: Instant, at: Instant): Sentence => {
  const { language, zone } = manner
  const day = localDate(at, zone)
  const coming = openings(rules.playbook, later(at, -DAY), later(at, 14 * DAY))
  const thatDay = coming.filter(({ start }) => localDate(start, zone) === day)
  const said = sayWhen(at, now, manner)
  if (thatDay.length > 0) return line(language, 'hoursOpen', { day: said, spans: spansOf(thatDay, manner) })
  const next = coming.find(({ start }) => start > at)
  const closed = line(language, 'hoursClosed', { day: said })
  if (next === undefined) return closed
  const nextDay = coming.filter(({ start }) => localDate(start, zone) === localDate(next.start, zone))
  return together(closed, line(language, 'hoursNext', { day: sayWhen(next.start, now, manner), spans: spansOf(nextDay, manner) }))
}

const spansOf = (spans: readonly Span[], manner: Manner): CheckedValue =>
  listed(
    manner.language,
    spans.map(({ start, end }) =>
      asValue(
        line(manner.language, 'hoursSpan', {
          from: sayClock(localTime(start, manner.zone), manner),
          to: sayClock(localTime(end, manner.zone), manner),
        }),
      ),
    ),
    'and',
  )

/** "Monday to Thursday from 8 am to 4 pm", "Friday from 8 am to 2 pm". */
const usualWeek = (weekly: WeeklyHours, manner: Manner): readonly CheckedValue[] => {
  const runs: { readonly first: number; readonly last: number; readonly spans: readonly string[] }[] = []
  for (const [index, name] of DAYS.entries()) {
    const spans = weekly[name]
    const before = runs.at(-1)
    if (spans.length === 0) continue
    if (before !== undefined && before.last === index - 1 && before.spans.join() === spans.join()) {
      runs[runs.length - 1] = { ...before, last: index }
    } else {
      runs.push({ first: index, last: index, spans })
    }
  }
  return runs.map(({ first, last, spans }) => {
    const days =
      first === last
        ? sayWeekday(first + 1, manner)
        : asValue(
            line(manner.language, last === first + 1 ? 'dayPair' : 'dayRange', {
              first: sayWeekday(first + 1, manner),
              last: sayWeekday(last + 1, manner),
            }),
          )
    const hours = spans.map((span) => {
      const [from = '', to = ''] = span.split('-')
      return asValue(line(manner.language, 'hoursSpan', { from: sayOpening(from, manner), to: sayOpening(to, manner) }))
    })
    return checked(asValue(line(manner.language, 'hoursDay', { day: days, spans: listed(manner.language, hours, 'and') })).text, 'playbook')
  })
}
