import type { Language } from '#kernel/language.ts'
import type { Reading } from '../proposal.ts'
import { isDenied, segments } from '../words/correction.ts'
import type { Token } from '../words/tokens.ts'
import { readNumbers } from './read-numbers.ts'

/** Articles that are also the number one; alone they are the number. */
const ARTICLES = new Set(['a', 'an', 'en', 'et', 'een', 'o'])

/** A whole number said in words or digits; the last correction wins. Two different ones in one breath are `ask`. */
export const readNumber = (tokens: readonly Token[], language: Language): Reading<number> => {
  const numbers = readNumbers(tokens, language).filter(
    ({ ordinal, from, to }) =>
      !ordinal && !isDenied(tokens, from) && (tokens.length <= 2 || to - from > 1 || !ARTICLES.has(tokens[from]?.text ?? '')),
  )
  for (const { from, to } of segments(tokens).toReversed()) {
    let end = from
    const said = numbers.filter((number) => {
      if (number.from < end || number.to > to) return false
      end = number.to
      return true
    })
    const [first] = said
    if (first === undefined) continue
    const words = tokens
      .slice(first.from, first.to)
      .map((token) => token.text)
      .join(' ')
    if (said.some(({ value }) => value !== first.value)) return { is: 'ask', words }
    return { is: 'found', value: first.value, confidence: 0.9, words }
  }
  return { is: 'absent' }
}
