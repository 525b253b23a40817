import type { Instant } from '#kernel/instant.ts'
import type { Language } from '#kernel/language.ts'
import type { Playbook } from '#playbook/core/index.ts'
import type { Proposal } from '#understanding/core/index.ts'
import type { Openings } from './due-time.ts'

/** What the brain goes by: one published playbook, and the pure functions prepared from it. */
export type DialogRules = {
  readonly playbook: Playbook
  /** What a turn may mean. Prepared once per playbook version; proposes only. */
  readonly understand: (text: string, context: TurnContext) => Proposal
  readonly openings: Openings
}

/** What is known when a turn is judged. */
export type TurnContext = {
  readonly now: Instant
  readonly language: Language
  /** The question in play (`Expectation.about`). */
  readonly about: string
  readonly options: readonly SpokenOption[]
}

/** One of several answers: the ways to say it, and for an offered time its moment. */
export type SpokenOption = { readonly words: readonly string[]; readonly start?: Instant }
