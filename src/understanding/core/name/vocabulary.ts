/** How names are given in a language. */
export type NameVocabulary = {
  /** Words before a name, longest first where one begins another. */
  readonly cues: readonly string[]
  readonly titles: readonly string[]
  /** Words that end a name or show that what was said is no name. */
  readonly notNames: readonly string[]
  /** Words that may stand before a name without a cue: "yes, hello, Karen". Behind any other word it is a sentence. */
  readonly before: readonly string[]
  readonly declines: readonly string[]
}
