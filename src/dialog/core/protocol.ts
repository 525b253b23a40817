import type { AppointmentId, FollowUpId } from '#kernel/ids.ts'
import type { Instant } from '#kernel/instant.ts'
import type { Language } from '#kernel/language.ts'
import type { PhoneNumber } from '#kernel/phone-number.ts'

/**
 * What goes into the first line's brain and what comes out of it: the same for telephone, chat, e-mail and SMS. A contact is
 * a decider (kernel/decider.ts): inputs below -> events (kept) + effects (run after the events are stored).
 */

export type Channel = 'phone' | 'web-call' | 'chat' | 'email' | 'sms'

// Inputs ---------------------------------------------------------------------------------------------------------------

export type DialogInput =
  /** The contact arrives. `hears`: whether speech can be recognised; without it every question is asked for the keypad. */
  | {
      readonly type: 'arrived'
      readonly channel: Channel
      readonly number: PhoneNumber | undefined
      readonly hears: 'grammar' | 'open' | 'nothing'
      readonly language: Language | undefined
    }
  /** A turn of the caller's, as words. */
  | { readonly type: 'said'; readonly text: string; readonly confidence: number }
  /** Complete keypad entry (what ends an entry is the line's business, by the expectation: length, `#`, or a pause). */
  | { readonly type: 'pressed'; readonly digits: string }
  /** Nothing came for this long after the question was out. */
  | { readonly type: 'fell-silent'; readonly seconds: number }
  /** How one of our utterances went. `heard`: the part of its text that had sounded when it ended or was talked over. */
  | { readonly type: 'spoken'; readonly utterance: number; readonly completed: boolean; readonly heard: string }
  /** The caller's spoken message is on disk (written and fsynced). */
  | { readonly type: 'recorded'; readonly recording: string; readonly durationMs: number; readonly speechMs: number }
  | { readonly type: 'recording-failed' }
  | { readonly type: 'times-found'; readonly times: readonly OfferedTime[]; readonly more: boolean }
  /** Availability could not be asked (database away, calendar unreachable). */
  | { readonly type: 'times-unknown' }
  /** The appointment is committed: from now on, and only from now on, "booked" may be said. */
  | { readonly type: 'booking-committed'; readonly appointment: AppointmentId }
  | { readonly type: 'booking-refused'; readonly why: 'taken' | 'unavailable' }
  /** The recogniser of this call died: from here on the keypad is the way. */
  | { readonly type: 'hearing-lost' }
  | { readonly type: 'hung-up' }
  /** The program is being stopped: say a sentence, leave nothing lost. */
  | { readonly type: 'stopping' }

export type OfferedTime = {
  readonly start: Instant
  readonly end: Instant
  /** Person id and name, from the playbook. */
  readonly person: string
  readonly personName: string
}

// Effects --------------------------------------------------------------------------------------------------------------

export type DialogEffect =
  /** Say `text`. Utterances are numbered within the contact; each is reported back by `spoken`. */
  | { readonly type: 'say'; readonly utterance: number; readonly text: string; readonly language: Language; readonly fixed: boolean }
  /** After what was said is out: listen for this. Replaces what was expected before. */
  | { readonly type: 'listen'; readonly expect: Expectation }
  | { readonly type: 'find-times'; readonly service: string; readonly wish: TimeWish; readonly after: number }
  | {
      readonly type: 'book'
      readonly appointment: AppointmentId
      readonly service: string
      readonly person: string
      readonly start: Instant
      readonly customerName: string
      readonly number: PhoneNumber | undefined
    }
  /** Record what the caller says, until a pause of `silenceSeconds`, a key, or `maximumSeconds`. Answered by `recorded`. */
  | { readonly type: 'record'; readonly maximumSeconds: number; readonly silenceSeconds: number }
  /** After what was said is out: end the contact on this channel. */
  | { readonly type: 'end' }

/** When the customer would like to come; all given fields hold. Dates are in the business's zone. */
export type TimeWish = {
  readonly from?: string
  readonly to?: string
  /** `HH:MM` within the day. */
  readonly earliest?: string
  readonly latest?: string
  readonly person?: string
}

/** What may come now, by voice, text or key. The line turns it into grammar, turn-end pace and keypad rules. */
export type Expectation = {
  /** The question in the log and the API: `service`, `day`, `time`, `name`, `number`, `confirm`, `menu`, `message` ... */
  readonly about: string
  readonly forms: readonly ExpectedForm[]
  readonly keypad: Keypad
  readonly pace: 'default' | 'number' | 'spelling'
  /** Seconds of silence before `fell-silent`. */
  readonly patience: number
}

