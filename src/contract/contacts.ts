import { z } from 'zod'
import type { Route } from './route.ts'
import { ChannelName, Id, LanguageName, Moment, OutcomeName } from './words.ts'

/** A contact as it stands in a list. What was erased reads `null`. */
export const ContactRow = z
  .object({
    id: Id,
    channel: ChannelName.nullable().describe('null when the first event was lost'),
    direction: z.enum(['inbound', 'outbound']).nullable(),
    state: z.enum(['ringing', 'live', 'ended']),
    startedAt: Moment,
    pickedUpAt: Moment.nullable(),
    endedAt: Moment.nullable(),
    outcome: OutcomeName.nullable(),
    callType: z.string().nullable(),
    urgent: z.boolean(),
    language: LanguageName.nullable(),
    handler: z.enum(['first-line', 'member', 'partner-agent']),
    callerNumber: z.string().nullable(),
    callerName: z.string().nullable(),
    erased: z.boolean().describe('Everything personal in it is gone for good; otherwise a missing number was withheld'),
  })
  .meta({ id: 'ContactRow' })
export type ContactRow = z.infer<typeof ContactRow>

/** A line of the transcript: what was really said and heard. */
export const Turn = z
  .object({
    seq: z.int(),
    at: Moment,
    speaker: z.enum(['caller', 'first-line', 'member', 'partner-agent']),
    text: z.string().nullable().describe('null once erased'),
    by: z.enum(['voice', 'keypad', 'text', 'recording']).describe('How it came'),
    completed: z.boolean().describe('false: talked over or cut off; the text stops where the sound stopped'),
    state: z
      .enum(['sounding', 'completed', 'talked-over', 'unconfirmed'])
      .describe('sounding: being said now; unconfirmed: a crash left nobody who could tell how much of it was heard'),
    recording: Id.nullable().describe('The spoken message, where the turn is one'),
    durationMs: z.int().nullable(),
    confidence: z.number().optional().describe('How sure the recogniser was of the words, 0 to 1; for what a caller said by voice'),
  })
  .meta({ id: 'Turn' })
export type Turn = z.infer<typeof Turn>

export const Reason = z
  .object({ rule: z.string(), article: z.string().optional(), score: z.number().optional(), note: z.string().optional() })
  .meta({ id: 'Reason' })

/** A decision of the first line's, and why. */
export const DecisionLine = z
  .object({
    seq: z.int(),
    at: Moment,
    what: z.string().describe('The type of the event that holds the decision, e.g. "call-type-set"'),
    detail: z.string().describe('What was decided: a call type, a slot, an article, an outcome ...'),
    reason: Reason,
  })
  .meta({ id: 'Decision' })
export type DecisionLine = z.infer<typeof DecisionLine>

export const SlotValue = z
  .object({ slot: z.string(), kind: z.string(), value: z.string().nullable(), confirmed: z.boolean() })
  .meta({ id: 'Slot' })
export type SlotValue = z.infer<typeof SlotValue>

export const EventLine = z
  .object({
    seq: z.int(),
    at: Moment,
    type: z.string(),
    data: z.record(z.string(), z.unknown()),
    personal: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'Event' })
export type EventLine = z.infer<typeof EventLine>

export const FollowUp = z
  .object({
    id: Id,
    contact: Id,
    kind: z.enum(['message', 'callback', 'escalation', 'interrupted']),
    urgent: z.boolean(),
    owner: z.string(),
    ownerName: z.string(),
    openedAt: Moment,
    dueAt: Moment,
    overdue: z.boolean(),
    closedAt: Moment.nullable(),
    closedWhy: z.enum(['done', 'not-needed', 'merged']).nullable(),
    erased: z.boolean(),
    name: z.string().nullable(),
    number: z.string().nullable(),
    matter: z.string().nullable(),
    recording: Id.nullable(),
  })
  .meta({ id: 'FollowUp' })
export type FollowUp = z.infer<typeof FollowUp>

