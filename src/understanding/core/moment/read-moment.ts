import { Temporal } from 'temporal-polyfill'
import { resolveDate } from '../date/resolve-date.ts'
import type { DateSpan, Reading, TimeSpan } from '../proposal.ts'
import { resolveTime } from '../time/resolve-time.ts'
import { isDenied, segments } from '../words/correction.ts'
import { findPhrase, phraseBook } from '../words/phrase.ts'
import { plainWords, type Token } from '../words/tokens.ts'
import { bestCover, type Item } from './chart.ts'
import type { Clock, DateForm, DayPart, TimeForm } from './forms.ts'
import { DATES, momentChart, momentTokens } from './moment-chart.ts'
import type { Situation } from './situation.ts'

/** A turn of more words than this is no answer to "when": the head of it is read. */
const MOST_TOKENS = 80

const ANY = { en: phraseBook(DATES.en.any), da: phraseBook(DATES.da.any) }
const NONE = { en: phraseBook(DATES.en.none), da: phraseBook(DATES.da.none) }

export type MomentForms = {
  readonly dates: readonly { readonly form: DateForm; readonly words: string }[]
  readonly times: readonly { readonly form: TimeForm; readonly words: string }[]
  readonly part: DayPart | undefined
  /** Forms before the last correction, which may lend the month or the half of the day. */
  readonly corrected: { readonly date: DateForm | undefined; readonly time: TimeForm | undefined }
}

const numberAsClock = (value: number): Clock | undefined =>
  value > 24 ? undefined : { hour: value % 24, minute: 0, as: value > 12 || value === 0 ? 'said' : 'bare' }

/** What the question makes of a bare number: "three" is a time, "24" a day, if that is what was asked for. */
const askedFor = (item: Item, at: Situation): Item | undefined => {
  if (item.kind === 'clock') return { ...item, kind: 'time', value: { is: 'at', clock: item.value, around: false } }
  if (item.kind !== 'number') return undefined
  if (at.asked.time) {
    const clock = numberAsClock(item.value)
    const value: TimeForm = clock === undefined ? { is: 'ask' } : { is: 'at', clock, around: false }
    return { ...item, kind: 'time', value }
  }
  if (!at.asked.date) return undefined
  const value: DateForm = item.value >= 1 && item.value <= 31 ? { is: 'parts', day: item.value } : { is: 'ask' }
  return { ...item, kind: 'date', value }
}

/** Articles that are also the number one: no time and no day, unless little else is said. */
const ARTICLES = new Set(['a', 'an', 'en', 'et', 'een', 'one', 'o', 'oh'])

const isArticle = (tokens: readonly Token[], item: Item): boolean =>
  item.to - item.from === 1 && ARTICLES.has(tokens[item.from]?.text ?? '') && tokens.length > 2

const spanOf = (item: Item): string => `${item.from} ${item.to}`

/** Words behind a bare number that leave it one: anything else ("two weeks", "1 adult") makes it a count of something. */
const MAY_FOLLOW = new Set(
  [
    'please thanks then is would works fine good for or if on in at and to i would be ok okay the so today tomorrow',
    'tak så er ville passer fint godt for eller hvis på om og til ville være ok okay den i nok vil går',
  ].flatMap((words) => words.split(' ')),
)

/** Words before a number that make it no time and no day: "last two", "næste tre". */
const MAY_NOT_PRECEDE = new Set(
  'last past next upcoming previous within after before room age sidste seneste næste inden indenfor'.split(' '),
)

const standsAlone = (tokens: readonly Token[], item: Item, cover: readonly Item[]): boolean => {
  const behind = tokens[item.to]?.text
  const before = tokens[item.from - 1]?.text ?? ''
  const covered = cover.some((other) => other.from === item.to)
  return !MAY_NOT_PRECEDE.has(before) && (behind === undefined || covered || MAY_FOLLOW.has(behind) || !/^\p{L}/u.test(behind))
}

const said = (tokens: readonly Token[], item: Item): string =>
  tokens
    .slice(item.from, item.to)
    .map((token) => token.text)
    .join(' ')

/** What the turn says about when, before it is resolved: forms in its last segment that has any. */
export const momentForms = (allTokens: readonly Token[], at: Situation): MomentForms => {
  const tokens = momentTokens(allTokens).slice(0, MOST_TOKENS)
  const items = momentChart(tokens, at)
  const parts = items.filter((item) => item.kind === 'part')
  const partSpans = new Set(parts.map(spanOf))
  const candidates = items.filter((item) => (item.kind === 'date' || item.kind === 'time') && !isDenied(tokens, item.from))
  const cover = bestCover(candidates, tokens.length)
  const dateSpans = new Set(cover.filter((item) => item.kind === 'date').map(spanOf))
  const stretches = segments(tokens)
  const within = (segment: { from: number; to: number }, list: readonly Item[]): readonly Item[] =>
    list.filter((item) => item.from >= segment.from && item.to <= segment.to)

  const of = (kind: 'date' | 'time'): readonly (readonly Item[])[] => {
    const bare = items
      .filter((item) => !isDenied(tokens, item.from) && !isArticle(tokens, item))
      .flatMap((item) => askedFor(item, at) ?? [])
    const free = bare.filter(
      (item) => cover.every((taken) => item.to <= taken.from || item.from >= taken.to) && standsAlone(tokens, item, [...cover, ...bare]),
    )
    return stretches.map((segment) => {
      const covered = within(segment, cover).filter((item) => item.kind === kind)
      if (covered.length > 0) return covered
      // "tonight", "i aften" are a day and a part of it in the same words: whichever the cover did not take.
      const twins = within(segment, candidates).filter(
        (item) => item.kind === kind && (kind === 'date' ? partSpans : dateSpans).has(spanOf(item)),
      )
      if (twins.length > 0) return bestCover(twins, tokens.length)
      return bestCover(
        within(segment, free).filter((item) => item.kind === kind),
        tokens.length,
      )
    })
  }
  const dates = of('date').filter((list) => list.length > 0)
  const times = of('time').filter((list) => list.length > 0)
  const dateItems = (dates.at(-1) ?? []).filter((item) => item.kind === 'date')
  const timeItems = (times.at(-1) ?? []).filter((item) => item.kind === 'time')
  const part = timeItems.find((item) => item.value.is === 'part')
  const earlierDate = dates.at(-2)?.at(-1)
  const earlierTime = times.at(-2)?.at(-1)
  return {
    dates: dateItems.map((item) => ({ form: item.value, words: said(tokens, item) })),
    times: timeItems.map((item) => ({ form: item.value, words: said(tokens, item) })),
    part: part?.value.is === 'part' ? part.value.part : undefined,
    corrected: {
      date: earlierDate?.kind === 'date' ? earlierDate.value : undefined,
      time: earlierTime?.kind === 'time' ? earlierTime.value : undefined,
    },
  }
}

