import type { Language } from '#kernel/language.ts'
import { resolveDate } from '../date/resolve-date.ts'
import type { Clock } from '../moment/forms.ts'
import { momentForms } from '../moment/read-moment.ts'
import type { Situation } from '../moment/situation.ts'
import { readNumbers } from '../number/read-numbers.ts'
import type { Reading } from '../proposal.ts'
import { DAY_PARTS } from '../time/day-parts.ts'
import { possibleTimes } from '../time/resolve-time.ts'
import { isDenied, segments } from '../words/correction.ts'
import { findPhrase, phraseBook, type PhraseBook } from '../words/phrase.ts'
import { plainWords, type Token } from '../words/tokens.ts'
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
    const isDay = ordinal && readsOnAsDate(tokens[to]?.text ?? '')
    if ((ordinal || counted) && !isDay && value >= 1 && value <= options.length && !isDenied(tokens, from)) places.add(value - 1)
  }
  tokens.forEach((token, at) => {
    const letter = vocabulary.letters.indexOf(token.text)
    const alone = tokens.length === 1 || vocabulary.counting.includes(tokens[at - 1]?.text ?? '')
    if (letter >= 0 && letter < options.length && alone) places.add(letter)
  })
  return [...places]
}

const MONTH_BEGINNINGS = /^(?:jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)/u
const readsOnAsDate = (next: string): boolean => MONTH_BEGINNINGS.test(next)

const clockFits = (clock: Clock, time: string): boolean => possibleTimes(clock).includes(time)

/** Options that agree with everything said about day and time; `undefined` where nothing was said about either. */
const byMoment = (tokens: readonly Token[], options: readonly Option[], at: Situation): readonly number[] | undefined => {
  if (options.every((option) => option.date === undefined && option.time === undefined)) return undefined
  const forms = momentForms(tokens, { ...at, asked: { date: false, time: true } })
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

/** Options whose own words were said; one that covers more words stands before one that covers fewer. */
const byWords = (plain: string, options: readonly Option[]): readonly number[] => {
  const length = (index: number): number =>
    Math.max(
      0,
      ...(options[index]?.phrases ?? [])
        .map(plainWords)
        .map((phrase) => (phrase.trim() !== '' && plain.includes(phrase) ? phrase.length : 0)),
    )
  const lengths = indexes(options).map((index) => ({ index, length: length(index) }))
  const longest = Math.max(0, ...lengths.map((option) => option.length))
  return longest === 0 ? [] : lengths.filter((option) => option.length === longest).map((option) => option.index)
}

const momentOf = (option: Option | undefined): string => `${option?.date ?? ''} ${option?.time ?? ''}`

/** Index of the extreme option in time; by place where options are no times. */
const extreme = (options: readonly Option[], latest: boolean): number =>
  indexes(options).reduce((best, index) => (momentOf(options[index]) > momentOf(options[best]) === latest ? index : best), 0)

/**
 * Which of the offered options a caller takes: by place, by day or time, by its words. What fits two of them is `ask`; a day
 * or time that none of them has is `none`, as is turning all of them down.
 */
export const readChoice = (text: string, allTokens: readonly Token[], options: readonly Option[], at: Situation): Reading<number> => {
  if (options.length === 0) return { is: 'absent' }
  const last = segments(allTokens).at(-1)
  const tokens = last === undefined ? allTokens : allTokens.slice(last.from, last.to)
  const plain = plainWords(text)
  const words = plain.trim()
  const books = BOOKS[at.language]
  const decide = (fitting: readonly number[]): Reading<number> | undefined => {
    const [first, second] = fitting
    if (first === undefined) return undefined
    return second === undefined ? { is: 'found', value: first, confidence: 0.95, words } : { is: 'ask', words }
  }

  const named = byWords(plain, options)
  if (named.length > 0) return decide(named) ?? { is: 'absent' }
  const places = byPlace(tokens, options, at.language)
  const fitting = byMoment(tokens, options, at)
  if (fitting !== undefined && fitting.length > 0) {
    const agreed = places.length === 0 ? fitting : fitting.filter((index) => places.includes(index))
    return decide(agreed.length > 0 ? agreed : [...new Set([...fitting, ...places])]) ?? { is: 'ask', words }
  }
  const placed = decide(places)
  if (placed !== undefined) return placed
  if (findPhrase(books.none, plain) !== undefined) return { is: 'none', words }
  if (findPhrase(books.any, plain) !== undefined) return { is: 'any', words }
  if (fitting !== undefined) return { is: 'none', words }
  if (findPhrase(books.last, plain) !== undefined) return decide([options.length - 1]) ?? { is: 'absent' }
  if (options.length === 3 && findPhrase(books.middle, plain) !== undefined) return decide([1]) ?? { is: 'absent' }
  if (findPhrase(books.earliest, plain) !== undefined) return decide([extreme(options, false)]) ?? { is: 'absent' }
  if (findPhrase(books.latest, plain) !== undefined) return decide([extreme(options, true)]) ?? { is: 'absent' }
  // A bare number that is no hour among the options counts them: "two".
  const counts = readNumbers(tokens, at.language).filter(
    ({ value, from }) => value >= 1 && value <= options.length && !isDenied(tokens, from),
  )
  return decide([...new Set(counts.map(({ value }) => value - 1))]) ?? { is: 'absent' }
}
