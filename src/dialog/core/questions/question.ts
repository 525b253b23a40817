import type { Instant } from '#kernel/instant.ts'
import type { ExpectedForm, Expectation } from '../protocol.ts'
import type { CheckedValue, Sentence } from '../wording/sentence.ts'

/** A question as it can be asked: its words, what may be answered, and the keys that answer it too. */
export type Question = {
  /** Name in the log; for an intake question, its slot. */
  readonly about: string
  readonly ask: Sentence
  readonly options: readonly Option[]
  /** What may be said beside the options. */
  readonly forms: readonly ExpectedForm[]
  /** A number entered by keys instead of one key of the options. */
  readonly entry?: { readonly minimum: number; readonly maximum: number; readonly hint?: Sentence }
  /** The options are already named in `ask` when keys are read out with it (offered times). */
  readonly askWithKeys?: Sentence
  readonly pace: Expectation['pace']
  /** Seconds of silence before the caller is asked again. */
  readonly patience: number
}

export type Option = {
  readonly key: string
  readonly id: string
  /** Follows "Press 1": "to book an appointment". Without one it is not read out. */
  readonly label: CheckedValue | undefined
  readonly words: readonly string[]
  readonly start?: Instant
}

/** Keys that work at every single-key question. */
export const PERSON_KEY = '0'
export const REPEAT_KEY = '*'
