import type { TimeWish } from '#booking/core/index.ts'
import type { Channel, FirstLineEvent, OfferedTime } from '#contacts/core/index.ts'
import type { AppointmentId, FollowUpId } from '#kernel/ids.ts'
import type { Instant } from '#kernel/instant.ts'
import type { Language } from '#kernel/language.ts'
import type { PhoneNumber } from '#kernel/phone-number.ts'

/**
 * What goes into the first line's brain and what comes out of it: the same for telephone, chat, e-mail and SMS. A contact is
 * a decider (kernel/decider.ts): inputs below -> events (kept, `contacts/core/events.ts`) + effects (run after the events are
 * stored).
 */

export type DialogEvent = FirstLineEvent

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
  /**
   * How one of our utterances went; told before the caller's turn that ended it. After one that was talked over, those that
   * waited behind it are not spoken at all. `heard`: the part of its text that had sounded when it ended or was talked over.
   */
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
  /**
   * The contact is over from the other side: the caller left, or the line (or the program) died under them. While the answer
   * to `book` or `record` is still owed, the contact ends with that answer (what was booked or spoken is not lost); told a
   * second time it ends at once.
   */
  | { readonly type: 'hung-up'; readonly by: 'caller' | 'network' }
  /** The program is being stopped: say a sentence, leave nothing lost. */
  | { readonly type: 'stopping' }

/**
 * Chance for one decision, chosen outside and kept with the input, so that the same inputs decide the same way on replay. A
 * decision uses each id at most once.
 */
export type DecideContext = {
  readonly fresh: { readonly appointment: AppointmentId; readonly followUp: FollowUpId }
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

export type { TimeWish }

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
