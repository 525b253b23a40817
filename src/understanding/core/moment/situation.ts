import { Temporal } from 'temporal-polyfill'
import type { Instant } from '#kernel/instant.ts'
import type { Language } from '#kernel/language.ts'

/** Where and when a turn is said: what makes "tomorrow", "half four" and "3/4" mean one thing. */
export type Situation = {
  readonly today: Temporal.PlainDate
  readonly clock: Temporal.PlainTime
  readonly language: Language
  /** ISO 3166-1 alpha-2: order of numeric dates, reading of "half four", number plan. */
  readonly country: string
  /** A bare number may be a date or a time, because that is what was asked. */
  readonly asked: { readonly date: boolean; readonly time: boolean }
  /** The last day that an open end ("from Wednesday on") reaches to. */
  readonly horizon: Temporal.PlainDate
}

export const situation = (
  now: Instant,
  timeZone: string,
  rest: {
    readonly language: Language
    readonly country: string
    readonly asked: Situation['asked']
    readonly horizonDays: number
  },
): Situation => {
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone)
  const today = local.toPlainDate()
  return {
    today,
    clock: local.toPlainTime(),
    language: rest.language,
    country: rest.country,
    asked: rest.asked,
    horizon: today.add({ days: rest.horizonDays }),
  }
}
