import type { Token } from '../words/tokens.ts'
import type { Kind, Values } from './forms.ts'
import type { Situation } from './situation.ts'

/**
 * A chart parser: items (a weekday, a number, a date ...) over spans of tokens, and patterns that make larger items of
 * smaller ones until nothing new comes. A language is a table of patterns; what a pattern means is code that all share.
 *
 * A pattern is words and kinds in order, each perhaps with `?` for "may be missing": `the? <ordinal> of? <month>`,
 * `klokken|kl <number>`.
 */
export type Item = {
  readonly [K in Kind]: { readonly kind: K; readonly from: number; readonly to: number; readonly value: Values[K] }
}[Kind]

/** The kinds a pattern named, in its order. */
export type Captured = { readonly [K in Kind]: readonly Values[K][] } & { readonly words: string }

type Element = { readonly kind: Kind | undefined; readonly words: readonly string[]; readonly optional: boolean }

export type Rule = {
  readonly pattern: readonly Element[]
  /** What the captured items mean together; `undefined` where they make no sense (an hour of 31). */
  readonly make: (captured: Captured, at: Situation) => { readonly kind: Kind; readonly value: Values[Kind] } | undefined
}

export const compilePattern = (pattern: string): readonly Element[] =>
  pattern.split(/\s+/u).map((word) => {
    const optional = word.endsWith('?')
    const bare = optional ? word.slice(0, -1) : word
    return bare.startsWith('<')
      ? { kind: bare.slice(1, -1) as Kind, words: [], optional }
      : { kind: undefined, words: bare.split('|'), optional }
  })

const EVERY_KIND: Readonly<Record<Kind, true>> = {
  number: true,
  ordinal: true,
  count: true,
  year: true,
  weekday: true,
  month: true,
  unit: true,
  week: true,
  date: true,
  clock: true,
  part: true,
  time: true,
  holiday: true,
}
const KINDS = Object.keys(EVERY_KIND)

const captured = (items: readonly Item[], words: string): Captured => {
  const values: Record<string, unknown> = { words }
  for (const kind of KINDS) values[kind] = items.filter((item) => item.kind === kind).map((item) => item.value)
  return values as Captured
}

/** Rules by what they may begin with, so that few are tried at each token. */
export type RuleIndex = { readonly byWord: ReadonlyMap<string, readonly Rule[]>; readonly byKind: ReadonlyMap<Kind, readonly Rule[]> }

export const indexRules = (rules: readonly Rule[]): RuleIndex => {
  const byWord = new Map<string, Rule[]>()
  const byKind = new Map<Kind, Rule[]>()
  const put = <K>(map: Map<K, Rule[]>, key: K, rule: Rule): void => {
    const list = map.get(key)
    if (list === undefined) map.set(key, [rule])
    else if (list.at(-1) !== rule) list.push(rule)
  }
  for (const rule of rules) {
    for (const element of rule.pattern) {
      for (const word of element.words) put(byWord, word, rule)
      if (element.kind !== undefined) put(byKind, element.kind, rule)
      if (!element.optional) break
    }
  }
  return { byWord, byKind }
}

/** Work is bounded whatever is said: no more items than this, no more rounds than that. */
const MOST_ITEMS = 1_500
const MOST_ROUNDS = 6

/** All items that `rules` make of `tokens` and the items given; the given ones among them. */
export const parseChart = (tokens: readonly Token[], given: readonly Item[], rules: RuleIndex, situation: Situation): readonly Item[] => {
  const items: Item[] = []
  const known = new Set<string>()
  const startingAt = new Map<number, Item[]>()
  const add = (item: Item): boolean => {
    const key = `${item.kind} ${item.from} ${item.to} ${JSON.stringify(item.value)}`
    if (known.has(key) || items.length >= MOST_ITEMS) return false
    known.add(key)
    items.push(item)
    startingAt.set(item.from, [...(startingAt.get(item.from) ?? []), item])
    return true
  }
  for (const item of given) add(item)

  const match = (rule: Rule, element: number, at: number, parts: readonly Item[], start: number, found: Item[]): void => {
    const wanted = rule.pattern[element]
    if (wanted === undefined) {
      if (at === start) return
      const words = tokens
        .slice(start, at)
        .map((token) => token.text)
        .join(' ')
      const made = rule.make(captured(parts, words), situation)
      if (made !== undefined) found.push({ ...made, from: start, to: at } as Item)
      return
    }
    if (wanted.optional) match(rule, element + 1, at, parts, start, found)
    if (wanted.kind === undefined) {
      if (wanted.words.includes(tokens[at]?.text ?? '')) match(rule, element + 1, at + 1, parts, start, found)
      return
    }
    for (const item of startingAt.get(at) ?? []) {
      if (item.kind === wanted.kind) match(rule, element + 1, item.to, [...parts, item], start, found)
    }
  }

  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const found: Item[] = []
    tokens.forEach((token, at) => {
      const kinds = new Set((startingAt.get(at) ?? []).map((item) => item.kind))
      const candidates = new Set(rules.byWord.get(token.text) ?? [])
      for (const kind of kinds) for (const rule of rules.byKind.get(kind) ?? []) candidates.add(rule)
      for (const rule of candidates) match(rule, 0, at, [], at, found)
    })
    let grown = false
    for (const item of found) grown = add(item) || grown
    if (!grown) break
  }
  return items
}

/**
 * The items that together tell most: none overlapping, as many tokens covered as possible, by as few items as possible,
 * later-made (larger) readings before earlier ones.
 */
export const bestCover = (items: readonly Item[], length: number): readonly Item[] => {
  type Cover = { readonly score: number; readonly items: readonly Item[] }
  const best: Cover[] = [{ score: 0, items: [] }]
  for (let end = 1; end <= length; end += 1) {
    let winner: Cover = best[end - 1] ?? { score: 0, items: [] }
    for (const item of items) {
      if (item.to !== end) continue
      const before = best[item.from]
      if (before === undefined) continue
      const score = before.score + (item.to - item.from) * 10 - 3
      if (score >= winner.score) winner = { score, items: [...before.items, item] }
    }
    best.push(winner)
  }
  return best[length]?.items ?? []
}
