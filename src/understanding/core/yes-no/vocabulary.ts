import type { Phrase } from '../words/phrase.ts'

/** How a language agrees, declines and wavers (phrases, see `words/phrase.ts`). */
export type YesNoVocabulary = {
  readonly yes: readonly Phrase[]
  readonly no: readonly Phrase[]
  /** Undecided, conditional, or a question back. */
  readonly unsure: readonly Phrase[]
  /** Words that look like an answer and are none. */
  readonly neither: readonly Phrase[]
}
