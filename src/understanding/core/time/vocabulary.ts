import type { DayPart } from '../moment/forms.ts'
import type { TimeMeaning } from './meanings.ts'

/** How a language speaks of the time of day: day parts, and for each meaning the ways to say it (see `moment/chart.ts`). */
export type TimeVocabulary = {
  readonly parts: Readonly<Record<DayPart, readonly string[]>>
  readonly patterns: Readonly<Partial<Record<TimeMeaning, readonly string[]>>>
}
