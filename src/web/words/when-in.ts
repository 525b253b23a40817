import type { Language } from '#kernel/language.ts'

/** How moments and lengths are written: in the console's language, and in the business's zone wherever the reader sits. */
export type When = {
  /** `14:05` */
  readonly time: (moment: string) => string
  /** `today`, `yesterday`, `Monday 23 November`, as it stands within a sentence; the year when it is not this one. */
  readonly day: (date: string) => string
  /** The same at the head of something. */
  readonly dayHeading: (date: string) => string
  /** `today 14:05` */
  readonly dayAndTime: (moment: string) => string
  /** `in 25 minutes`, `2 hours ago` */
  readonly fromNow: (moment: string, now: number) => string
  /** The date in the business's zone, `2026-11-23`. */
  readonly dateOf: (moment: string | number) => string
  /** `2:05`, for lengths of talk. */
  readonly clock: (ms: number) => string
  /** `42 ms`, `1.2 s`, `2:05` */
  readonly length: (ms: number) => string
  readonly percent: (share: number) => string
  readonly number: (value: number) => string
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The reader's own flavour of the language (en-US, en-GB), where the browser names one. */
const localeOf = (language: Language, wishes: readonly string[]): string =>
  wishes.find((tag) => tag.startsWith(`${language}-`)) ?? { en: 'en-GB', da: 'da-DK' }[language]

const clock = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1)

type DayNames = Readonly<Record<'today' | 'yesterday' | 'tomorrow', string>>

/** `wishes`: the languages of the reader's browser, the dearest first. */
export const whenIn = (language: Language, timeZone: string, names: DayNames, wishes: readonly string[]): When => {
  const locale = localeOf(language, wishes)
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone, ...options })
  const timeFormat = format({ timeStyle: 'short' })
  // A date on its own has no zone: it is written at noon in Greenwich, and read there.
  const dateFormat = format({ weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })
  const datedFormat = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  const isoFormat = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const percentFormat = new Intl.NumberFormat(locale, { style: 'percent' })

  const dateOf = (moment: string | number): string => isoFormat.format(new Date(moment))
  const daysFromToday = (date: string): number => Math.round((Date.parse(date) - Date.parse(dateOf(Date.now()))) / DAY)
  const time = (moment: string): string => timeFormat.format(new Date(moment))
  const day = (date: string): string => {
    const distance = daysFromToday(date)
    if (distance === 0) return names.today
    if (distance === 1) return names.tomorrow
    if (distance === -1) return names.yesterday
    const sameYear = date.slice(0, 4) === dateOf(Date.now()).slice(0, 4)
    return (sameYear ? dateFormat : datedFormat).format(new Date(`${date}T12:00:00Z`))
  }
  return {
    time,
    day,
    dayHeading: (date) => capital(day(date)),
    dateOf,
    clock,
    dayAndTime: (moment) => `${day(dateOf(moment))} ${time(moment)}`,
    fromNow: (moment, now) => {
      const distance = Date.parse(moment) - now
      const size = Math.abs(distance)
      if (size < HOUR) return relative.format(Math.trunc(distance / MINUTE), 'minute')
      if (size < DAY) return relative.format(Math.trunc(distance / HOUR), 'hour')
      return relative.format(Math.trunc(distance / DAY), 'day')
    },
    length: (ms) => {
      if (ms < 1000) return `${decimal.format(Math.round(ms))} ms`
      return ms < MINUTE ? `${decimal.format(ms / 1000)} s` : clock(ms)
    },
    percent: (share) => percentFormat.format(share),
    number: (value) => decimal.format(value),
  }
}
