import type { Token } from './tokens.ts'

/**
 * Words by which people take back what they just said: "tuesday, no, wednesday", "tre, nej fire". What follows the last of
 * them stands. `unless`: words behind it that make it something else ("no later than").
 */
const TAKING_BACK: readonly { readonly words: readonly string[]; readonly unless?: readonly string[] }[] = [
  { words: ['no'], unless: ['later', 'earlier', 'preference', 'matter', 'problem', 'one', 'idea', 'more', 'than'] },
  { words: ['nope'] },
  { words: ['sorry'] },
  { words: ['wait'] },
  { words: ['actually'] },
  { words: ['i', 'mean'] },
  { words: ['i', 'meant'] },
  { words: ['or', 'rather'] },
  { words: ['make', 'that'] },
  { words: ['make', 'it'] },
  { words: ['scratch', 'that'] },
  { words: ['correction'] },
  { words: ['let', 'me', 'correct'] },
  { words: ['oops'] },
  { words: ['nej'], unless: ['tak'] },
  { words: ['næ'] },
  { words: ['undskyld'] },
  { words: ['vent'] },
  { words: ['eller', 'rettere'] },
  { words: ['rettere', 'sagt'] },
  { words: ['jeg', 'mener'] },
  { words: ['jeg', 'mente'] },
  { words: ['eller', 'nej'] },
  { words: ['forkert'] },
  { words: ['ret', 'det', 'til'] },
  { words: ['lad', 'os', 'sige'] },
  { words: ['jo', 'forresten'] },
  { words: ['hov'] },
  { words: ['altså', 'nej'] },
]

const NOT = new Set(['not', 'ikke', "isn't", "don't", 'nor', "can't", 'cannot', "won't", "doesn't"])
/** Words between a denial and what is denied: "can't do Tuesday", "ikke på torsdag". */
const BETWEEN = new Set(['the', 'on', 'at', 'den', 'på', 'a', 'do', 'make', 'come', 'manage', 'want', 'om', 'klokken', 'kl'])

export type Segment = { readonly from: number; readonly to: number }

/** The stretches of tokens between words that take back, in order; the last is what stands. */
export const segments = (tokens: readonly Token[]): readonly Segment[] => {
  const found: Segment[] = []
  let start = 0
  for (let at = 0; at < tokens.length;) {
    const marker = TAKING_BACK.find(
      ({ words, unless }) =>
        words.every((word, offset) => tokens[at + offset]?.text === word) &&
        unless?.includes(tokens[at + words.length]?.text ?? '') !== true,
    )
    if (marker === undefined) {
      at += 1
      continue
    }
    if (at > start) found.push({ from: start, to: at })
    at += marker.words.length
    start = at
  }
  if (start < tokens.length) found.push({ from: start, to: tokens.length })
  return found
}

/** Whether what begins at token `at` was just denied: "not twenty-four", "ikke på torsdag". */
export const isDenied = (tokens: readonly Token[], at: number): boolean => {
  let before = at - 1
  while (before > at - 4 && BETWEEN.has(tokens[before]?.text ?? '')) before -= 1
  return NOT.has(tokens[before]?.text ?? '')
}
