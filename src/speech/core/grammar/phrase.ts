/**
 * What may be said, as a tree. Text is its words in order ("half past"); the functions below combine phrases. Likelihoods
 * are relative: the likeliest of several costs nothing, the others cost by how much less likely they are. So a form with
 * many words is not put at a disadvantage against one with few.
 */
export type Phrase =
  | string
  | { readonly kind: 'order'; readonly parts: readonly Phrase[] }
  | { readonly kind: 'choice'; readonly options: readonly { readonly weight: number; readonly phrase: Phrase }[] }
  | { readonly kind: 'repeat'; readonly phrase: Phrase; readonly again: number }

/** One of these, all as likely. */
export const anyOf = (...options: readonly Phrase[]): Phrase => ({
  kind: 'choice',
  options: [...new Set(options)].map((phrase) => ({ weight: 1, phrase })),
})

/** One of these, some likelier: `[weight, phrase]`, weights above 0 (their sum does not matter). */
export const weighted = (...options: readonly (readonly [number, Phrase])[]): Phrase => ({
  kind: 'choice',
  options: options.map(([weight, phrase]) => ({ weight, phrase })),
})

/** These, in this order. */
export const inOrder = (...parts: readonly Phrase[]): Phrase => ({ kind: 'order', parts })

/** This, or nothing. */
export const maybe = (phrase: Phrase): Phrase => anyOf(phrase, '')

/** Usually nothing, at times this: `likelihood` against nothing. */
export const rarely = (phrase: Phrase, likelihood: number): Phrase => weighted([1, ''], [likelihood, phrase])

/** One or more times; each further time costs `again` (0 to 1, 1 costs nothing). */
export const repeated = (phrase: Phrase, again = 1): Phrase => ({ kind: 'repeat', phrase, again })

/** One of these words: `oneOf('yes yeah yep')`. */
export const oneOf = (words: string): Phrase => anyOf(...words.split(' '))

/** The different words of a phrase: what a dictionary must know. */
export const wordsIn = (phrase: Phrase): readonly string[] => [...new Set(everyWord(phrase))]

const everyWord = (phrase: Phrase): readonly string[] => {
  if (typeof phrase === 'string') return phrase.split(' ').filter((word) => word !== '')
  if (phrase.kind === 'order') return phrase.parts.flatMap(everyWord)
  if (phrase.kind === 'choice') return phrase.options.flatMap((option) => everyWord(option.phrase))
  return everyWord(phrase.phrase)
}
