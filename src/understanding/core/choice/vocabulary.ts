import type { Phrase } from '../words/phrase.ts'

/** How a language picks one of several things offered in order. */
export type ChoiceVocabulary = {
  /** `<n>` of `nth` is filled with each ordinal word of the language. */
  readonly last: readonly Phrase[]
  readonly middle: readonly Phrase[]
  readonly earliest: readonly Phrase[]
  readonly latest: readonly Phrase[]
  readonly any: readonly Phrase[]
  readonly none: readonly Phrase[]
  /** Said before a number that counts options: "number two". */
  readonly counting: readonly string[]
  readonly letters: readonly string[]
}
