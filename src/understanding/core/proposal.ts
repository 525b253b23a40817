import type { Language } from '#kernel/language.ts'
import type { PhoneNumber } from '#kernel/phone-number.ts'

/**
 * What a turn of the caller's may mean. Understanding proposes, with a confidence and the words it rests on; policy (the
 * dialog) decides. Nothing here is final, and nothing here is said aloud as it is.
 */
export type Proposal = {
  /** The words that were judged, as heard or typed. */
  readonly text: string
  /** Language of the turn, when it can be told. */
  readonly language: Guess<Language> | undefined
  /** Danger to life. Stands before everything else; built in for each language, widened by the playbook. */
  readonly emergency: Hit | undefined
  /** A wish for a person, in any wording and any state. */
  readonly person: Hit | undefined
  /** The caller takes leave, or wants to stop. */
  readonly goodbye: Hit | undefined
  readonly repeat: Hit | undefined
  readonly help: Hit | undefined
  /** Takes back what was just said or asked for ("start over", "nej, forkert"). */
  readonly startOver: Hit | undefined
  readonly protectedTopics: readonly Guess<string>[]
  /** Call types by falling confidence; empty when none of them fits. */
  readonly callTypes: readonly Guess<string>[]
  /** Knowledge articles by falling confidence. */
  readonly articles: readonly Guess<string>[]
  /** Services of the playbook that were named. */
  readonly services: readonly Guess<string>[]
  /** People of the playbook that were named. */
  readonly people: readonly Guess<string>[]
  readonly urgent: Hit | undefined
  /** The turn is about an appointment the caller has already. */
  readonly existing: Hit | undefined
  /** The caller backs out of what is being arranged. */
  readonly backOut: Hit | undefined
  /** Values found in the turn, whatever was asked. `ask` means: something of the kind was said, but not which one. */
  readonly values: {
    readonly yesNo: Reading<'yes' | 'no'>
    /** Index into the offered options of the present expectation. */
    readonly choice: Reading<number>
    readonly name: Reading<string>
    readonly phone: Reading<PhoneNumber>
    readonly email: Reading<string>
    readonly date: Reading<DateSpan>
    readonly time: Reading<TimeSpan>
    readonly number: Reading<number>
  }
}

/** A guess, 0 to 1 sure, and the words it rests on. */
export type Guess<T> = { readonly value: T; readonly confidence: number; readonly words: string }

export type Hit = { readonly confidence: number; readonly words: string; readonly rule: string }

/**
 * How a kind of value was found: `found`; `ask`: said but ambiguous, incomplete or impossible (any guess would be wrong);
 * `none`: the caller has none or declines; `any`: does not mind; `absent`: nothing of the kind in the turn.
 */
export type Reading<T> =
  | { readonly is: 'found'; readonly value: T; readonly confidence: number; readonly words: string }
  | { readonly is: 'ask'; readonly words: string }
  | { readonly is: 'none'; readonly words: string }
  | { readonly is: 'any'; readonly words: string }
  | { readonly is: 'absent' }

/** Inclusive ISO dates in the business's zone; a single day has `from` = `to`. */
export type DateSpan = { readonly from: string; readonly to: string }

/** `HH:MM` within a day; a point in time has `from` = `to`; `undefined` = open end. */
export type TimeSpan = { readonly from: string | undefined; readonly to: string | undefined; readonly around: boolean }
