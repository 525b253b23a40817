import type { Guess } from '../proposal.ts'
import { plainWords } from '../words/tokens.ts'
import { features } from './features.ts'

/** Texts that mean one thing of the playbook: the phrases of a call type, the questions of an article. */
export type Meaning = { readonly id: string; readonly phrases: readonly string[] }

type Weights = ReadonlyMap<string, number>
type Example = { readonly id: string; readonly weights: Weights }

/** A set of meanings, ready to be compared with turns. */
export type Matcher = {
  readonly examples: readonly Example[]
  readonly rarity: ReadonlyMap<string, number>
  readonly unknown: number
  /** For each feature, the examples that have it: only those are compared. */
  readonly postings: ReadonlyMap<string, readonly { readonly example: number; readonly weight: number }[]>
}

/** Words and letter pieces count for half of the likeness each, however many there are of them. */
const blocks = (weights: Weights): Weights => {
  const length = { w: 0, c: 0 }
  for (const [feature, weight] of weights) length[feature.startsWith('c') ? 'c' : 'w'] += weight * weight
  const scaled = new Map<string, number>()
  for (const [feature, weight] of weights) {
    const norm = Math.sqrt(2 * length[feature.startsWith('c') ? 'c' : 'w'])
    scaled.set(feature, norm === 0 ? 0 : weight / norm)
  }
  return scaled
}

/** (1 + ln tf) x idf, with idf = ln((1 + n) / (1 + df)) + 1 (Salton and Buckley 1988, smoothed). */
const weigh = (plain: string, rarity: ReadonlyMap<string, number>, unknown: number): Weights => {
  const weights = new Map<string, number>()
  for (const [feature, count] of features(plain)) weights.set(feature, (1 + Math.log(count)) * (rarity.get(feature) ?? unknown))
  return blocks(weights)
}

/** Prepares meanings for comparison: how rare each feature is among all phrases, and each phrase's weights. */
export const prepareMatcher = (meanings: readonly Meaning[]): Matcher => {
  const phrases = meanings.flatMap(({ id, phrases: said }) => [...new Set(said.map(plainWords))].map((plain) => ({ id, plain })))
  const occurrences = new Map<string, number>()
  for (const { plain } of phrases)
    for (const feature of features(plain).keys()) occurrences.set(feature, (occurrences.get(feature) ?? 0) + 1)
  const rarity = new Map([...occurrences].map(([feature, count]) => [feature, Math.log((1 + phrases.length) / (1 + count)) + 1] as const))
  const unknown = Math.log(1 + phrases.length) + 1
  const examples = phrases.map(({ id, plain }) => ({ id, weights: weigh(plain, rarity, unknown) }))
  const postings = new Map<string, { readonly example: number; readonly weight: number }[]>()
  examples.forEach(({ weights }, example) => {
    for (const [feature, weight] of weights) {
      const list = postings.get(feature)
      if (list === undefined) postings.set(feature, [{ example, weight }])
      else list.push({ example, weight })
    }
  })
  return { examples, rarity, unknown, postings }
}

/** Cosine of a text with every example. */
const likenesses = (matcher: Matcher, text: Weights): Float64Array => {
  const sums = new Float64Array(matcher.examples.length)
  for (const [feature, weight] of text) {
    for (const posting of matcher.postings.get(feature) ?? [])
      sums[posting.example] = (sums[posting.example] ?? 0) + weight * posting.weight
  }
  return sums
}

/**
 * How much of the phrase is found in the turn, by weight: 1 when all of it is said, whatever else is said beside it. Only
 * pieces of words count, so that an ending more or less ("painkillers") and a compound ("tandrensning") do no harm.
 */
const contained = (phrase: Weights, turn: Weights): number => {
  let found = 0
  let all = 0
  for (const [feature, weight] of phrase) {
    if (!feature.startsWith('c')) continue
    all += weight * weight
    if (turn.has(feature)) found += weight * weight
  }
  return all === 0 ? 0 : found / all
}

/** A stretch of a long turn that is like a phrase counts a little less than a whole turn that is. */
const IN_A_PART = 0.93
const WINDOW_SIZES = [4, 7] as const
/** The wish stands at the beginning or the end of what people say; the middle of an e-mail is not looked through word by word. */
const MOST_WINDOWS = 40

/** Stretches of a few words: in a long turn what is wanted is said in one of them, beside names, days and reasons. */
const windows = (plain: string): readonly string[] => {
  const words = plain.trim().split(' ')
  const parts = WINDOW_SIZES.flatMap((size) =>
    words.length <= size ? [] : Array.from({ length: words.length - size + 1 }, (_none, at) => ` ${words.slice(at, at + size).join(' ')} `),
  )
  return parts.length <= MOST_WINDOWS ? parts : [...parts.slice(0, MOST_WINDOWS / 2), ...parts.slice(-MOST_WINDOWS / 2)]
}

/** Below this likeness the turn means none of them. */
const LEAST_LIKENESS = 0.3

/**
 * Meanings by falling likeness to the turn; empty where none is like it. A phrase is like a turn when they share what is
 * rare among the phrases (cosine), or when the whole phrase lies in a longer turn.
 */
export const matchMeanings = (matcher: Matcher, plain: string): readonly Guess<string>[] => {
  if (plain.trim() === '') return []
  const turn = weigh(plain, matcher.rarity, matcher.unknown)
  const inWhole = likenesses(matcher, turn)
  const inParts = windows(plain).map((part) => likenesses(matcher, weigh(part, matcher.rarity, matcher.unknown)))
  const best = new Map<string, number>()
  matcher.examples.forEach(({ id, weights }, example) => {
    const inPart = inParts.reduce((most, part) => Math.max(most, part[example] ?? 0), 0)
    const likeness = Math.max(inWhole[example] ?? 0, inPart * IN_A_PART)
    if (likeness === 0) return
    const whole = contained(weights, turn)
    const score = likeness + (whole > 0.8 ? (1 - likeness) * 0.75 * (whole - 0.4) : 0)
    if (score > (best.get(id) ?? 0)) best.set(id, score)
  })
  return [...best]
    .filter(([, score]) => score >= LEAST_LIKENESS)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 5)
    .map(([value, score]) => ({ value, confidence: Math.min(1, Number(score.toFixed(3))), words: plain.trim() }))
}

/** Whether the words of a phrase stand together in the turn: most neighbours in the one are neighbours in the other. */
const together = (phrase: Weights, turn: Weights): boolean => {
  const pairs = [...phrase.keys()].filter((feature) => feature.startsWith('p'))
  return pairs.length === 0 || pairs.filter((pair) => turn.has(pair)).length > pairs.length / 2
}

/** Meanings of which one whole phrase is said, forgiving inflection: services, people, topics that are named. */
export const namedMeanings = (matcher: Matcher, plain: string, least = 0.8): readonly Guess<string>[] => {
  if (plain.trim() === '') return []
  const turn = weigh(plain, matcher.rarity, matcher.unknown)
  const best = new Map<string, number>()
  for (const { id, weights } of matcher.examples) {
    const whole = contained(weights, turn)
    if (whole >= least && whole > (best.get(id) ?? 0) && together(weights, turn)) best.set(id, whole)
  }
  return [...best]
    .sort((a, b) => b[1] - a[1])
    .map(([value, score]) => ({ value, confidence: Number(score.toFixed(3)), words: plain.trim() }))
}
