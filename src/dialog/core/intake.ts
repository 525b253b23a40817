import type { CallType, IntakeQuestion } from '#playbook/core/index.ts'
import type { DialogRules } from './rules.ts'
import type { DialogState } from './state.ts'

/**
 * The questions of a call type beside those every booking and message has. A question of the playbook that asks for what the
 * engine asks anyway (a name, a phone number, the service, the day, what it is about) lends its words to that one question,
 * so that nobody is asked twice.
 */
export type Role = 'service' | 'day' | 'name' | 'number' | 'matter' | 'urgent'

/** Names of the engine's own questions: an intake slot of the same name is asked under `intake:`. */
const TAKEN: ReadonlySet<string> = new Set(
  'menu more emergency answered spam topic service day date time person name number number-right matter urgent confirm change'.split(' '),
)

export const callTypeOf = (rules: DialogRules, state: DialogState): CallType | undefined =>
  rules.playbook.callTypes.find(({ id }) => id === state.callType)

const roleOf = (question: IntakeQuestion, wish: DialogState['wish'], firstText: IntakeQuestion | undefined): Role | undefined => {
  if (question.kind === 'name') return 'name'
  if (question.kind === 'phone') return 'number'
  if (question.slot === 'urgent' && question.kind === 'yes-no') return 'urgent'
  if (wish === 'book') {
    if (question.slot === 'service') return 'service'
    return question.kind === 'date' || question.kind === 'time' ? 'day' : undefined
  }
  return question === firstText ? 'matter' : undefined
}

const intakeOf = (rules: DialogRules, state: DialogState): readonly (IntakeQuestion & { readonly role: Role | undefined })[] => {
  const intake = callTypeOf(rules, state)?.intake ?? []
  const firstText = intake.find(({ kind }) => kind === 'text')
  return intake.map((question) => ({ ...question, role: roleOf(question, state.wish, firstText) }))
}

/** The playbook's own words for one of the engine's questions. */
export const intakeFor = (rules: DialogRules, state: DialogState, role: Role): IntakeQuestion | undefined =>
  intakeOf(rules, state).find((question) => question.role === role)

/** The slot the playbook calls what the engine calls by its role; examples of the playbook are written in its own names. */
export const intakeNames = (rules: DialogRules, state: DialogState): Readonly<Record<string, string>> =>
  Object.fromEntries(intakeOf(rules, state).flatMap(({ slot, role }) => (role === undefined ? [] : [[slot, role]])))

const aboutOf = (slot: string): string => (TAKEN.has(slot) ? `intake:${slot}` : slot)

/** The intake question asked under `about`, when it is one. */
export const intakeAbout = (rules: DialogRules, state: DialogState, about: string): IntakeQuestion | undefined =>
  intakeOf(rules, state).find(({ slot, role }) => role === undefined && aboutOf(slot) === about)

/** The first intake question that is still open, as `about`; what only free speech can answer is left out where there is none. */
export const nextIntake = (rules: DialogRules, state: DialogState): string | undefined =>
  intakeOf(rules, state)
    .filter(
      ({ role, kind, required }) => role === undefined && (state.hears === 'open' || (kind !== 'email' && (required || kind !== 'text'))),
    )
    .map(({ slot }) => aboutOf(slot))
    .find((about) => state.slots[about] === undefined && !state.declined.includes(about))
