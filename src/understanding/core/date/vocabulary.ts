import type { Unit } from '../moment/forms.ts'
import type { DateMeaning } from './meanings.ts'

/** How a language speaks of days: its words, and for each meaning the ways to say it (patterns, see `moment/chart.ts`). */
export type DateVocabulary = {
  /** Monday first. */
  readonly weekdays: readonly (readonly string[])[]
  /** January first. */
  readonly months: readonly (readonly string[])[]
  readonly units: Readonly<Record<Unit, readonly string[]>>
  /** Words that mean a count without being a number word: "a", "a couple of". */
  readonly counts: readonly (readonly [pattern: string, count: number])[]
  /** Feast days of the calendar: month and day, or days after Easter Sunday. */
  readonly holidays: readonly (readonly [
    pattern: string,
    on: { readonly month: number; readonly day: number } | { readonly easter: number },
  ])[]
  readonly patterns: Readonly<Record<DateMeaning, readonly string[]>>
  /** Words that are more often something else ("may", "søn"), and the words before them that make them a day or month. */
  readonly doubtful: { readonly words: readonly string[]; readonly after: readonly string[] }
  readonly any: readonly string[]
  readonly none: readonly string[]
}
