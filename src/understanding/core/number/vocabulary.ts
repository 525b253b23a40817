/** Number words of a language. Values of one word each, and how words are put together. */
export type NumberVocabulary = {
  /** 0 to 19, and every whole word for a larger one below a hundred (`toogtyve`). */
  readonly cardinals: ReadonlyMap<string, number>
  /** Tens that a unit may join: in English after them (`twenty two`), in Danish before, with `og` (`to og tyve`). */
  readonly tens: ReadonlyMap<string, number>
  readonly unitsComeFirst: boolean
  readonly and: string
  readonly hundreds: readonly string[]
  readonly thousands: readonly string[]
  readonly ordinals: ReadonlyMap<string, number>
  /** What makes digits an ordinal: `2nd`, in Danish `2.` */
  readonly ordinalEndings: readonly string[]
  /** Said between the digits of a number without meaning anything. */
  readonly betweenDigits: readonly string[]
  readonly double: readonly string[]
  readonly triple: readonly string[]
  readonly plus: readonly string[]
  readonly extension: readonly string[]
}
