import { Temporal } from 'temporal-polyfill'
import type { Language } from '#kernel/language.ts'
import { DANISH_DATES } from '../date/da.ts'
import { ENGLISH_DATES } from '../date/en.ts'
import { DATE_MEANINGS, type DateMeaning } from '../date/meanings.ts'
import type { DateVocabulary } from '../date/vocabulary.ts'
import { DANISH_NUMBERS } from '../number/da.ts'
import { readNumbers } from '../number/read-numbers.ts'
import { DANISH_TIMES } from '../time/da.ts'
import { ENGLISH_TIMES } from '../time/en.ts'
import { TIME_MEANINGS, type TimeMeaning } from '../time/meanings.ts'
import type { TimeVocabulary } from '../time/vocabulary.ts'
import type { Token } from '../words/tokens.ts'
import { compilePattern, indexRules, type Item, parseChart, type Rule, type RuleIndex } from './chart.ts'
import type { DateForm, DayPart, Unit } from './forms.ts'
import type { Situation } from './situation.ts'

export const DATES: Readonly<Record<Language, DateVocabulary>> = { en: ENGLISH_DATES, da: DANISH_DATES }
const TIMES: Readonly<Record<Language, TimeVocabulary>> = { en: ENGLISH_TIMES, da: DANISH_TIMES }

/** Words that say nothing about when, and marks that only part sentences. */
const IGNORED = new Set([
  'øh',
  'øhm',
  'æh',
  'um',
  'uh',
  'erm',
  'hmm',
  'please',
  'altså',
  'lige',
  'gerne',
  'måske',
  'maybe',
  'perhaps',
  'well',
  ',',
])

const isDigits = (token: Token | undefined): boolean => token !== undefined && /^[0-9]+$/u.test(token.text)

/** "tretiden": Danish joins the hour and "tiden", which means about that hour. */
const splitHour = (token: Token): readonly Token[] => {
  const hour = /^(\p{L}+)tiden$/u.exec(token.text)?.[1]
  if (hour === undefined || !DANISH_NUMBERS.cardinals.has(hour)) return [token]
  const middle = token.start + hour.length
  return [
    { ...token, text: hour, end: middle },
    { text: 'tiden', start: middle, end: token.end, glued: true },
  ]
}

/** The tokens a moment may be made of: words, digits, and the marks that stand between or behind digits. */
export const momentTokens = (tokens: readonly Token[]): readonly Token[] =>
  tokens.flatMap(splitHour).filter((token, index, all) => {
    if (/^[\p{L}0-9]/u.test(token.text)) return !IGNORED.has(token.text) || (token.text === 'lige' && all[index + 1]?.text === 'nu')
    if (token.text === '.') return token.glued && isDigits(all[index - 1])
    return ':/-'.includes(token.text) && (isDigits(all[index - 1]) || isDigits(all[index + 1]))
      ? true
      : token.text === "'" && isDigits(all[index + 1])
  })

const words = (
  kind: 'weekday' | 'month',
  lists: readonly (readonly string[])[],
): ReadonlyMap<string, { kind: typeof kind; value: number }> =>
  new Map(lists.flatMap((list, index) => list.map((word) => [word, { kind, value: index + 1 }] as const)))

type Lexicon = ReadonlyMap<string, { readonly kind: 'weekday' | 'month' | 'unit'; readonly value: number | Unit }>

const lexicon = (vocabulary: DateVocabulary): Lexicon =>
  new Map<string, { readonly kind: 'weekday' | 'month' | 'unit'; readonly value: number | Unit }>([
    ...words('weekday', vocabulary.weekdays),
    ...words('month', vocabulary.months),
    ...(Object.entries(vocabulary.units) as [Unit, readonly string[]][]).flatMap(([unit, list]) =>
      list.map((word) => [word, { kind: 'unit' as const, value: unit }] as const),
    ),
  ])

/** Easter Sunday of a year (the anonymous Gregorian computus, as printed by Meeus, Astronomical Algorithms, chapter 8). */
const easter = (year: number): Temporal.PlainDate => {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  return Temporal.PlainDate.from({ year, month: Math.floor(n / 31), day: (n % 31) + 1 })
}

const holidayForm = (on: DateVocabulary['holidays'][number][1], at: Situation): DateForm => {
  if ('month' in on) return { is: 'parts', month: on.month, day: on.day }
  const thisYear = easter(at.today.year).add({ days: on.easter })
  const day = Temporal.PlainDate.compare(thisYear, at.today) < 0 ? easter(at.today.year + 1).add({ days: on.easter }) : thisYear
  return { is: 'days', from: day.toString(), to: day.toString() }
}

const rulesOf = (language: Language): RuleIndex => {
  const dates = DATES[language]
  const times = TIMES[language]
  const rules: Rule[] = []
  for (const [name, patterns] of Object.entries(dates.patterns) as [DateMeaning, readonly string[]][]) {
    for (const pattern of patterns.map(compilePattern)) rules.push({ pattern, make: DATE_MEANINGS[name] })
  }
  for (const [name, patterns] of Object.entries(times.patterns) as [TimeMeaning, readonly string[]][]) {
    for (const pattern of patterns.map(compilePattern)) rules.push({ pattern, make: TIME_MEANINGS[name] })
  }
  for (const [part, patterns] of Object.entries(times.parts) as [DayPart, readonly string[]][]) {
    for (const pattern of patterns.map(compilePattern)) rules.push({ pattern, make: () => ({ kind: 'part', value: part }) })
  }
  for (const [pattern, on] of dates.holidays) {
    rules.push({ pattern: compilePattern(pattern), make: (_captured, at) => ({ kind: 'holiday', value: holidayForm(on, at) }) })
  }
  for (const [pattern, count] of dates.counts) {
    rules.push({ pattern: compilePattern(pattern), make: () => ({ kind: 'count', value: count }) })
  }
  return indexRules(rules)
}

const RULES: Readonly<Record<Language, RuleIndex>> = { en: rulesOf('en'), da: rulesOf('da') }
const LEXICONS: Readonly<Record<Language, Lexicon>> = { en: lexicon(ENGLISH_DATES), da: lexicon(DANISH_DATES) }

/** A doubtful word ("may", "søn") counts only as all that was said, beside a number, or behind a word that goes with dates. */
const isMeant = (tokens: readonly Token[], index: number, items: readonly Item[], vocabulary: DateVocabulary): boolean => {
  if (!vocabulary.doubtful.words.includes(tokens[index]?.text ?? '')) return true
  const besideNumber = items.some(
    (item) => (item.kind === 'number' || item.kind === 'ordinal') && (item.to === index || item.from === index + 1),
  )
  return tokens.length === 1 || besideNumber || vocabulary.doubtful.after.includes(tokens[index - 1]?.text ?? '')
}

/** Everything about days and times that can be made of the tokens in one language. */
export const momentChart = (tokens: readonly Token[], at: Situation): readonly Item[] => {
  const given: Item[] = readNumbers(tokens, at.language).map(({ from, to, value, ordinal }) => ({
    kind: ordinal ? 'ordinal' : 'number',
    from,
    to,
    value,
  }))
  tokens.forEach((token, index) => {
    const word = LEXICONS[at.language].get(token.text)
    if (word !== undefined && isMeant(tokens, index, given, DATES[at.language])) given.push({ ...word, from: index, to: index + 1 } as Item)
  })
  return parseChart(tokens, given, RULES[at.language], at)
}
