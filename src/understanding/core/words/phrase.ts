/**
 * A way of saying something, written so that a reader of the language can check it:
 *
 *     i want to (speak|talk) (to|with) a? (human|person)
 *
 * `(a|b c)` one of these, `word?` or `(..)?` may be missing, `bleed*` any word that starts so, `..` up to three words of
 * whatever, `^` and `$` the first and last word of the turn. It is looked up in `plainWords`, so case and punctuation are free.
 */
export type Phrase = string

/** A compiled list of phrases. */
export type PhraseBook = { readonly any: RegExp }

const escapeWord = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')

const compileWord = (word: string): string => {
  if (word === '..') return '(?:[^ ]+ ){0,3}'
  if (word === '^') return '(?<=^ )'
  if (word === '$') return '$'
  const optional = word.endsWith('?')
  const bare = optional ? word.slice(0, -1) : word
  const one = bare.endsWith('*') ? `${escapeWord(bare.slice(0, -1))}[^ ]* ` : `${escapeWord(bare)} `
  return optional ? `(?:${one})?` : one
}

/** Reads the phrase from `at` to the end of it or of the group; gives the expression and where it stopped. */
const compileFrom = (phrase: Phrase, at: number): readonly [expression: string, end: number] => {
  const choices: string[] = []
  let sequence = ''
  let place = at
  while (place < phrase.length && phrase[place] !== ')') {
    const character = phrase[place]
    if (character === '(') {
      const [group, end] = compileFrom(phrase, place + 1)
      const optional = phrase[end + 1] === '?'
      sequence += `(?:${group})${optional ? '?' : ''}`
      place = end + (optional ? 2 : 1)
    } else if (character === '|') {
      choices.push(sequence)
      sequence = ''
      place += 1
    } else if (character === ' ') place += 1
    else {
      const word = /^[^ ()|]+/u.exec(phrase.slice(place))?.[0] ?? ''
      sequence += compileWord(word)
      place += word.length
    }
  }
  return [[...choices, sequence].join('|'), place]
}

const compilePhrase = (phrase: Phrase): string => {
  const [expression, end] = compileFrom(phrase, 0)
  if (end !== phrase.length) throw new RangeError(`a phrase closes a group it never opened: ${JSON.stringify(phrase)}`)
  if (new RegExp(`^(?:${expression})$`, 'u').test(''))
    throw new RangeError(`a phrase that says nothing is found everywhere: ${JSON.stringify(phrase)}`)
  return `(?:${expression})`
}

/** Compiles phrases into one expression that finds the first of them, the longer first where two start at one word. */
export const phraseBook = (phrases: readonly Phrase[]): PhraseBook => {
  const longestFirst = [...phrases].sort((a, b) => b.length - a.length)
  return { any: new RegExp(phrases.length === 0 ? '(?!)' : `(?<= )(?:${longestFirst.map(compilePhrase).join('|')})`, 'u') }
}

export type Found = { readonly words: string; readonly from: number; readonly to: number }

/** The first phrase of the book in `plain` (see `plainWords`) at or after `from`; `undefined` where there is none. */
export const findPhrase = (book: PhraseBook, plain: string, from = 0): Found | undefined => {
  const match = book.any.exec(from === 0 ? plain : plain.slice(from))
  if (match === null || match[0] === '') return undefined
  const at = match.index + from
  return { words: match[0].trim(), from: at, to: at + match[0].length }
}

/** All phrases of the book in `plain`, from left to right, none overlapping. */
export const findPhrases = (book: PhraseBook, plain: string): readonly Found[] => {
  const found: Found[] = []
  const every = new RegExp(book.any.source, 'gu')
  for (const match of plain.matchAll(every)) {
    if (match[0] !== '') found.push({ words: match[0].trim(), from: match.index, to: match.index + match[0].length })
  }
  return found
}
