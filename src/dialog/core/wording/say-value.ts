import { Temporal } from 'temporal-polyfill'
import { type Instant, instant } from '#kernel/instant.ts'
import type { Language } from '#kernel/language.ts'
import { type CheckedValue, checked } from './sentence.ts'

/** How this contact is spoken to: language, the country whose habits hold, the business's zone, and whether by ear. */
export type Manner = {
  readonly language: Language
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly zone: string
  /** Spoken rather than written: numbers are then grouped for an ear. */
  readonly aloud: boolean
}

const WEEKDAYS: Readonly<Record<Language, readonly string[]>> = {
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  da: ['mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag', 'søndag'],
}
const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
  da: ['januar', 'februar', 'marts', 'april', 'maj', 'juni', 'juli', 'august', 'september', 'oktober', 'november', 'december'],
}

const zoned = (at: Instant, zone: string): Temporal.ZonedDateTime => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)

/** `2026-12-03`, in the business's zone. */
export const localDate = (at: Instant, zone: string): string => zoned(at, zone).toPlainDate().toString()

/** The first moment of a date in the business's zone. */
export const startOfDay = (isoDate: string, zone: string): Instant =>
  instant(Temporal.PlainDate.from(isoDate).toZonedDateTime(zone).epochMilliseconds)

/** `14:30`, in the business's zone. */
export const localTime = (at: Instant, zone: string): string => zoned(at, zone).toPlainTime().toString({ smallestUnit: 'minute' })

/** "2:30 pm", "12 noon"; "kl. 14.30", "kl. 9". */
export const sayClock = (clock: string, manner: Manner): CheckedValue => {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  const minutes = String(minute).padStart(2, '0')
  if (manner.language === 'da') return checked(minute === 0 ? `kl. ${hour}` : `kl. ${hour}.${minutes}`, 'calendar')
  if (minute === 0 && hour === 12) return checked('12 noon', 'calendar')
  if (minute === 0 && hour % 24 === 0) return checked('midnight', 'calendar')
  const twelve = hour % 12 === 0 ? 12 : hour % 12
  const half = hour % 24 < 12 ? 'am' : 'pm'
  return checked(minute === 0 ? `${twelve} ${half}` : `${twelve}:${minutes} ${half}`, 'calendar')
}

export const sayTime = (at: Instant, manner: Manner): CheckedValue => sayClock(localTime(at, manner.zone), manner)

/** "Thursday 3 December" ("Thursday, December 3" in the US); "torsdag den 3. december". */
const writeDay = (isoDate: string, manner: Manner): string => {
  const day = Temporal.PlainDate.from(isoDate)
  const weekday = WEEKDAYS[manner.language][day.dayOfWeek - 1] ?? ''
  const month = MONTHS[manner.language][day.month - 1] ?? ''
  if (manner.language === 'da') return `${weekday} den ${day.day}. ${month}`
  return manner.country === 'US' ? `${weekday}, ${month} ${day.day}` : `${weekday} ${day.day} ${month}`
}

/** `writeDay` as a value, without a word before it. */
export const sayDate = (isoDate: string, manner: Manner): CheckedValue => checked(writeDay(isoDate, manner), 'calendar')

/** With the word before it: "on Thursday 3 December"; "torsdag den 3. december". */
export const sayOnDay = (at: Instant, manner: Manner): CheckedValue => {
  const day = writeDay(localDate(at, manner.zone), manner)
  return checked(manner.language === 'da' ? day : `on ${day}`, 'calendar')
}

/** As people say it near by: "today", "tomorrow", else `sayOnDay`. */
export const sayWhen = (at: Instant, now: Instant, manner: Manner): CheckedValue => {
  const day = Temporal.PlainDate.from(localDate(at, manner.zone))
  const away = Temporal.PlainDate.from(localDate(now, manner.zone)).until(day).days
  if (away === 0) return checked(manner.language === 'da' ? 'i dag' : 'today', 'calendar')
  if (away === 1) return checked(manner.language === 'da' ? 'i morgen' : 'tomorrow', 'calendar')
  return sayOnDay(at, manner)
}

/** A weekday of the playbook's opening hours, 1 = Monday. */
export const sayWeekday = (day: number, manner: Manner): CheckedValue => checked(WEEKDAYS[manner.language][day - 1] ?? '', 'playbook')

/** Wall-clock time written in the playbook. */
export const sayOpening = (clock: string, manner: Manner): CheckedValue => checked(sayClock(clock, manner).text, 'playbook')

/**
 * A number for an ear: Danish numbers in pairs without the country code ("28 12 34 56", said as four numbers); in English
 * digit by digit in short groups ("2 8, 1 2, 3 4, 5 6"). Written, it stays in pairs. Numbers from abroad keep their plus.
 */
export const sayNumber = (number: string, manner: Manner): CheckedValue => {
  const home = number.startsWith('+45') && manner.country === 'DK' ? number.slice(3) : number
  return checked(grouped(home, manner), 'caller')
}

/** The last four digits, by which a caller recognises the own number. */
export const sayNumberTail = (number: string, manner: Manner): CheckedValue => checked(grouped(number.slice(-4), manner), 'caller')

const grouped = (digits: string, manner: Manner): string => {
  const plus = digits.startsWith('+') ? '+' : ''
  const pairs = digits.slice(plus.length).match(/\d{1,2}/g) ?? []
  if (manner.language === 'en' && manner.aloud) return plus + pairs.map((pair) => pair.split('').join(' ')).join(', ')
  return plus + pairs.join(' ')
}
