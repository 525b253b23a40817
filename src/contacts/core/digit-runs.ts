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
const PLUS = /(?:\+|\bplus\s*)$/iu
const LOOSE = /^[\s.\-‐‑‒–—/_,;*#()]{0,8}$/u

/** A number that begins at a token: its digits, and how many tokens it takes. */
type Reading = { readonly digits: string; readonly tokens: number }

/** Reads figures, "double four", "en og tyve", "twenty-one", "seven", in this order: the longer way to say it first. */
const readNumber = (text: string, [token, next, nextButOne]: readonly (Token | undefined)[]): Reading | undefined => {
  if (token === undefined) return undefined
  if (isFigures(token.text)) return { digits: token.text, tokens: 1 }
  const unit = UNITS.get(token.text) ?? 0
  const nextUnit = next === undefined ? undefined : UNITS.get(next.text)

  const times = REPEATS.get(token.text)
  const repeated = next !== undefined && /^\d$/u.test(next.text) ? next.text : nextUnit?.toString()
  if (times !== undefined && repeated !== undefined) return { digits: repeated.repeat(times), tokens: 2 }

  const danishTens = next?.text === 'og' && nextButOne !== undefined ? DANISH_TENS.get(nextButOne.text) : undefined
  if (unit > 0 && danishTens !== undefined) return { digits: String(danishTens + unit), tokens: 3 }

  const tens = ENGLISH_TENS.get(token.text)
  if (tens !== undefined && next !== undefined && nextUnit !== undefined && nextUnit > 0 && TIGHT.test(text.slice(token.end, next.start)))
    return { digits: String(tens + nextUnit), tokens: 2 }

  const value = numberWord(token.text)
  return value === undefined ? undefined : { digits: String(value), tokens: 1 }
}

/** How a group that begins at `first` hangs together with the one before it; undefined: not at all. */
const joinTo = (text: string, before: DigitGroup, first: Token, fillers: boolean): 'tight' | 'loose' | undefined => {
  const between = text.slice(before.end, first.start)
  const sameHand = isFigures(text.slice(before.start, before.end)) === isFigures(first.text)
  if (!fillers && sameHand && TIGHT.test(between)) return 'tight'
  return fillers || LOOSE.test(between) ? 'loose' : undefined
}

/** All runs of `text`, in order. Linear in the length of the text. */
export const digitRuns = (text: string): readonly DigitRun[] => {
  const tokens: readonly Token[] = Array.from(text.matchAll(TOKEN), (match) => ({
    text: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }))
  const runs: DigitRun[] = []
  let open: DigitGroup[] | undefined
  let fillers = false
  for (let index = 0; index < tokens.length;) {
    const first = tokens[index]
    const reading = readNumber(text, tokens.slice(index, index + 3))
    const last = tokens[index + (reading?.tokens ?? 1) - 1]
    index += reading?.tokens ?? 1
    if (first === undefined || last === undefined) continue
    if (reading === undefined) {
      fillers = FILLERS.has(first.text)
      if (!fillers) open = undefined
      continue
    }
    const before = open?.at(-1)
    const join = before && joinTo(text, before, first, fillers)
    const group: DigitGroup = { digits: reading.digits, start: first.start, end: last.end, join: join ?? 'first' }
    fillers = false
    if (open !== undefined && join !== undefined) open.push(group)
    else {
      const groups = [group]
      open = groups
      runs.push({ groups, plus: PLUS.test(text.slice(Math.max(0, first.start - 6), first.start)) })
    }
  }
  return runs
}
