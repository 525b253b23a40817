import type { Language } from '#kernel/language.ts'
import { resolveDate } from '../date/resolve-date.ts'
import type { Clock } from '../moment/forms.ts'
import { type MomentForms, momentForms } from '../moment/read-moment.ts'
import type { Situation } from '../moment/situation.ts'
import { readNumbers } from '../number/read-numbers.ts'
import type { Reading } from '../proposal.ts'
import { DAY_PARTS } from '../time/day-parts.ts'
import { possibleTimes } from '../time/resolve-time.ts'
import { isDenied, segments } from '../words/correction.ts'
import { findPhrase, phraseBook, type PhraseBook } from '../words/phrase.ts'
import { isWord, plainWords, type Token } from '../words/tokens.ts'
import { readYesNo } from '../yes-no/read-yes-no.ts'
import { DANISH_CHOICES } from './da.ts'
import { ENGLISH_CHOICES } from './en.ts'
import type { ChoiceVocabulary } from './vocabulary.ts'

/** What was offered, in the order in which it was said: a time in the business's zone, words, or both. */
export type Option = { readonly date: string | undefined; readonly time: string | undefined; readonly phrases: readonly string[] }

type Books = { readonly [K in 'last' | 'middle' | 'earliest' | 'latest' | 'any' | 'none']: PhraseBook }

const booksOf = (vocabulary: ChoiceVocabulary): Books => ({
  last: phraseBook(vocabulary.last),
  middle: phraseBook(vocabulary.middle),
  earliest: phraseBook(vocabulary.earliest),
  latest: phraseBook(vocabulary.latest),
  any: phraseBook(vocabulary.any),
  none: phraseBook(vocabulary.none),
})

const VOCABULARIES: Readonly<Record<Language, ChoiceVocabulary>> = { en: ENGLISH_CHOICES, da: DANISH_CHOICES }
const BOOKS: Readonly<Record<Language, Books>> = { en: booksOf(ENGLISH_CHOICES), da: booksOf(DANISH_CHOICES) }

const indexes = (options: readonly Option[]): readonly number[] => options.map((_option, index) => index)

/** "The second one", "number two", "b": places in the list that were named by count, denied ones left out. */
const byPlace = (tokens: readonly Token[], options: readonly Option[], language: Language): readonly number[] => {
  const vocabulary = VOCABULARIES[language]
  const places = new Set<number>()
  for (const { from, to, value, ordinal } of readNumbers(tokens, language)) {
    const counted = vocabulary.counting.includes(tokens[from - 1]?.text ?? '')
    // "den 2. december", "the third at nine": an ordinal with more date behind it is a day of the month.
    const behind = tokens[to]?.text ?? ''
    const isDay = ordinal && readsOnAsDate(['of', 'i', 'in'].includes(behind) ? (tokens[to + 1]?.text ?? '') : behind)
    // "En anden tid" is another one, "den anden" the second.
    const isOther = ANOTHER.has(tokens[from - 1]?.text ?? '')
    if ((ordinal || counted) && !isDay && !isOther && value >= 1 && value <= options.length && !isDenied(tokens, from))
      places.add(value - 1)
  }
  tokens.forEach((token, at) => {
    const letter = vocabulary.letters.indexOf(token.text)
    const alone = tokens.length === 1 || vocabulary.counting.includes(tokens[at - 1]?.text ?? '')
    if (letter >= 0 && letter < options.length && alone) places.add(letter)
  })
  return [...places]
}

const ANOTHER: ReadonlySet<string> = new Set(['en', 'et', 'noget', 'nogen', 'nogle', 'ingen'])

const MONTH_BEGINNINGS = /^(?:jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)/u
const readsOnAsDate = (next: string): boolean => MONTH_BEGINNINGS.test(next)

const clockFits = (clock: Clock, time: string): boolean => possibleTimes(clock).includes(time)