export type ExpectedForm =
  | { readonly kind: 'yes-no' }
  | { readonly kind: 'digits'; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'choice'; readonly options: readonly (readonly string[])[] }
  | { readonly kind: 'date' }
  | { readonly kind: 'time' }
  | { readonly kind: 'command' }
  | { readonly kind: 'open' }

/** How keys are collected: one key of `keys`, or a number ended by `#`, its full length, or a pause. */
export type Keypad =
  | { readonly kind: 'single'; readonly keys: readonly string[] }
  | { readonly kind: 'number'; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'none' }

// Events ---------------------------------------------------------------------------------------------------------------

/** Exactly one for each contact (product words). */
export type Outcome = 'answered' | 'booked' | 'routed' | 'message-taken' | 'escalated' | 'logged' | 'abandoned' | 'spam' | 'interrupted'

/** Why a decision was taken, kept in the record: which rule, article or answer, and how sure. Never personal data. */
export type Reason = {
  readonly rule: string
  readonly article?: string
  readonly score?: number
  readonly note?: string
}

/**
 * What the brain puts on record. `data` is kept in the clear and must hold nothing personal; `personal` is sealed in the vault
 * under the contact's key. Each event is one line of the story.
 */
export type DialogEvent =
  | {
      readonly type: 'arrived'
      readonly data: { readonly channel: Channel; readonly hears: string; readonly language: Language }
      readonly personal: { readonly number: PhoneNumber | undefined }
    }
  | {
      readonly type: 'caller-said'
      readonly data: {
        readonly by: 'voice' | 'keypad' | 'text' | 'recording'
        readonly confidence: number
        readonly about: string
        readonly recording?: string
        readonly durationMs?: number
      }
      readonly personal: { readonly text: string }
    }
  | { readonly type: 'caller-silent'; readonly data: { readonly seconds: number; readonly about: string } }
  /** Decided to say; what of it was heard follows as `said`. */
  | {
      readonly type: 'saying'
      readonly data: { readonly utterance: number; readonly language: Language; readonly about: string; readonly disclosure: boolean }
      readonly personal: { readonly text: string }
    }
  /** The transcript's line: what really sounded. */
  | {
      readonly type: 'said'
      readonly data: { readonly utterance: number; readonly completed: boolean }
      readonly personal: { readonly heard: string }
    }
  | { readonly type: 'understood'; readonly data: { readonly what: string; readonly reason: Reason } }
  | { readonly type: 'call-type-set'; readonly data: { readonly callType: string; readonly urgent: boolean; readonly reason: Reason } }
  | { readonly type: 'language-set'; readonly data: { readonly language: Language; readonly reason: Reason } }
  | {
      readonly type: 'slot-filled'
      readonly data: { readonly slot: string; readonly kind: string; readonly reason: Reason }
      readonly personal: { readonly value: string }
    }
  | { readonly type: 'slot-confirmed'; readonly data: { readonly slot: string } }
  | { readonly type: 'slot-rejected'; readonly data: { readonly slot: string; readonly reason: Reason } }
  | { readonly type: 'misunderstood'; readonly data: { readonly about: string; readonly count: number } }
  | { readonly type: 'times-offered'; readonly data: { readonly service: string; readonly times: readonly OfferedTime[] } }
  | {
      readonly type: 'booking-asked'
      readonly data: { readonly appointment: AppointmentId; readonly service: string; readonly person: string; readonly start: Instant }
    }
  | { readonly type: 'booking-made'; readonly data: { readonly appointment: AppointmentId } }
  | { readonly type: 'booking-refused'; readonly data: { readonly appointment: AppointmentId; readonly why: 'taken' | 'unavailable' } }
  | { readonly type: 'knowledge-given'; readonly data: { readonly article: string; readonly reason: Reason } }
  | { readonly type: 'protected-topic-met'; readonly data: { readonly topic: string; readonly reason: Reason } }
  | { readonly type: 'emergency-met'; readonly data: { readonly reason: Reason } }
  | { readonly type: 'person-wanted'; readonly data: { readonly reason: Reason } }
  /** Work is owed: the ledger opens a follow-up with this owner and due time. */
  | {
      readonly type: 'follow-up-opened'
      readonly data: {
        readonly followUp: FollowUpId
        readonly kind: 'message' | 'callback' | 'escalation' | 'interrupted'
        readonly urgent: boolean
        readonly owner: string
        readonly dueAt: Instant
        readonly recording?: string
      }
      readonly personal: { readonly name?: string; readonly number?: string; readonly matter?: string }
    }
  | { readonly type: 'hearing-lost'; readonly data: Record<string, never> }
  | {
      readonly type: 'ended'
      readonly data: { readonly outcome: Outcome; readonly by: 'caller' | 'first-line' | 'stopping'; readonly reason: Reason }
    }
