import type { Language } from '#kernel/language.ts'
import type { Reading } from '../proposal.ts'
import { segments } from '../words/correction.ts'
import { findPhrase, phraseBook } from '../words/phrase.ts'
import { plainWords, type Token } from '../words/tokens.ts'
import { DANISH_NAMES } from './da.ts'
import { ENGLISH_NAMES } from './en.ts'
import type { NameVocabulary } from './vocabulary.ts'

const VOCABULARIES: Readonly<Record<Language, NameVocabulary>> = { en: ENGLISH_NAMES, da: DANISH_NAMES }
const DECLINES = { en: phraseBook(ENGLISH_NAMES.declines), da: phraseBook(DANISH_NAMES.declines) }

const MOST_WORDS = 6
const LETTERS = /^\p{L}/u

/** Where a cue ("my name is") ends, with the index of its first token; the last cue in the turn stands. */
const cueEnd = (tokens: readonly Token[], vocabulary: NameVocabulary): { readonly end: number; readonly strong: boolean } | undefined => {
  let best: { readonly end: number; readonly strong: boolean } | undefined
  for (let at = 0; at < tokens.length; at += 1) {
    const cue = vocabulary.cues
      .map((words) => words.split(' '))
      .filter((words) => words.every((word, offset) => tokens[at + offset]?.text === word))
      .reduce<readonly string[]>((longest, words) => (words.length > longest.length ? words : longest), [])
    if (cue.length === 0 || (best !== undefined && at + cue.length <= best.end)) continue
    const next = tokens[at + cue.length]?.text ?? ''
    if (next === '' || vocabulary.notNames.includes(next) || !LETTERS.test(next)) continue
    const strong = cue.some((word) => ['name', "name's", 'navn', 'navnet', 'hedder', 'called', 'taler'].includes(word))
    if (best === undefined || strong || !best.strong) best = { end: at + cue.length, strong }
  }
  return best
}

/** The run of name words from token `at`: letters, joined by hyphens and apostrophes, up to a word that is none. */
const nameFrom = (
  tokens: readonly Token[],
  at: number,
  vocabulary: NameVocabulary,
): { readonly from: number; readonly to: number } | undefined => {
  let from = at
  while (vocabulary.titles.includes(tokens[from]?.text ?? '') || (from > at && tokens[from]?.text === '.')) from += 1
  let to = from
  let words = 0
  while (words < MOST_WORDS) {
    const token = tokens[to]
    if (token === undefined) break
    if (LETTERS.test(token.text) && !vocabulary.notNames.includes(token.text)) words += 1
    else if (
      !(token.text === '-' && LETTERS.test(tokens[to + 1]?.text ?? '') && words > 0) &&
      !(token.text === '.' && isInitial(tokens[to - 1]))
    )
      break
    to += 1
  }
  return words === 0 ? undefined : { from, to }
}

const isInitial = (token: Token | undefined): boolean => token !== undefined && /^\p{L}$/u.test(token.text)

/**
 * A caller's name as it was written or heard; titles are no part of it. `text` is the tidy turn, so that the letters keep
 * their case. Without a cue ("my name is") only an answer to the question for a name is taken as one.
 */
export const readName = (text: string, allTokens: readonly Token[], language: Language, asked: boolean): Reading<string> => {
  const vocabulary = VOCABULARIES[language]
  const stretch = segments(allTokens).at(-1)
  const tokens = stretch === undefined ? allTokens : allTokens.slice(stretch.from, stretch.to)
  const cue = cueEnd(tokens, vocabulary)
  const take = (at: number, confidence: number): Reading<string> | undefined => {
    const span = nameFrom(tokens, at, vocabulary)
    const first = span === undefined ? undefined : tokens[span.from]
    const last = span === undefined ? undefined : tokens[span.to - 1]
    if (first === undefined || last === undefined) return undefined
    const name = text.slice(first.start, last.end).replace(/\s+/gu, ' ').trim()
    return { is: 'found', value: name, confidence, words: name }
  }
  if (asked && findPhrase(DECLINES[language], plainWords(text)) !== undefined) return { is: 'none', words: text }
  if (cue !== undefined && (cue.strong || asked)) return take(cue.end, cue.strong ? 0.9 : 0.8) ?? { is: 'absent' }
  if (!asked) return { is: 'absent' }
  // The whole answer is the name, perhaps behind "yes, ..." or a greeting.
  const start = tokens.findIndex((token) => LETTERS.test(token.text) && !vocabulary.notNames.includes(token.text))
  if (start < 0) return tokens.some((token) => vocabulary.notNames.includes(token.text)) ? { is: 'ask', words: text } : { is: 'absent' }
  const fits = (token: Token): boolean =>
    !LETTERS.test(token.text) || vocabulary.before.includes(token.text) || vocabulary.titles.includes(token.text)
  if (!tokens.slice(0, start).every(fits)) return { is: 'ask', words: text }
  const found = take(start, 0.6)
  if (found?.is !== 'found') return { is: 'absent' }
  const used = found.words.split(/[\s-]+/u).length
  const spoken = tokens.filter((token) => LETTERS.test(token.text)).length
  return spoken - used > 3 ? { is: 'absent' } : found
}