/** Options that agree with everything said about day and time; `undefined` where nothing was said about either. */
const byMoment = (forms: MomentForms, options: readonly Option[], at: Situation): readonly number[] | undefined => {
  if (forms.dates.length === 0 && forms.times.length === 0) return undefined
  return indexes(options).filter((index) => {
    const { date, time } = options[index] ?? { date: undefined, time: undefined }
    const dateFits = forms.dates.every(({ form }) => {
      if (date === undefined) return false
      if (form.is === 'ask') return true
      if (form.is === 'weekday') return dayOfWeek(date) === form.weekday
      const span = resolveDate(form, at)
      return span !== undefined && span.from <= date && date <= span.to
    })
    const timeFits = forms.times.every(({ form }) => {
      if (time === undefined) return false
      switch (form.is) {
        case 'at':
          // A bare "nine" picks the option at 9:30 too, if no other begins within that hour.
          return clockFits(form.clock, time) || (form.clock.minute === 0 && isHourOf(form.clock, time) && noneExactly(form.clock, options))
        case 'part':
          return DAY_PARTS[form.part].from <= time && time < DAY_PARTS[form.part].to
        case 'between': {
          const from = form.from === undefined ? ['00:00'] : possibleTimes(form.from)
          const to = form.to === undefined ? ['24:00'] : possibleTimes(form.to)
          return from.some((start) => to.some((end) => start <= time && time <= end && start < end))
        }
        case 'in':
        case 'ask':
          return false
      }
    })
    return dateFits && timeFits
  })
}

const isHourOf = (clock: Clock, time: string): boolean => possibleTimes(clock).some((possible) => possible.slice(0, 2) === time.slice(0, 2))
const noneExactly = (clock: Clock, options: readonly Option[]): boolean =>
  options.every((option) => option.time === undefined || !clockFits(clock, option.time))

/** Day of the week of an ISO date, Monday 1 (Sakamoto's method). */
const dayOfWeek = (date: string): number => {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const y = month < 3 ? year - 1 : year
  const shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] ?? 0
  return ((y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + shift + day + 6) % 7) + 1
}

/**
 * Options whose own words were said; one that covers more words stands before one that covers fewer. Words that lie inside a
 * longer day or time do not count ("Thursday next week" is not "next week"), nor a word lost in a long turn.
 */
const byWords = (plain: string, options: readonly Option[], moments: readonly string[]): readonly number[] => {
  const covers = (phrase: string): number => {
    const words = plainWords(phrase)
    if (words.trim() === '' || !plain.includes(words)) return 0
    const insideMoment = moments.some((moment) => ` ${moment} `.includes(words) && moment.length + 2 > words.length)
    return insideMoment || words.length * 4 < plain.length ? 0 : words.length
  }
  const lengths = indexes(options).map((index) => ({ index, length: Math.max(0, ...(options[index]?.phrases ?? []).map(covers)) }))
  const longest = Math.max(0, ...lengths.map((option) => option.length))
  return longest === 0 ? [] : lengths.filter((option) => option.length === longest).map((option) => option.index)
}

const YES_OR_NO: ReadonlySet<string> = new Set(['yes', 'no', 'ja', 'nej'])

/** The answers to a yes-or-no question: which of the options says what was said. */
const byYesNo = (text: string, options: readonly Option[], at: Situation): Reading<number> | undefined => {
  if (options.length === 0 || !options.every(({ phrases }) => phrases.some((phrase) => YES_OR_NO.has(phrase)))) return undefined
  const said = readYesNo(text, at.language)
  if (said.is !== 'found') return said.is === 'ask' ? said : { is: 'absent' }
  const wanted = said.value === 'yes' ? ['yes', 'ja'] : ['no', 'nej']
  const value = options.findIndex(({ phrases }) => phrases.some((phrase) => wanted.includes(phrase)))
  return value < 0 ? { is: 'absent' } : { ...said, value }
}

const momentOf = (option: Option | undefined): string => `${option?.date ?? ''} ${option?.time ?? ''}`

/** Index of the extreme option in time; by place where options are no times. */
const extreme = (options: readonly Option[], latest: boolean): number =>
  indexes(options).reduce((best, index) => (momentOf(options[index]) > momentOf(options[best]) === latest ? index : best), 0)

/**
 * Which of the offered options a caller takes: by place, by day or time, by its words. What fits two of them is `ask`; a day
 * or time that none of them has is `none`, as is turning all of them down. Places ("the second one") count the offered times
 * where there are any, not what is offered beside them ("later", "another day").
 */
