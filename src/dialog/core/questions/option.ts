import type { Language } from '#kernel/language.ts'
import type { DialogRules } from '../rules.ts'
import type { DialogState } from '../state.ts'
import { asValue, type CheckedValue, checked } from '../wording/sentence.ts'
import { line, type LineName, playbookText, word } from '../wording/catalog.ts'
import { SPOKEN_OPTIONS } from '../wording/spoken-options.ts'
import type { Option } from './question.ts'

/** An answer the engine offers by itself. */
export const engineOption = (state: DialogState, key: string, id: keyof typeof SPOKEN_OPTIONS, label: LineName): Option => ({
  key,
  id,
  label: word(state.language, label),
  words: SPOKEN_OPTIONS[id][state.language],
})

/** "for Check-up": a name of the playbook or a time of the calendar behind a key. */
export const forLabel = (language: Language, label: CheckedValue): CheckedValue => asValue(line(language, 'forLabel', { label }))

export const yesNoOptions = (state: DialogState): readonly Option[] => [
  engineOption(state, '1', 'yes', 'forYes'),
  engineOption(state, '2', 'no', 'forNo'),
]

/** As many options as fit on the keys 1 to 8; when there are more, 9 reads out the next part, and the first after the last. */
export const paged = <T>(state: DialogState, all: readonly T[], option: (item: T, key: string) => Option): readonly Option[] => {
  const size = 8
  if (all.length <= size) return all.map((item, index) => option(item, String(index + 1)))
  const first = (state.page % Math.ceil(all.length / size)) * size
  const part = all.slice(first, first + size).map((item, index) => option(item, String(index + 1)))
  return [...part, engineOption(state, '9', 'more-options', 'forMoreOptions')]
}

export const serviceName = (rules: DialogRules, state: DialogState, id: string): CheckedValue => {
  const { services, fallbackLanguage } = rules.playbook
  const service = services.find((each) => each.id === id)
  return checked(playbookText(service?.name, state.language, fallbackLanguage) || id, 'playbook')
}
