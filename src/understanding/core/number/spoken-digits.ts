import type { Language } from '#kernel/language.ts'
import type { Token } from '../words/tokens.ts'
import { NUMBERS } from './read-numbers.ts'

/** Digits said in one go: `groups` as the caller grouped them ("double five" is one group, "55"). */
export type DigitRun = { readonly groups: readonly string[]; readonly plus: boolean; readonly from: number; readonly to: number }

const DIGITS = /^[0-9]+$/u
const MARKS = new Set(['-', '.', ',', '(', ')', '/', ':'])

type Piece = { readonly digits: string; readonly to: number }

/** The digits that begin at token `at`: a typed run, a number word, "double five", "eight hundred", "to og tyve". */
export const digitsAt = (tokens: readonly Token[], at: number, language: Language): Piece | undefined => {
  const vocabulary = NUMBERS[language]
  const word = tokens[at]?.text
  if (word === undefined) return undefined
  if (DIGITS.test(word)) return { digits: word, to: at + 1 }
  const times = vocabulary.double.includes(word) ? 2 : vocabulary.triple.includes(word) ? 3 : 1
  if (times > 1) {
    const repeated = digitsAt(tokens, at + 1, language)
    return repeated === undefined || repeated.digits.length > 2 ? undefined : { ...repeated, digits: repeated.digits.repeat(times) }
  }
  const value = vocabulary.cardinals.get(word)
  if (value === undefined) return undefined
  const next = tokens[at + 1]?.text ?? ''
  if (vocabulary.unitsComeFirst) {
    const tens = next === vocabulary.and ? vocabulary.tens.get(tokens[at + 2]?.text ?? '') : undefined
    if (value >= 1 && value <= 9 && tens !== undefined) return { digits: String(value + tens), to: at + 3 }
  } else if (vocabulary.tens.has(word)) {
    const unit = vocabulary.cardinals.get(next)
    if (unit !== undefined && unit >= 1 && unit <= 9) return { digits: String(value + unit), to: at + 2 }
  }
  // "eight hundred" in a number is 800; "two thousand" is 2000.
  if (value >= 1 && vocabulary.hundreds.includes(next)) return { digits: `${value}00`, to: at + 2 }
  if (value >= 1 && vocabulary.thousands.includes(next)) return { digits: `${value}000`, to: at + 2 }
  return { digits: String(value), to: at + 1 }
}

/** All runs of digits in the tokens. Words that only stand between digits ("dash", "så") do not end a run. */
export const digitRuns = (tokens: readonly Token[], language: Language): readonly DigitRun[] => {
  const vocabulary = NUMBERS[language]
  const runs: DigitRun[] = []
  let groups: string[] = []
  let plus = false
  let start = 0
  let end = 0
  const close = (): void => {
    if (groups.length > 0) runs.push({ groups, plus, from: start, to: end })
    groups = []
    plus = false
  }
  for (let at = 0; at < tokens.length;) {
    const word = tokens[at]?.text ?? ''
    if (word === '+' || vocabulary.plus.includes(word)) {
      close()
      plus = true
      start = at
      at += 1
      continue
    }
    const piece = digitsAt(tokens, at, language)
    if (piece !== undefined) {
      if (groups.length === 0 && !plus) start = at
      groups.push(piece.digits)
      at = piece.to
      end = at
    } else if (groups.length > 0 && (MARKS.has(word) || vocabulary.betweenDigits.includes(word))) at += 1
    else {
      close()
      at += 1
    }
  }
  close()
  return runs
}
