import type { DialogRules } from './rules.ts'
import type { DialogState } from './state.ts'
import { checked, type CheckedValue } from './wording/sentence.ts'
import type { Manner } from './wording/say-value.ts'

/** Whether the contact is heard rather than read. */
export const isSpoken = (state: Pick<DialogState, 'channel'>): boolean => state.channel === 'phone' || state.channel === 'web-call'

export const mannerOf = (rules: DialogRules, state: DialogState): Manner => ({
  language: state.language,
  country: rules.playbook.identity.country,
  zone: rules.playbook.identity.timeZone,
  aloud: isSpoken(state),
})

/** The business's name as this contact should hear it. */
export const businessName = (rules: DialogRules, state: Pick<DialogState, 'channel' | 'language'>): CheckedValue => {
  const { name, pronounced } = rules.playbook.identity
  return checked((isSpoken(state) ? pronounced?.[state.language] : undefined) ?? name, 'playbook')
}
