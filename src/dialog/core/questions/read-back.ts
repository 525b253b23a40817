import { mannerOf } from '../manner.ts'
import { readTime } from '../offer.ts'
import type { DialogRules } from '../rules.ts'
import type { DialogState } from '../state.ts'
import { line } from '../wording/catalog.ts'
import { asValue, checked, type CheckedValue } from '../wording/sentence.ts'
import { sayNumber, sayOnDay, sayTime } from '../wording/say-value.ts'
import { engineOption, serviceName, yesNoOptions } from './option.ts'
import type { Option, Question } from './question.ts'

/** What is known of who the caller is, for reading it back: "your name is Karen and your number is 28 12 34 56". */
const callerFacts = (rules: DialogRules, state: DialogState): CheckedValue => {
  const { language, slots } = state
  const name = slots['name']
  const number = slots['number'] === undefined ? undefined : sayNumber(slots['number'].value, mannerOf(rules, state))
  if (name?.kind === 'recording') {
    return asValue(number === undefined ? line(language, 'callerSpoken') : line(language, 'callerSpokenNumber', { number }))
  }
  if (name !== undefined) {
    const said = checked(name.value, 'caller')
    return asValue(
      number === undefined ? line(language, 'callerName', { name: said }) : line(language, 'callerNameNumber', { name: said, number }),
    )
  }
  return asValue(number === undefined ? line(language, 'callerNothing') : line(language, 'callerNumber', { number }))
}

/** What was chosen, as values: used by the read-back and, after the commit, by "you are booked". */
export const bookingFacts = (
  rules: DialogRules,
  state: DialogState,
):
  | { readonly service: CheckedValue; readonly person: CheckedValue; readonly day: CheckedValue; readonly time: CheckedValue }
  | undefined => {
  const { slots, offer } = state
  const manner = mannerOf(rules, state)
  const time = slots['time'] === undefined ? undefined : readTime(slots['time'].value, offer ?? [], manner.zone)
  if (time === undefined || slots['service'] === undefined) return undefined
  return {
    service: serviceName(rules, state, slots['service'].value),
    person: checked(time.personName, 'playbook'),
    day: sayOnDay(time.start, manner),
    time: sayTime(time.start, manner),
  }
}

export const confirmQuestion = (rules: DialogRules, state: DialogState): Question => {
  const caller = callerFacts(rules, state)
  const booking = state.wish === 'book' ? bookingFacts(rules, state) : undefined
  return {
    about: 'confirm',
    ask:
      booking === undefined
        ? line(state.language, 'messageConfirmAsk', { caller })
        : line(state.language, 'bookingConfirmAsk', { ...booking, caller }),
    options: yesNoOptions(state),
    forms: [{ kind: 'yes-no' }],
    pace: 'default',
    patience: 8,
  }
}

export const changeQuestion = (rules: DialogRules, state: DialogState): Question => {
  const book = state.wish === 'book'
  const options: readonly Option[] = [
    ...(book ? [engineOption(state, '1', 'change-day', 'forTimeChange')] : []),
    ...(book && rules.playbook.services.length > 1 ? [engineOption(state, '2', 'change-service', 'forServiceChange')] : []),
    engineOption(state, '3', 'change-name', 'forNameChange'),
    engineOption(state, '4', 'change-number', 'forNumberChange'),
  ]
  return { about: 'change', ask: line(state.language, 'changeAsk'), options, forms: [], pace: 'default', patience: 8 }
}
