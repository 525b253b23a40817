/** A day, `2026-11-30`. */
export type Day = string

/** What was said about a day, before it is known which day that is. */
export type DateForm =
  /** Days known from the words and from today alone. */
  | { readonly is: 'days'; readonly from: Day; readonly to: Day }
  /** Parts of a calendar date; what is missing is filled so that it lies ahead (`past`: behind). */
  | {
      readonly is: 'parts'
      readonly year?: number
      readonly month?: number
      readonly day: number
      readonly weekday?: number
      readonly past?: boolean
    }
  /** The next such day after today. Monday is 1. */
  | { readonly is: 'weekday'; readonly weekday: number }
  /** A month without a day. */
  | { readonly is: 'month'; readonly month: number; readonly year?: number }
  /** From a day on, or up to it. */
  | { readonly is: 'open'; readonly after?: DateForm; readonly before?: DateForm; readonly inclusive: boolean }
  | { readonly is: 'range'; readonly from: DateForm; readonly to: DateForm }
  /** Said, but not which one: "next Thursday" may be this week's or next week's. */
  | { readonly is: 'ask' }

/**
 * A time of day as it was said. `bare`: a 12-hour time without a word on which half of the day; `said`: stands as it is
 * (24-hour wording, noon, a day part has settled it).
 */
export type Clock = { readonly hour: number; readonly minute: number; readonly as: 'bare' | 'said' }

export type DayPart = 'dawn' | 'opening' | 'morning' | 'forenoon' | 'midday' | 'afternoon' | 'late-afternoon' | 'evening' | 'night'

export type TimeForm =
  | { readonly is: 'at'; readonly clock: Clock; readonly around: boolean }
  | { readonly is: 'between'; readonly from: Clock | undefined; readonly to: Clock | undefined }
  | { readonly is: 'part'; readonly part: DayPart }
  /** So many minutes from now, `around` when "about" was said. */
  | { readonly is: 'in'; readonly minutes: number }
  | { readonly is: 'ask' }

export type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'

/** What an item of the chart may be, and its value. */
export type Values = {
  readonly number: number
  readonly ordinal: number
  /** "a", "a couple of": how many, but no number that could be an hour or a day. */
  readonly count: number
  readonly year: number
  readonly weekday: number
  readonly month: number
  readonly unit: Unit
  /** Monday of a week. */
  readonly week: Day
  readonly date: DateForm
  readonly clock: Clock
  readonly part: DayPart
  readonly time: TimeForm
  readonly holiday: DateForm
}

export type Kind = keyof Values