export const Appointment = z
  .object({
    id: Id,
    contact: Id.nullable(),
    service: z.string(),
    serviceName: z.string(),
    person: z.string(),
    personName: z.string(),
    startsAt: Moment,
    endsAt: Moment,
    status: z.enum(['booked', 'cancelled']),
    customerName: z.string().nullable(),
    number: z.string().nullable(),
    bookedAt: Moment,
  })
  .meta({ id: 'Appointment' })
export type Appointment = z.infer<typeof Appointment>

export const Timings = z
  .object({
    pickedUpAfterMs: z.int().nullable(),
    durationMs: z.int().nullable(),
    replyMs: z.array(z.int()).describe('For each turn of the caller: until our answer began to sound'),
    measured: z.record(z.string(), z.number()).describe('Audio figures of the line: packets, loss, concealment, jitter'),
  })
  .meta({ id: 'Timings' })
export type Timings = z.infer<typeof Timings>

export const ContactDetail = ContactRow.extend({
  playbookVersion: z.object({ id: Id, number: z.int() }).nullable(),
  turns: z.array(Turn),
  decisions: z.array(DecisionLine),
  slots: z.array(SlotValue),
  appointment: Appointment.nullable(),
  followUps: z.array(FollowUp),
  timings: Timings,
  events: z.array(EventLine),
}).meta({ id: 'Contact' })
export type ContactDetail = z.infer<typeof ContactDetail>

export const listContacts = {
  id: 'listContacts',
  method: 'get',
  path: '/contacts',
  tag: 'contacts',
  summary: 'Contacts, newest first',
  query: z.object({
    before: Id.optional().describe('The `next` of the page before'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: z.object({ contacts: z.array(ContactRow), next: z.string().nullable() }),
} as const satisfies Route

export const getContact = {
  id: 'getContact',
  method: 'get',
  path: '/contacts/{contact}',
  tag: 'contacts',
  summary: 'One contact with its turns, events, decisions and what came of it',
  params: z.object({ contact: Id }),
  answer: ContactDetail,
} as const satisfies Route

export const getRecording = {
  id: 'getRecording',
  method: 'get',
  path: '/contacts/{contact}/recordings/{recording}',
  tag: 'contacts',
  summary: 'A spoken message, as WAV',
  params: z.object({ contact: Id, recording: Id }),
  answer: 'audio',
} as const satisfies Route

export const listFollowUps = {
  id: 'listFollowUps',
  method: 'get',
  path: '/follow-ups',
  tag: 'follow-ups',
  summary: 'Work owed to customers, by due time',
  query: z.object({ open: z.enum(['true', 'false']).default('true') }),
  answer: z.object({ followUps: z.array(FollowUp) }),
} as const satisfies Route

export const closeFollowUp = {
  id: 'closeFollowUp',
  method: 'post',
  path: '/follow-ups/{followUp}/close',
  tag: 'follow-ups',
  summary: 'The work is done, or not needed any more',
  params: z.object({ followUp: Id }),
  body: z.object({ why: z.enum(['done', 'not-needed']), note: z.string().max(2000).optional() }),
  answer: FollowUp,
} as const satisfies Route

export const listAppointments = {
  id: 'listAppointments',
  method: 'get',
  path: '/appointments',
  tag: 'appointments',
  summary: 'Appointments that start within a span of days',
  query: z.object({
    from: z.iso.date().optional().describe("A day in the business's zone; absent: today"),
    days: z.coerce.number().int().min(1).max(60).default(1),
  }),
  answer: z.object({ from: z.iso.date(), to: z.iso.date(), appointments: z.array(Appointment) }),
} as const satisfies Route

/** What `live` sends: a hint to read again, never the content. */
export const LiveHint = z
  .object({ what: z.enum(['contact', 'follow-up', 'appointment', 'all']), id: Id.nullable() })
  .meta({ id: 'LiveHint' })
export type LiveHint = z.infer<typeof LiveHint>

export const live = {
  id: 'live',
  method: 'get',
  path: '/live',
  tag: 'live',
  summary: 'Server-sent events: each is a LiveHint as JSON in `data`',
  answer: 'event-stream',
} as const satisfies Route
