import type { AppointmentId, ContactId, CustomerId, EventId, FollowUpId, LineId, PlaybookVersionId } from '#kernel/ids.ts'
import type { Instant } from '#kernel/instant.ts'
import type { Language } from '#kernel/language.ts'
import type { PhoneNumber } from '#kernel/phone-number.ts'

/**
 * The vocabulary of the ledger. A contact is the list of its events; transcript, handoffs, outcome, follow-ups, figures and
 * evidence are folds of that list. `data` is kept in the clear and must hold nothing personal; `personal` is sealed in the
 * vault under the contact's key and gone when that key is shredded, while the figures stay true.
 */

export type Channel = 'phone' | 'web-call' | 'chat' | 'email' | 'sms'

/** Who handled a contact, or a part of it. */
export type Handler =
  | { readonly kind: 'first-line' }
  | { readonly kind: 'member'; readonly id: string }
  | { readonly kind: 'partner-agent'; readonly id: string }

export type OfferedTime = {
  readonly start: Instant
  readonly end: Instant
  /** Person id and name, from the playbook. */
  readonly person: string
  readonly personName: string
}

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
export type FirstLineEvent =
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

/** What the line and the people around a contact put on record. */
export type HandlingEvent =
  | {
      readonly type: 'opened'
      readonly data: {
        readonly channel: Channel
        readonly direction: 'inbound' | 'outbound'
        readonly line: LineId
        readonly playbookVersion: PlaybookVersionId
        readonly handler: Handler
        /** The program that carries it, so that a restart finds what it left open. */
        readonly node: string
      }
      readonly personal: {
        readonly number?: PhoneNumber
        readonly displayName?: string
        readonly divertedFrom?: PhoneNumber
        readonly address?: string
      }
    }
  | { readonly type: 'picked-up'; readonly data: { readonly afterMs: number } }
  | { readonly type: 'customer-known'; readonly data: { readonly customer: CustomerId; readonly by: 'number' | 'said' | 'member' } }
  | { readonly type: 'handoff-offered'; readonly data: { readonly handoff: string; readonly to: Handler; readonly rule: string } }
  | { readonly type: 'handoff-accepted'; readonly data: { readonly handoff: string; readonly by: Handler; readonly afterMs: number } }
  | { readonly type: 'handoff-declined'; readonly data: { readonly handoff: string; readonly by: Handler; readonly why?: string } }
  | { readonly type: 'handoff-missed'; readonly data: { readonly handoff: string; readonly to: Handler; readonly afterMs: number } }
  | {
      readonly type: 'wrapped-up'
      readonly data: { readonly by: Handler; readonly callType: string; readonly wrapUpMs: number }
      readonly personal: { readonly note?: string }
    }
  | {
      readonly type: 'cost-noted'
      readonly data: {
        readonly what: 'telephony' | 'model' | 'recogniser' | 'voice' | 'person'
        readonly amount: number
        readonly currency: string
      }
    }
  | { readonly type: 'measured'; readonly data: Readonly<Record<string, number>> }
  | {
      readonly type: 'recording-kept'
      readonly data: { readonly recording: string; readonly kind: 'call' | 'message'; readonly durationMs: number }
    }
  | {
      readonly type: 'follow-up-closed'
      readonly data: { readonly followUp: FollowUpId; readonly why: 'done' | 'not-needed' | 'merged' }
      readonly personal: { readonly note?: string }
    }

export type ContactEvent = FirstLineEvent | HandlingEvent

type Numbered = {
  readonly id: EventId
  readonly contact: ContactId
  readonly seq: number
  readonly at: Instant
}

/** An event as it is kept: numbered within its contact from 1, without holes. */
export type RecordedEvent = ContactEvent & Numbered

type Shreddable<Event> = Event extends { readonly personal: infer Personal }
  ? Omit<Event, 'personal'> & { readonly personal: Personal | undefined }
  : Event

/** An event as it is read back: `personal` is undefined once its key was shredded. Folds take these, so none of them can rely on it. */
export type KeptEvent = Shreddable<ContactEvent> & Numbered
