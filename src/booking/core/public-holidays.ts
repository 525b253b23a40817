import { HOUR } from '#kernel/instant.ts'
import Holidays from 'date-holidays'
import { Temporal } from 'temporal-polyfill'

/** Holidays of a country and year are the same at every asking, and take a millisecond to work out. */
const known = new Map<string, ReadonlySet<string>>()

/**
 * Whether the day is a public holiday of the whole country (ISO 3166-1 alpha-2), by date-holidays; bank, school and optional
 * days and mere observances are not. An unknown country has none. A holiday that runs from sunset to sunset, or for half a
 * day, counts for the day whose noon it holds.
 */
export const isPublicHoliday = (country: string, date: Temporal.PlainDate): boolean =>
  holidaysOf(country.toUpperCase(), date.year).has(date.toString())

const holidaysOf = (country: string, year: number): ReadonlySet<string> => {
  const key = `${country} ${year}`
  const found = known.get(key)
  if (found !== undefined) return found
  const days = new Set<string>()
  const calendar = new Holidays(country, { types: ['public'] })
  // A holiday that begins on New Year's Eve may reach into this year.
  for (const holiday of [...calendar.getHolidays(year - 1), ...calendar.getHolidays(year)]) {
    const start = Temporal.PlainDateTime.from(holiday.date.slice(0, 19))
    const hours = Math.round((holiday.end.getTime() - holiday.start.getTime()) / HOUR)
    const end = start.add({ hours })
    let noon = start.toPlainDate().toPlainDateTime({ hour: 12 })
    while (Temporal.PlainDateTime.compare(noon, end) < 0) {
      if (Temporal.PlainDateTime.compare(start, noon) <= 0) days.add(noon.toPlainDate().toString())
      noon = noon.add({ days: 1 })
    }
  }
  known.set(key, days)
  return days
}