/** "The 14th of January, no, the 15th": the month said before the correction still holds. */
const lendMonth = (form: DateForm, corrected: DateForm | undefined): DateForm =>
  form.is === 'parts' && form.month === undefined && corrected?.is === 'parts' && corrected.month !== undefined
    ? { ...form, month: corrected.month, ...(corrected.year === undefined ? {} : { year: corrected.year }) }
    : form

/** Two things said about one day: the day in both, or `undefined` when they disagree. */
const both = (a: DateSpan, b: DateSpan, aForm: DateForm, bForm: DateForm): DateSpan | undefined => {
  const [weekday, span] = aForm.is === 'weekday' ? [aForm.weekday, b] : bForm.is === 'weekday' ? [bForm.weekday, a] : [undefined, undefined]
  if (weekday !== undefined && span.from !== span.to) {
    const from = Temporal.PlainDate.from(span.from)
    const day = from.add({ days: (weekday - from.dayOfWeek + 7) % 7 }).toString()
    return day <= span.to ? { from: day, to: day } : undefined
  }
  const from = a.from > b.from ? a.from : b.from
  const to = a.to < b.to ? a.to : b.to
  return from <= to ? { from, to } : undefined
}

const readDates = (forms: MomentForms, at: Situation): Reading<DateSpan> => {
  const words = forms.dates.map((date) => date.words).join(' ')
  let found: { readonly span: DateSpan; readonly form: DateForm } | undefined
  for (const { form: saidForm } of forms.dates) {
    const form = lendMonth(saidForm, forms.corrected.date)
    const span = resolveDate(form, at)
    if (span === undefined) return { is: 'ask', words }
    const merged = found === undefined ? span : both(found.span, span, found.form, form)
    if (merged === undefined) return { is: 'ask', words }
    found = { span: merged, form }
  }
  return found === undefined ? { is: 'absent' } : { is: 'found', value: found.span, confidence: 0.95, words }
}

const mergeTimes = (a: TimeSpan, b: TimeSpan): TimeSpan | undefined => {
  if (a.from === b.from && a.to === b.to) return { ...a, around: a.around && b.around }
  if (a.to === undefined && b.from === undefined && (a.from ?? '') < (b.to ?? '')) return { from: a.from, to: b.to, around: false }
  if (b.to === undefined && a.from === undefined && (b.from ?? '') < (a.to ?? '')) return { from: b.from, to: a.to, around: false }
  return undefined
}

const readTimes = (forms: MomentForms, at: Situation): Reading<TimeSpan> => {
  const words = forms.times.map((time) => time.words).join(' ')
  const exact = forms.times.filter((time) => time.form.is !== 'part')
  const earlier = forms.corrected.time
  const part = forms.part ?? (earlier?.is === 'part' ? earlier.part : undefined)
  let found: TimeSpan | undefined
  for (const { form } of exact.length > 0 ? exact : forms.times) {
    const span = resolveTime(form, exact.length > 0 ? part : undefined, at)
    const merged = span === undefined || found === undefined ? span : mergeTimes(found, span)
    if (merged === undefined) return { is: 'ask', words }
    found = merged
  }
  return found === undefined ? { is: 'absent' } : { is: 'found', value: found, confidence: 0.95, words }
}

/** Days and times said in a turn. "Any day", "whenever" and "I don't know" count where nothing more exact was said. */
export const readMoment = (
  text: string,
  tokens: readonly Token[],
  at: Situation,
): { readonly date: Reading<DateSpan>; readonly time: Reading<TimeSpan>; readonly forms: MomentForms } => {
  const forms = momentForms(tokens, at)
  const date = readDates(forms, at)
  const time = readTimes(forms, at)
  const plain = plainWords(text)
  const any = findPhrase(ANY[at.language], plain)
  const none = findPhrase(NONE[at.language], plain)
  const otherwise = <T>(reading: Reading<T>, asked: boolean): Reading<T> => {
    if (reading.is !== 'absent') return reading
    if (any !== undefined) return { is: 'any', words: any.words }
    return none !== undefined && asked ? { is: 'none', words: none.words } : reading
  }
  return { date: otherwise(date, at.asked.date), time: otherwise(time, at.asked.time), forms }
}
