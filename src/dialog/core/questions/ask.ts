import type { Instant } from '#kernel/instant.ts'
import { isSpoken } from '../manner.ts'
import type { Expectation, ExpectedForm } from '../protocol.ts'
import type { DialogRules } from '../rules.ts'
import type { DialogState } from '../state.ts'
import { keyList, line } from '../wording/catalog.ts'
import { type Sentence, together } from '../wording/sentence.ts'
import { bookingQuestion } from './booking-questions.ts'
import { intakeQuestion } from './intake-questions.ts'
import { menuQuestion, moreQuestion, topicQuestion } from './menu-questions.ts'
import { personalQuestion } from './personal-questions.ts'
import { PERSON_KEY, type Question, REPEAT_KEY } from './question.ts'
import { changeQuestion, confirmQuestion } from './read-back.ts'

/** The question `about` as it stands now. Both asking and reading the answer go through here, so the keys are the same. */
export const questionOf = (rules: DialogRules, state: DialogState, about: string, now: Instant): Question => {
  switch (about) {
    case 'more':
    case 'emergency':
    case 'answered':
    case 'spam':
      return moreQuestion(rules, state, about)
    case 'topic':
      return topicQuestion(rules, state, now)
    case 'service':
    case 'day':
    case 'date':
    case 'time':
      return bookingQuestion(rules, state, about)
    case 'name':
    case 'number':
    case 'number-right':
    case 'matter':
    case 'urgent':
      return personalQuestion(rules, state, about)
    case 'confirm':
      return confirmQuestion(rules, state)
    case 'change':
      return changeQuestion(rules, state)
    default:
      return intakeQuestion(rules, state, about) ?? menuQuestion(rules, state)
  }
}

/**
 * The words a question is asked with. Keys are read out where speech is not freely understood, and to everybody who was not
 * understood or not heard; the help grows with each time.
 */
export const wordsOf = (state: DialogState, question: Question, help?: 'misunderstood' | 'silent'): Sentence => {
  const { language } = state
  const opening =
    help === 'silent'
      ? line(language, 'silentOnce')
      : help === undefined
        ? undefined
        : line(language, state.strikes > 1 ? 'sorryAgain' : 'sorryOnce')
  const keysToo = state.hears !== 'open' || help !== undefined
  const keys = keysToo ? keysOf(state, question) : undefined
  const hint =
    help !== undefined && state.strikes + state.silences > 1 && question.entry === undefined ? line(language, 'personHint') : undefined
  const ask = keysToo && question.askWithKeys !== undefined ? question.askWithKeys : question.ask
  return together(...[opening, ask, keys, hint].filter((part) => part !== undefined))
}

const keysOf = (state: DialogState, question: Question): Sentence | undefined => {
  if (question.entry !== undefined) return question.entry.hint
  const labelled = question.options.flatMap(({ key, label }) => (label === undefined ? [] : [{ key, label }]))
  return labelled.length === 0 ? undefined : keyList(state.language, labelled, !isSpoken(state))
}

/** What the line shall listen for after the question. */
export const expectationOf = (state: DialogState, question: Question): Expectation => {
  // In the order of the options, so that a choice by its place means the option in that place.
  const spoken = question.options.map((option) => option.words)
  const forms: ExpectedForm[] = [...question.forms]
  if (spoken.some((words) => words.length > 0) && !forms.some((form) => form.kind === 'yes-no')) {
    forms.push({ kind: 'choice', options: spoken })
  }
  forms.push({ kind: 'command' })
  if (state.hears === 'open' && !forms.some((form) => form.kind === 'open')) forms.push({ kind: 'open' })
  return {
    about: question.about,
    forms: state.hears === 'nothing' ? [] : forms,
    keypad:
      question.entry === undefined
        ? { kind: 'single', keys: [...question.options.map(({ key }) => key), PERSON_KEY, REPEAT_KEY].filter(once) }
        : { kind: 'number', minimum: question.entry.minimum, maximum: question.entry.maximum },
    pace: question.pace,
    patience: question.patience,
  }
}

const once = (key: string, index: number, keys: readonly string[]): boolean => keys.indexOf(key) === index
