import type { Instant } from '#kernel/instant.ts'
import { mannerOf } from '../manner.ts'
import { shownTimes } from '../offer.ts'
import type { DialogRules } from '../rules.ts'
import type { DialogState } from '../state.ts'
import { intakeFor } from '../intake.ts'
import { line, listed, playbookSentence, playbookText } from '../wording/catalog.ts'
import { checked, type CheckedValue } from '../wording/sentence.ts'
import { localDate, sayOnDay, sayTime } from '../wording/say-value.ts'
import { ordinalWords } from '../wording/spoken-options.ts'
import { engineOption, forLabel, paged } from './option.ts'
import type { Option, Question } from './question.ts'

/** The questions that lead to a time: what for, which day, which of these. */
export const bookingQuestion = (rules: DialogRules, state: DialogState, about: 'service' | 'day' | 'date' | 'time'): Question => {
  switch (about) {
    case 'service':
      return serviceQuestion(rules, state)
    case 'day':
      return dayQuestion(rules, state)
    case 'date':
      return dateQuestion(rules, state)
    case 'time':
      return timeQuestion(rules, state)
  }
}

const serviceQuestion = (rules: DialogRules, state: DialogState): Question => {
  const { language } = state
  const { services, fallbackLanguage } = rules.playbook
  const own = intakeFor(rules, state, 'service')
  return {
    about: 'service',
    ask: own === undefined ? line(language, 'serviceAsk') : playbookSentence(own.ask, language, fallbackLanguage),
    options: paged(state, services, (service, key): Option => {
      const name = playbookText(service.name, language, fallbackLanguage)
      return {
        key,
        id: `service:${service.id}`,
        label: forLabel(language, checked(name, 'playbook')),
        words: [name.toLowerCase(), ...(service.phrases[language] ?? []).map((phrase) => phrase.toLowerCase())],
      }
    }),
    forms: [],
    pace: 'default',
    patience: 8,
  }
}

const dayQuestion = (rules: DialogRules, state: DialogState): Question => {
  const own = intakeFor(rules, state, 'day')
  return {
    about: 'day',
    ask: own === undefined ? line(state.language, 'dayAsk') : playbookSentence(own.ask, state.language, rules.playbook.fallbackLanguage),
    options: [
      engineOption(state, '1', 'soonest', 'forSoonest'),
      engineOption(state, '2', 'next-week', 'forNextWeek'),
      engineOption(state, '3', 'date', 'forDate'),
    ],
    forms: [{ kind: 'date' }, { kind: 'time' }],
    pace: 'default',
    patience: 8,
  }
}

const dateQuestion = (rules: DialogRules, state: DialogState): Question => ({
  about: 'date',
  ask: line(state.language, rules.playbook.identity.country === 'US' ? 'dateAskMonthFirst' : 'dateAsk'),
  options: [],
  forms: [{ kind: 'date' }],
  entry: { minimum: 4, maximum: 4 },
  pace: 'number',
  patience: 10,
})

/** A value that begins a sentence. */
const capitalised = ({ text, source }: CheckedValue): CheckedValue => checked(text.charAt(0).toUpperCase() + text.slice(1), source)

/** "On Thursday 3 December I have 9 am, 9:30 am or 1 pm." One day is said once for all its times. */
const timeQuestion = (rules: DialogRules, state: DialogState): Question => {
  const { language } = state
  const zone = rules.playbook.identity.timeZone
  const manner = mannerOf(rules, state)
  const times = shownTimes(state.offer ?? [])
  const first = times[0]
  const oneDay = new Set(times.map(({ start }) => localDate(start, zone))).size <= 1
  const at = language === 'da' ? '' : 'at '
  const full = ({ start }: { readonly start: Instant }): CheckedValue =>
    checked(`${sayOnDay(start, manner).text} ${at}${sayTime(start, manner).text}`, 'calendar')
  const spoken = oneDay
    ? listed(
        language,
        times.map(({ start }) => sayTime(start, manner)),
        'or',
      )
    : listed(language, times.map(full), 'or')
  return {
    about: 'time',
    ask:
      oneDay && first !== undefined
        ? line(language, 'timeAskDay', { day: capitalised(sayOnDay(first.start, manner)), times: spoken })
        : line(language, 'timeAsk', { times: spoken }),
    askWithKeys:
      oneDay && first !== undefined
        ? line(language, 'timeAskKeys', { day: sayOnDay(first.start, manner) })
        : line(language, 'timeAskKeysDays'),
    options: [
      ...times.map((time, index): Option => ({
        key: String(index + 1),
        id: `time:${index}`,
        label: forLabel(language, oneDay ? sayTime(time.start, manner) : full(time)),
        words: ordinalWords(language, index),
        start: time.start,
      })),
      engineOption(state, '4', 'later', 'forLater'),
      ...(state.timePages.length > 1 ? [engineOption(state, '5', 'earlier', 'forEarlier')] : []),
      engineOption(state, '6', 'other-day', 'forAnotherDay'),
    ],
    forms: [{ kind: 'date' }, { kind: 'time' }],
    pace: 'default',
    patience: 9,
  }
}
