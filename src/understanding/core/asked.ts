import type { OfferedTime } from '#contacts/core/index.ts'
import type { Expectation } from '#dialog/core/index.ts'
import type { Instant } from '#kernel/instant.ts'
import type { Language } from '#kernel/language.ts'
import type { Playbook } from '#playbook/core/index.ts'

/** One of several answers that were named: the ways to say it, and for an offered time its moment. */
export type SpokenOption = { readonly words: readonly string[]; readonly start?: Instant }

/** What is known when a turn comes in. */
export type TurnContext = {
  readonly now: Instant
  /** The language the contact is held in. The turn itself may be in another. */
  readonly language: Language
  /** The question in play, by the name that `Expectation.about` has; absent before anything was asked. */
  readonly about?: string
  /** The question in play in full. What it lacks is told by `about`. */
  readonly expect?: Expectation | undefined
  /** The answers that were named, in the order in which they were said. */
  readonly options?: readonly SpokenOption[]
  /** Times that were offered, in the order in which they were said. Used where there are no `options`. */
  readonly offered?: readonly OfferedTime[]
}

/** Kinds of value the question in play is after. A bare "three" is a time only where a time was asked for. */
export type Asked = {
  readonly date: boolean
  readonly time: boolean
  readonly digits: boolean
  readonly name: boolean
  readonly email: boolean
}

/** Questions of the engine, by name, and the kinds of value that answer them. */
const ENGINE_QUESTIONS: Readonly<Record<string, readonly (keyof Asked)[]>> = {
  day: ['date', 'time'],
  date: ['date'],
  time: ['time'],
  name: ['name'],
  number: ['digits'],
  'number-right': ['digits'],
  phone: ['digits'],
  email: ['email'],
}

const BY_SLOT_KIND: Readonly<Record<string, readonly (keyof Asked)[]>> = {
  date: ['date'],
  time: ['time'],
  name: ['name'],
  phone: ['digits'],
  email: ['email'],
}

/** What the question in play asks for: by its forms, by the engine's name for it, or by the kind of the playbook's slot. */
export const whatIsAsked = (playbook: Playbook, context: TurnContext): Asked => {
  const about = context.about ?? context.expect?.about
  const slot = about?.startsWith('intake:') === true ? about.slice('intake:'.length) : about
  const kind = playbook.callTypes.flatMap(({ intake }) => intake).find((question) => question.slot === slot)?.kind
  const kinds = new Set<string>([
    ...(context.expect?.forms.map((form) => form.kind) ?? []),
    ...(about === undefined ? [] : (ENGINE_QUESTIONS[about] ?? [])),
    ...(kind === undefined ? [] : (BY_SLOT_KIND[kind] ?? [])),
  ])
  return {
    date: kinds.has('date'),
    time: kinds.has('time'),
    digits: kinds.has('digits'),
    name: kinds.has('name'),
    email: kinds.has('email'),
  }
}
