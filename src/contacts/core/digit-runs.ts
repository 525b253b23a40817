/**
 * Digits as people write, key and speak them: "4571 0000 ...", "4571-0000", "four five seven one", "femogfyrre nul nul".
 * A run is a stretch of groups with nothing between them but separators; each group knows where it stands in the text.
 */
export type DigitRun = {
  readonly groups: readonly DigitGroup[]
  /** Begins with `+`, as a number in international form does. */
  readonly plus: boolean
}

export type DigitGroup = {
  readonly digits: string
  readonly start: number
  readonly end: number
  /**
   * What stands before it within its run: a space, hyphen, dot or slash (`tight`), or what separates less surely (`loose`):
   * a comma, a keypad's `*` or `#`, a filler word, "and", or going over from figures to words ("9 to 5" is no 925 in English,
   * though "to" is Danish for 2).
   */
  readonly join: 'first' | 'tight' | 'loose'
}

const counted = (words: string, from: number, step: number): readonly (readonly [string, number])[] =>
  words.split(' ').map((word, index) => [word, from + index * step])

const UNITS = new Map([
  ...counted('zero one two three four five six seven eight nine', 0, 1),
  ...counted('nul en to tre fire fem seks syv otte ni', 0, 1),
  ...counted('oh én', 0, 1),
  ...counted('o ét', 0, 1),
  ...counted('nought et', 0, 1),
])
const TEENS = new Map([
  ...counted('ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen', 10, 1),
  ...counted('ti elleve tolv tretten fjorten femten seksten sytten atten nitten', 10, 1),
])
const ENGLISH_TENS = new Map(counted('twenty thirty forty fifty sixty seventy eighty ninety', 20, 10))
const DANISH_TENS = new Map(counted('tyve tredive fyrre halvtreds tres halvfjerds firs halvfems', 20, 10))
const REPEATS = new Map([...counted('double triple', 2, 1), ...counted('dobbelt tredobbelt', 2, 1)])

const FILLERS = new Set(
  (
    'and then dash hyphen space dot comma slash star hash pound pause er erm uh um hm ' +
    'og så streg bindestreg mellemrum punktum komma skråstreg stjerne firkant havelåge øh øhm'
  ).split(' '),
)

/** "femogfyrre": units before tens, in one word. */
const danishCompound = (word: string): number | undefined => {
  const at = word.indexOf('og')
  if (at <= 0) return undefined
  const unit = UNITS.get(word.slice(0, at))
  const tens = DANISH_TENS.get(word.slice(at + 2))
  return unit === undefined || unit === 0 || tens === undefined ? undefined : tens + unit
}

const numberWord = (word: string): number | undefined =>
  UNITS.get(word) ?? TEENS.get(word) ?? ENGLISH_TENS.get(word) ?? DANISH_TENS.get(word) ?? danishCompound(word)

type Token = { readonly text: string; readonly start: number; readonly end: number }

/** An id is not a number, whatever its digits: a UUID (RFC 9562) is one token that ends a run. */
const TOKEN = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d+|\p{L}+/giu
const isFigures = (text: string): boolean => /^\d+$/u.test(text)
const TIGHT = /^[\s.\-‐‑‒–—/_]{0,3}$/u
const LOOSE = /^[\s.\-‐‑‒–—/_,;*#()]{0,8}$/u

/** All runs of `text`, in order. Linear in the length of the text. */
export const digitRuns = (text: string): readonly DigitRun[] => {
  const tokens: Token[] = Array.from(text.matchAll(TOKEN), (match) => ({
    text: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }))
  const gap = (left: Token | DigitGroup | undefined, right: Token): string => text.slice(left?.end ?? 0, right.start)
  const runs: DigitRun[] = []
  let groups: DigitGroup[] = []
  let plus = false
  let fillers = false
  let index = 0

  const close = (): void => {
    if (groups.length > 0) runs.push({ groups, plus })
    groups = []
    plus = false
    fillers = false
  }
  const push = (digits: string, first: Token, last: Token): void => {
    const before = groups.at(-1)
    const between = gap(before, first)
    let join: DigitGroup['join'] = 'first'
    if (before !== undefined) {
      const sameHand = isFigures(text.slice(before.start, before.end)) === isFigures(first.text)
      if (!fillers && sameHand && TIGHT.test(between)) join = 'tight'
      else if (fillers || LOOSE.test(between)) join = 'loose'
      else close()
    }
    if (join === 'first' && /(?:\+|\bplus\s*)$/iu.test(text.slice(Math.max(0, first.start - 6), first.start))) plus = true
    groups.push({ digits, start: first.start, end: last.end, join })
    fillers = false
  }

  while (index < tokens.length) {
    const token = tokens[index]
    if (token === undefined) break
    const next = tokens[index + 1]
    const nextButOne = tokens[index + 2]
    const unit = UNITS.get(token.text)
    const repeated = REPEATS.get(token.text)
    const nextDigits = next === undefined ? undefined : /^\d$/u.test(next.text) ? next.text : UNITS.get(next.text)?.toString()
    const tens = ENGLISH_TENS.get(token.text)
    const nextUnit = next === undefined ? undefined : UNITS.get(next.text)
    const danishTens = nextButOne === undefined ? undefined : DANISH_TENS.get(nextButOne.text)
    const value = numberWord(token.text)
    if (isFigures(token.text)) {
      push(token.text, token, token)
      index += 1
    } else if (repeated !== undefined && next !== undefined && nextDigits !== undefined) {
      push(nextDigits.repeat(repeated), token, next)
      index += 2
    } else if (unit !== undefined && unit > 0 && next?.text === 'og' && nextButOne !== undefined && danishTens !== undefined) {
      push(String(danishTens + unit), token, nextButOne)
      index += 3
    } else if (tens !== undefined && next !== undefined && nextUnit !== undefined && nextUnit > 0 && TIGHT.test(gap(token, next))) {
      push(String(tens + nextUnit), token, next)
      index += 2
    } else if (value !== undefined) {
      push(String(value), token, token)
      index += 1
    } else {
      if (groups.length > 0 && FILLERS.has(token.text)) fillers = true
      else close()
      index += 1
    }
  }
  close()
  return runs
}
