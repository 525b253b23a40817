import { type Appointment, writeAppointment } from '#booking/index.ts'
import type {
  BusinessInfo,
  ContactDetail,
  FollowUp as FollowUpAnswer,
  ContactRow,
  DecisionLine,
  EventLine,
  SlotValue,
  Timings as TimingsAnswer,
  Turn,
} from '#contract/index.ts'
import type { ContactId } from '#kernel/ids.ts'
import type { Instant } from '#kernel/instant.ts'
import type { Decision } from './core/decisions.ts'
import type { KeptEvent } from './core/events.ts'
import { type FollowUp, isOverdue } from './core/follow-ups.ts'
import { slotsOf } from './core/slots.ts'
import type { Timings } from './core/timings.ts'
import type { TranscriptLine } from './core/transcript.ts'
import type { Contact, ListedContact } from './read-contacts.ts'

/** How the ledger's own words are written in the API's: moments as ISO 8601 in UTC, what is not there as null. */

const moment = (at: Instant): string => new Date(at).toISOString()
const momentOrNull = (at: Instant | undefined): string | null => (at === undefined ? null : moment(at))

type Listed = Pick<ListedContact, 'id' | 'personal'> & Omit<Contact['summary'], 'personal'>

export const writeContactRow = (contact: Listed): ContactRow => ({
  id: contact.id,
  channel: contact.channel ?? null,
  direction: contact.direction ?? null,
  state: contact.state,
  // Every contact has a first event, and that begins it; the schema of the fold alone cannot say so.
  startedAt: moment(contact.startedAt ?? (0 as Instant)),
  pickedUpAt: momentOrNull(contact.answeredAt),
  endedAt: momentOrNull(contact.endedAt),
  outcome: contact.outcome ?? null,
  callType: contact.callType ?? null,
  urgent: contact.urgent,
  language: contact.language ?? null,
  handler: contact.handler.kind,
  callerNumber: contact.personal?.number ?? null,
  callerName: contact.personal?.name ?? contact.personal?.displayName ?? null,
  erased: contact.personal === undefined,
})

export const writeFollowUp = (followUp: FollowUp, contact: ContactId, info: BusinessInfo, now: Instant): FollowUpAnswer => ({
  id: followUp.id,
  contact,
  kind: followUp.kind,
  urgent: followUp.urgent,
  owner: followUp.owner,
  ownerName: info.people.find(({ id }) => id === followUp.owner)?.name ?? followUp.owner,
  openedAt: moment(followUp.openedAt),
  dueAt: moment(followUp.dueAt),
  overdue: isOverdue(followUp, now),
  closedAt: momentOrNull(followUp.closed?.at),
  closedWhy: followUp.closed?.why ?? null,
  erased: followUp.personal === undefined,
  name: followUp.personal?.name ?? null,
  number: followUp.personal?.number ?? null,
  matter: followUp.personal?.matter ?? null,
  recording: followUp.recording ?? null,
})

const writeTurn = (line: TranscriptLine): Turn => {
  const { seq, at, who: speaker } = line
  const text = line.text ?? null
  if (line.who === 'first-line') {
    const { state } = line
    return { seq, at: moment(at), speaker, text, by: 'voice', completed: state === 'completed', state, recording: null, durationMs: null }
  }
  const { by, confidence, recording = null, durationMs = null } = line
  const heard = by === 'voice' ? { confidence } : {}
  return { seq, at: moment(at), speaker, text, by, completed: true, state: 'completed', recording, durationMs, ...heard }
}

const writeDecision = ({ seq, at, type, what, reason }: Decision): DecisionLine => ({
  seq,
  at: moment(at),
  what: type,
  detail: what,
  reason: { ...reason },
})

const writeSlot = (slot: ReturnType<typeof slotsOf>[number]): SlotValue => ({ ...slot, value: slot.value ?? null })

const writeEvent = (event: KeptEvent): EventLine => ({
  seq: event.seq,
  at: moment(event.at),
  type: event.type,
  data: { ...event.data },
  personal: 'personal' in event && event.personal !== undefined ? { ...event.personal } : null,
})

const writeTimings = ({ pickedUpAfterMs, durationMs, measured }: Timings): TimingsAnswer => {
  const { replyMs = [], ...figures } = measured
  // A figure that was measured more than once counts as it was measured last: the line adds up as it goes.
  const last = Object.entries(figures).flatMap(([name, values]) => values.slice(-1).map((value) => [name, value] as const))
  return {
    pickedUpAfterMs: pickedUpAfterMs === undefined ? null : Math.round(pickedUpAfterMs),
    durationMs: durationMs ?? null,
    replyMs: replyMs.map(Math.round),
    measured: Object.fromEntries(last),
  }
}

export const writeContactDetail = (
  contact: Contact,
  around: {
    readonly info: BusinessInfo
    readonly appointment: Appointment | undefined
    readonly playbookNumber: number | undefined
    readonly now: Instant
  },
): ContactDetail => {
  const { info, appointment, playbookNumber, now } = around
  const { playbookVersion } = contact.summary
  return {
    ...writeContactRow({ ...contact.summary, id: contact.id }),
    playbookVersion: playbookVersion === undefined || playbookNumber === undefined ? null : { id: playbookVersion, number: playbookNumber },
    turns: contact.transcript.map(writeTurn),
    decisions: contact.decisions.map(writeDecision),
    slots: slotsOf(contact.events).map(writeSlot),
    appointment: appointment === undefined ? null : writeAppointment(appointment, info),
    followUps: contact.followUps.map((followUp) => writeFollowUp(followUp, contact.id, info, now)),
    timings: writeTimings(contact.timings),
    events: contact.events.map(writeEvent),
  }
}
