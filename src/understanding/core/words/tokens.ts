/** One word, run of digits or punctuation mark of a turn. `text` is lower case; `start` and `end` are places in the turn. */
export type Token = {
  readonly text: string
  readonly start: number
  readonly end: number
  /** No white space stands between this token and the one before it. */
  readonly glued: boolean
}

/** What is read of a turn at most. A longer one is an e-mail or an attack: its head says what it is about. */
const MOST_CHARACTERS = 4_000

/** A turn as all readers see it: one Unicode form (NFKC), plain apostrophes and dashes, no more than is worth reading. */
export const tidy = (text: string): string =>
  text
    .slice(0, MOST_CHARACTERS)
    .normalize('NFKC')
    .replace(/[‘’ʼ´`]/gu, "'")
    .replace(/[‐‑‒–—−]/gu, '-')

const PIECE = /\p{L}[\p{L}\p{M}]*(?:'\p{L}+)*|[0-9]+|[^\s\p{L}0-9]/gu

/** Cuts a tidy turn into words (letters with inner apostrophes), runs of digits, and single other marks. */
export const tokenize = (text: string): readonly Token[] => {
  const tokens: Token[] = []
  let previousEnd = -1
  for (const match of text.matchAll(PIECE)) {
    const start = match.index
    const end = start + match[0].length
    tokens.push({ text: match[0].toLowerCase(), start, end, glued: start === previousEnd })
    previousEnd = end
  }
  return tokens
}

const WORD = /^[\p{L}0-9]/u

export const isWord = (token: Token): boolean => WORD.test(token.text)

/** The words of a turn with one space around each, for looking phrases up: `" call me tomorrow "`. */
export const plainWords = (text: string): string => {
  const words = tokenize(tidy(text))
    .filter(isWord)
    .map((token) => token.text)
  return words.length === 0 ? ' ' : ` ${words.join(' ')} `
}
