import type { Language } from '#kernel/language.ts'
import type { Token } from '../words/tokens.ts'
import { DANISH_NUMBERS } from './da.ts'
import { ENGLISH_NUMBERS } from './en.ts'
import type { NumberVocabulary } from './vocabulary.ts'

/** A number said with the tokens `from` up to, not including, `to`. */
export type NumberSpan = { readonly from: number; readonly to: number; readonly value: number; readonly ordinal: boolean }

export const NUMBERS: Readonly<Record<Language, NumberVocabulary>> = { en: ENGLISH_NUMBERS, da: DANISH_NUMBERS }

const DIGITS = /^[0-9]{1,9}$/u

/** A number below a hundred that begins at token `at`, as long as it goes. */
const belowHundred = (tokens: readonly Token[], at: number, vocabulary: NumberVocabulary): NumberSpan | undefined => {
  const word = tokens[at]?.text
  if (word === undefined) return undefined
  const value = DIGITS.test(word) ? Number(word) : vocabulary.cardinals.get(word)
  if (value === undefined) return undefined
  const one: NumberSpan = { from: at, to: at + 1, value, ordinal: false }
  if (DIGITS.test(word)) return one
  if (vocabulary.unitsComeFirst) {
    // "to og tyve": the unit, "og", and the tens, as a recogniser writes what Danish joins.
    const tens = tokens[at + 1]?.text === vocabulary.and ? vocabulary.tens.get(tokens[at + 2]?.text ?? '') : undefined
    return value >= 1 && value <= 9 && tens !== undefined ? { ...one, to: at + 3, value: value + tens } : one
  }
  const unit = vocabulary.tens.has(word) ? vocabulary.cardinals.get(tokens[at + 1]?.text ?? '') : undefined
  return unit !== undefined && unit >= 1 && unit <= 9 ? { ...one, to: at + 2, value: value + unit } : one
}

/** A whole number that begins at token `at`, as long as it goes: "two thousand and twenty six", "hundrede og fem". */
const longestNumber = (tokens: readonly Token[], at: number, vocabulary: NumberVocabulary): NumberSpan | undefined => {
  const head = belowHundred(tokens, at, vocabulary)
  const startsWithScale = head === undefined && [...vocabulary.hundreds, ...vocabulary.thousands].includes(tokens[at]?.text ?? '')
  if (head === undefined && !startsWithScale) return undefined
  let value = head?.value ?? 1
  let end = head?.to ?? at
  for (const [words, scale] of [
    [vocabulary.hundreds, 100],
    [vocabulary.thousands, 1_000],
    [vocabulary.hundreds, 100],
  ] as const) {
    const said = tokens[end]?.text
    const base = scale === 100 && value >= 1_000 ? belowHundred(tokens, end, vocabulary) : undefined
    if (base !== undefined && words.includes(tokens[base.to]?.text ?? '')) {
      value += base.value * scale
      end = base.to + 1
    } else if (said !== undefined && words.includes(said) && value < scale) {
      value *= scale
      end += 1
    } else continue
    const rest = belowHundred(tokens, tokens[end]?.text === vocabulary.and ? end + 1 : end, vocabulary)
    const nextScale = rest === undefined ? undefined : tokens[rest.to]?.text
    if (rest !== undefined && rest.value < 100 && !vocabulary.hundreds.includes(nextScale ?? '')) {
      value += rest.value
      end = rest.to
    }
  }
  return { from: at, to: end, value, ordinal: false }
}

const ordinalAt = (tokens: readonly Token[], at: number, vocabulary: NumberVocabulary): readonly NumberSpan[] => {
  const found: NumberSpan[] = []
  for (const length of [3, 2, 1]) {
    const words = tokens.slice(at, at + length)
    const value = words.length === length ? vocabulary.ordinals.get(words.map((token) => token.text).join(' ')) : undefined
    if (value !== undefined) found.push({ from: at, to: at + length, value, ordinal: true })
  }
  const digits = tokens[at]?.text ?? ''
  const next = tokens[at + 1]
  if (DIGITS.test(digits) && next?.glued === true && vocabulary.ordinalEndings.includes(next.text)) {
    found.push({ from: at, to: at + 2, value: Number(digits), ordinal: true })
  }
  return found
}

/** All numbers and ordinals among the tokens, the longest reading from each token and the shorter one beside it. */
export const readNumbers = (tokens: readonly Token[], language: Language): readonly NumberSpan[] => {
  const vocabulary = NUMBERS[language]
  const found: NumberSpan[] = []
  for (let at = 0; at < tokens.length; at += 1) {
    const longest = longestNumber(tokens, at, vocabulary)
    const short = belowHundred(tokens, at, vocabulary)
    const word = tokens[at]?.text ?? ''
    const single = DIGITS.test(word) ? Number(word) : vocabulary.cardinals.get(word)
    if (longest !== undefined) found.push(longest)
    if (short !== undefined && short.to !== longest?.to) found.push(short)
    if (single !== undefined && short?.to !== at + 1 && longest?.to !== at + 1) {
      found.push({ from: at, to: at + 1, value: single, ordinal: false })
    }
    found.push(...ordinalAt(tokens, at, vocabulary))
  }
  return found
}
