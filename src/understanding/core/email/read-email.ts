import type { Language } from '#kernel/language.ts'
import { digitsAt } from '../number/spoken-digits.ts'
import type { Reading } from '../proposal.ts'
import { segments } from '../words/correction.ts'
import type { Token } from '../words/tokens.ts'
import { SPOKEN_MARKS } from './marks.ts'

/** A typed address. Looser than RFC 5321, as strict as people's addresses: a local part, a domain with a dot, a top level of letters. */
const TYPED = /[\p{L}0-9._%+-]+@[\p{L}0-9-]+(?:\.[\p{L}0-9-]+)*\.\p{L}{2,}/gu
const WHOLE = /^[\p{L}0-9](?:[\p{L}0-9._%+-]*[\p{L}0-9_-])?@[\p{L}0-9](?:[\p{L}0-9-]*[\p{L}0-9])?(?:\.[\p{L}0-9-]+)*\.\p{L}{2,}$/u

type Piece = { readonly text: string; readonly mark: boolean }

/** The tokens as they would be typed: marks for their words, digits for number words. */
const pieces = (tokens: readonly Token[], language: Language): readonly Piece[] => {
  const marks = SPOKEN_MARKS[language]
  const typed: Piece[] = []
  for (let at = 0; at < tokens.length;) {
    const spoken = marks.words.find(([words]) => words.split(' ').every((word, offset) => tokens[at + offset]?.text === word))
    if (spoken !== undefined) {
      typed.push({ text: spoken[1], mark: true })
      at += spoken[0].split(' ').length
      continue
    }
    const text = tokens[at]?.text ?? ''
    // "o" in an address is the letter, "oh" and "zero" are the digit.
    const number = text === 'o' ? undefined : digitsAt(tokens, at, language)
    typed.push({ text: number?.digits ?? text, mark: '@._-+'.includes(text) })
    at = number?.to ?? at + 1
  }
  return typed
}

/** The pieces around an `@`: leftwards to a word that introduces an address, rightwards to the end of the domain. */
const around = (typed: readonly Piece[], at: number, language: Language): string => {
  const { before } = SPOKEN_MARKS[language]
  let start = at
  while (start > 0 && !before.includes(typed[start - 1]?.text ?? '') && !/^[,:;()!?]$/u.test(typed[start - 1]?.text ?? '')) start -= 1
  let end = at + 1
  let sawDot = false
  while (end < typed.length) {
    const piece = typed[end]
    if (piece === undefined || (!piece.mark && !/^[\p{L}0-9]+$/u.test(piece.text))) break
    // Behind the last dot stands one word, or letters spelt one by one ("d k").
    const afterDot = typed[end - 1]?.text === '.'
    const spelling = piece.text.length === 1 && typed[end - 1]?.text.length === 1
    if (sawDot && !piece.mark && !afterDot && !spelling) break
    if (piece.text === '.') sawDot = true
    end += 1
  }
  return typed
    .slice(start, end)
    .map((piece) => piece.text)
    .join('')
    .replace(/\.+$/u, '')
}

/** An e-mail address, typed or spoken ("anna dot berg at gmail dot com"), in lower case. Half of one is `ask`. */
export const readEmail = (text: string, allTokens: readonly Token[], language: Language, asked: boolean): Reading<string> => {
  const typed = [...text.matchAll(TYPED)].at(-1)?.[0]
  if (typed !== undefined) return { is: 'found', value: typed.toLowerCase(), confidence: 0.97, words: typed }
  const stretches = segments(allTokens)
  for (let index = stretches.length - 1; index >= 0; index -= 1) {
    const stretch = stretches[index]
    if (stretch === undefined) continue
    const parts = pieces(allTokens.slice(stretch.from, stretch.to), language)
    const at = parts.findLastIndex((piece) => piece.text === '@')
    if (at < 0) continue
    const address = around(parts, at, language)
    const certain = parts[at]?.mark === true && (asked || address.includes('.'))
    if (WHOLE.test(address)) return { is: 'found', value: address, confidence: asked ? 0.85 : 0.75, words: text.trim() }
    if (asked && certain) return { is: 'ask', words: text.trim() }
  }
  const half = asked && pieces(allTokens, language).some((piece) => piece.text === '.')
  return half ? { is: 'ask', words: text.trim() } : { is: 'absent' }
}
