import { Temporal } from 'temporal-polyfill'
import type { Finding, Path } from '../problem.ts'
import type { Playbook, WeeklyHours } from '../schema.ts'

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** A span ends after it begins, and spans of one day do not overlap. */
const checkSpans = (spans: readonly string[], path: Path): readonly Finding[] => {
  const findings: Finding[] = []
  const read = spans.map((span, index) => ({ span, index, from: span.slice(0, 5), to: span.slice(6) }))
  for (const { span, index, from, to } of read) {
    if (to <= from) {
      findings.push({
        path: [...path, index],
        message: `"${span}" ends before it begins: hours past midnight are two spans, 20:00-24:00 and 00:00-02:00 of the next day`,
      })
      continue
    }
    const other = read.find((earlier) => earlier.index < index && earlier.from < to && from < earlier.to)
    if (other !== undefined) {
      findings.push({
        path: [...path, index],
        message: `"${span}" overlaps "${other.span}": write one span, or spans that do not touch the same minutes`,
      })
    }
  }
  return findings
}

const checkWeek = (week: WeeklyHours, path: Path): readonly Finding[] => DAYS.flatMap((day) => checkSpans(week[day], [...path, day]))

/** The day exists: 2026-02-30 does not. */
export const isRealDate = (date: string): boolean => {
  try {
    Temporal.PlainDate.from(date)
    return true
  } catch {
    // Temporal says "no such day" by throwing.
    return false
  }
}

export const checkHours = ({ hours, people }: Playbook): readonly Finding[] => [
  ...checkWeek(hours.weekly, ['hours', 'weekly']),
  ...hours.exceptions.flatMap(({ date, open }, index) => [
    ...checkSpans(open, ['hours', 'exceptions', index, 'open']),
    ...(isRealDate(date)
      ? []
      : [{ path: ['hours', 'exceptions', index, 'date'], message: `the ${date} does not exist: write a day of the calendar` }]),
    ...(hours.exceptions.findIndex((other) => other.date === date) === index
      ? []
      : [{ path: ['hours', 'exceptions', index, 'date'], message: `${date} is there twice: write one exception for each day` }]),
  ]),
  ...people.flatMap((person, index) => (person.hours === undefined ? [] : checkWeek(person.hours, ['people', index, 'hours']))),
  ...(DAYS.every((day) => hours.weekly[day].length === 0)
    ? [
        {
          path: ['hours', 'weekly'],
          message: 'the business is never open: nobody could be promised an answer; write hours for at least one day',
        },
      ]
    : []),
]
