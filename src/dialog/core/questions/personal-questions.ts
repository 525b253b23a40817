import { intakeFor, type Role } from '../intake.ts'
import { isSpoken, mannerOf } from '../manner.ts'
import type { ExpectedForm } from '../protocol.ts'
import type { DialogRules } from '../rules.ts'
import type { DialogState } from '../state.ts'
import { line, playbookSentence } from '../wording/catalog.ts'
import type { Sentence } from '../wording/sentence.ts'
import { sayNumberTail } from '../wording/say-value.ts'
import { engineOption, yesNoOptions } from './option.ts'
import type { Question } from './question.ts'

/** Telephone numbers by key: national significant numbers are at least 6 digits, international ones with `00` at most 17. */
const NUMBER_KEYS = { minimum: 6, maximum: 17 }

/** Who the caller is, what it is about, how urgent. */
export const personalQuestion = (
  rules: DialogRules,
  state: DialogState,
  about: 'name' | 'number' | 'number-right' | 'matter' | 'urgent',
): Question => {
  const { language } = state
  const base = { about, pace: 'default', patience: 8 } as const
  const open: readonly ExpectedForm[] = [{ kind: 'open' }]
  const record = isSpoken(state) ? [engineOption(state, '1', 'record', 'toRecord')] : []
  switch (about) {
    case 'name':
      return { ...base, ask: ownWords(rules, state, 'name', 'nameAsk'), options: record, forms: open, pace: 'spelling' }
    case 'matter':
      return { ...base, ask: ownWords(rules, state, 'matter', 'matterAsk'), options: record, forms: open, patience: 10 }
    case 'urgent':
      return { ...base, ask: ownWords(rules, state, 'urgent', 'urgentAsk'), options: yesNoOptions(state), forms: [{ kind: 'yes-no' }] }
    case 'number':
      return {
        ...base,
        ask: ownWords(rules, state, 'number', 'numberAsk'),
        options: [],
        forms: [{ kind: 'digits', minimum: NUMBER_KEYS.minimum, maximum: NUMBER_KEYS.maximum }],
        entry: { ...NUMBER_KEYS, hint: line(language, 'numberKeys') },
        pace: 'number',
        patience: 10,
      }
    case 'number-right':
      return {
        ...base,
        ask: line(language, 'numberRightAsk', {
          tail: sayNumberTail(state.number ?? '', mannerOf(rules, state)),
        }),
        options: yesNoOptions(state),
        forms: [{ kind: 'yes-no' }, { kind: 'digits', minimum: NUMBER_KEYS.minimum, maximum: NUMBER_KEYS.maximum }],
      }
  }
}

const ownWords = (
  rules: DialogRules,
  state: DialogState,
  role: Role,
  otherwise: 'nameAsk' | 'matterAsk' | 'urgentAsk' | 'numberAsk',
): Sentence => {
  const own = intakeFor(rules, state, role)
  if (own !== undefined) return playbookSentence(own.ask, state.language, rules.playbook.fallbackLanguage)
  return line(state.language, otherwise)
}