export const readChoice = (text: string, allTokens: readonly Token[], options: readonly Option[], at: Situation): Reading<number> => {
  if (options.length === 0) return { is: 'absent' }
  const yesNo = byYesNo(text, options, at)
  if (yesNo !== undefined) return yesNo
  const last = segments(allTokens).at(-1)
  const tokens = last === undefined ? allTokens : allTokens.slice(last.from, last.to)
  const plain = plainWords(text)
  const words = plain.trim()
  const books = BOOKS[at.language]
  const offersTimes = options.some(({ time }) => time !== undefined)
  const counted = offersTimes ? indexes(options).filter((index) => options[index]?.time !== undefined) : indexes(options)
  const ordered = counted.flatMap((index) => options[index] ?? [])
  const decide = (fitting: readonly number[]): Reading<number> | undefined => {
    const [first, second] = fitting
    if (first === undefined) return undefined
    return second === undefined ? { is: 'found', value: first, confidence: 0.95, words } : { is: 'ask', words }
  }
  const decidePlace = (places: readonly number[]): Reading<number> | undefined => decide(places.flatMap((place) => counted[place] ?? []))

  const forms = momentForms(tokens, { ...at, asked: { date: false, time: offersTimes } })
  const besides = options.map((option) => (option.time === undefined ? option : { ...option, phrases: [] }))
  const named = byWords(
    plain,
    offersTimes ? besides : options,
    [...forms.dates, ...forms.times].map((form) => form.words),
  )
  if (named.length > 0) return decide(named) ?? { is: 'absent' }
  const places = byPlace(tokens, ordered, at.language)
  const fitting = offersTimes ? byMoment(forms, ordered, at) : undefined
  if (fitting !== undefined && fitting.length > 1) {
    // "The later one on Thursday": of those that fit, the first or the last in time.
    const fittingInTime = fitting.toSorted((a, b) => (momentOf(ordered[a]) < momentOf(ordered[b]) ? -1 : 1))
    const end = findPhrase(books.latest, plain) ? fittingInTime.at(-1) : findPhrase(books.earliest, plain) ? fittingInTime[0] : undefined
    if (end !== undefined) return decidePlace([end]) ?? { is: 'absent' }
  }
  if (fitting !== undefined && fitting.length > 0) {
    const bare = barePlaces(tokens, ordered, at.language)
    const claims = places.length > 0 ? places : bare
    const agreed = claims.length === 0 ? fitting : fitting.filter((index) => claims.includes(index))
    return decidePlace(agreed.length > 0 ? agreed : [...new Set([...fitting, ...claims])]) ?? { is: 'ask', words }
  }
  const placed = decidePlace(places)
  if (placed !== undefined) return placed
  if (findPhrase(books.none, plain) !== undefined) return { is: 'none', words }
  if (findPhrase(books.any, plain) !== undefined) return { is: 'any', words }
  const bare = decidePlace(barePlaces(tokens, ordered, at.language))
  if (bare !== undefined) return bare
  if (fitting !== undefined) return { is: 'none', words }
  if (findPhrase(books.last, plain) !== undefined) return decidePlace([ordered.length - 1]) ?? { is: 'absent' }
  if (ordered.length === 3 && findPhrase(books.middle, plain) !== undefined) return decidePlace([1]) ?? { is: 'absent' }
  if (findPhrase(books.earliest, plain) !== undefined) return decidePlace([extreme(ordered, false)]) ?? { is: 'absent' }
  if (findPhrase(books.latest, plain) !== undefined) return decidePlace([extreme(ordered, true)]) ?? { is: 'absent' }
  const agreed = ordered.length === 1 ? readYesNo(text, at.language) : undefined
  return agreed?.is === 'found' && agreed.value === 'yes' ? (decidePlace([0]) ?? { is: 'absent' }) : { is: 'absent' }
}

const POLITE: ReadonlySet<string> = new Set(['please', 'thanks', 'yes', 'tak', 'ja', 'ok', 'okay'])

/** A number that is all that was said counts the options: "two". */
const barePlaces = (tokens: readonly Token[], options: readonly Option[], language: Language): readonly number[] => {
  const said = tokens.filter((token) => isWord(token) && !POLITE.has(token.text))
  const numbers = readNumbers(tokens, language).filter(({ value, from, to, ordinal }) => {
    const inRange = value >= 1 && value <= options.length
    return inRange && !ordinal && !isDenied(tokens, from) && said.length === to - from
  })
  return [...new Set(numbers.map(({ value }) => value - 1))]
}
