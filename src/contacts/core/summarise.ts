import type { AppointmentId, CustomerId, LineId, PlaybookVersionId } from '#kernel/ids.ts'
import type { Instant } from '#kernel/instant.ts'
import type { Language } from '#kernel/language.ts'
import type { Channel, Handler, KeptEvent, Outcome } from './events.ts'

/**
 * A contact in one row: what lists show. It is ringing until somebody picks it up, live until it has its outcome, ended from
 * then on for good. What only the first event says is undefined when that event was lost (a damaged journal): the rest of
 * the contact is kept all the same.
 */
export type ContactSummary = {
  readonly state: 'ringing' | 'live' | 'ended'
  readonly channel: Channel | undefined
  readonly direction: 'inbound' | 'outbound' | undefined
  readonly line: LineId | undefined
  readonly node: string | undefined
  readonly playbookVersion: PlaybookVersionId | undefined
  readonly startedAt: Instant | undefined
  readonly answeredAt: Instant | undefined
  readonly endedAt: Instant | undefined
  readonly pickedUpAfterMs: number | undefined
  readonly outcome: Outcome | undefined
  readonly endedBy: 'caller' | 'first-line' | 'stopping' | undefined
  readonly callType: string | undefined
  readonly urgent: boolean
  readonly language: Language | undefined
  readonly handler: Handler
  readonly customer: CustomerId | undefined
  readonly appointment: AppointmentId | undefined
  /** Names of the slots that hold an answer, in the order they were first filled. */
  readonly slots: readonly string[]
  /** Who is calling, for lists. Kept sealed; empty when withheld or shredded. */
  readonly personal: { readonly number?: string; readonly displayName?: string; readonly name?: string }
}

export const nothingYet: ContactSummary = {
  state: 'ringing',
  channel: undefined,
  direction: undefined,
  line: undefined,
  node: undefined,
  playbookVersion: undefined,
  startedAt: undefined,
  answeredAt: undefined,
  endedAt: undefined,
  pickedUpAfterMs: undefined,
  outcome: undefined,
  endedBy: undefined,
  callType: undefined,
  urgent: false,
  language: undefined,
  handler: { kind: 'first-line' },
  customer: undefined,
  appointment: undefined,
  slots: [],
  personal: {},
}

const live = (summary: ContactSummary, at: Instant): ContactSummary =>
  summary.state === 'ringing' ? { ...summary, state: 'live', answeredAt: at } : summary

/** Folds one event in. An outcome, once set, stays: whatever came after it is the work of others on a contact that is over. */
export const evolveSummary = (before: ContactSummary, event: KeptEvent): ContactSummary => {
  const summary = before.startedAt === undefined ? { ...before, startedAt: event.at } : before
  switch (event.type) {
    case 'opened': {
      const { channel, direction, line, node, playbookVersion, handler } = event.data
      const { number, displayName } = event.personal ?? {}
      const personal = { ...summary.personal, ...(number !== undefined && { number }), ...(displayName !== undefined && { displayName }) }
      return { ...summary, channel, direction, line, node, playbookVersion, handler, personal }
    }
    case 'arrived': {
      const number = event.personal?.number
      const { channel, language } = event.data
      const personal = number === undefined || summary.personal.number !== undefined ? summary.personal : { ...summary.personal, number }
      return { ...live(summary, event.at), channel: summary.channel ?? channel, language: summary.language ?? language, personal }
    }
    case 'picked-up':
      return { ...live(summary, event.at), pickedUpAfterMs: summary.pickedUpAfterMs ?? event.data.afterMs }
    case 'call-type-set':
      return { ...summary, callType: event.data.callType, urgent: event.data.urgent }
    case 'emergency-met':
      return { ...summary, urgent: true }
    case 'language-set':
      return { ...summary, language: event.data.language }
    case 'slot-filled': {
      const { slot, kind } = event.data
      const slots = summary.slots.includes(slot) ? summary.slots : [...summary.slots, slot]
      const name = kind === 'name' ? event.personal?.value : undefined
      return { ...summary, slots, personal: name === undefined ? summary.personal : { ...summary.personal, name } }
    }
    case 'slot-rejected':
      return { ...summary, slots: summary.slots.filter((slot) => slot !== event.data.slot) }
    case 'booking-made':
      return { ...summary, appointment: event.data.appointment }
    case 'handoff-accepted':
      return { ...summary, handler: event.data.by }
    case 'wrapped-up':
      return { ...summary, callType: event.data.callType }
    case 'customer-known':
      return { ...summary, customer: event.data.customer }
    case 'ended':
      if (summary.outcome !== undefined) return summary
      return { ...summary, state: 'ended', endedAt: event.at, outcome: event.data.outcome, endedBy: event.data.by }
    case 'caller-said':
    case 'caller-silent':
    case 'saying':
    case 'said':
    case 'understood':
    case 'slot-confirmed':
    case 'misunderstood':
    case 'times-offered':
    case 'booking-asked':
    case 'booking-refused':
    case 'knowledge-given':
    case 'protected-topic-met':
    case 'person-wanted':
    case 'follow-up-opened':
    case 'follow-up-closed':
    case 'hearing-lost':
    case 'handoff-offered':
    case 'handoff-declined':
    case 'handoff-missed':
    case 'cost-noted':
    case 'measured':
    case 'recording-kept':
      return summary
  }
}

/** The summary of a whole contact. */
export const summarise = (events: readonly KeptEvent[]): ContactSummary => events.reduce(evolveSummary, nothingYet)
