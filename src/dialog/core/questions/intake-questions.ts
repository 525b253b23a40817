import { intakeAbout } from '../intake.ts'
import type { DialogRules } from '../rules.ts'
import type { DialogState } from '../state.ts'
import { line, playbookSentence, playbookText } from '../wording/catalog.ts'
import { checked } from '../wording/sentence.ts'
import { forLabel, paged, yesNoOptions } from './option.ts'
import type { Question } from './question.ts'

/** A question of the playbook's own, by its kind; undefined when `about` is none of the call type's. */
export const intakeQuestion = (rules: DialogRules, state: DialogState, about: string): Question | undefined => {
  const own = intakeAbout(rules, state, about)
  if (own === undefined) return undefined
  const { language } = state
  const { fallbackLanguage } = rules.playbook
  const base = {
    about,
    ask: playbookSentence(own.ask, language, fallbackLanguage),
    options: [],
    forms: [],
    pace: 'default',
    patience: 8,
  } as const
  const hint = line(language, 'entryKeys')
  switch (own.kind) {
    case 'yes-no':
      return { ...base, options: yesNoOptions(state), forms: [{ kind: 'yes-no' }] }
    case 'choice':
      return {
        ...base,
        options: paged(state, own.options ?? [], ({ value, name, phrases }, key) => {
          const label = playbookText(name, language, fallbackLanguage)
          return {
            key,
            id: `choice:${value}`,
            label: forLabel(language, checked(label, 'playbook')),
            words: [label.toLowerCase(), ...(phrases[language] ?? []).map((phrase) => phrase.toLowerCase())],
          }
        }),
      }
    case 'number':
      return { ...base, forms: [{ kind: 'digits', minimum: 1, maximum: 12 }], entry: { minimum: 1, maximum: 12, hint }, pace: 'number' }
    case 'phone':
      return { ...base, forms: [{ kind: 'digits', minimum: 6, maximum: 17 }], entry: { minimum: 6, maximum: 17, hint }, pace: 'number' }
    case 'date':
      return {
        ...base,
        forms: [{ kind: 'date' }],
        entry: { minimum: 4, maximum: 4, hint: line(language, rules.playbook.identity.country === 'US' ? 'dateAskMonthFirst' : 'dateAsk') },
      }
    case 'time':
      return { ...base, forms: [{ kind: 'time' }], entry: { minimum: 4, maximum: 4, hint: line(language, 'clockKeys') } }
    case 'name':
    case 'email':
    case 'text':
      return { ...base, forms: [{ kind: 'open' }], pace: own.kind === 'text' ? 'default' : 'spelling' }
  }
}
