import { type RawBuilder, sql } from 'kysely'
import type { AppointmentId, BusinessId, ContactId, CustomerId, EventId, FollowUpId, LineId, PlaybookVersionId } from '#kernel/ids.ts'
import { type Instant, instant } from '#kernel/instant.ts'
import type { Language } from '#kernel/language.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import type { SubjectKey, Vault } from '#platform/vault/vault.ts'
import { type Decision, decisionsOf } from './core/decisions.ts'
import type { Channel, Handler, KeptEvent, Outcome } from './core/events.ts'
import { type FollowUp, type FollowUpKind, followUpsOf } from './core/follow-ups.ts'
import { type ContactSummary, summarise } from './core/summarise.ts'
import { type Timings, timingsOf } from './core/timings.ts'
import { type TranscriptLine, transcriptOf } from './core/transcript.ts'
import { loadEvents } from './load-events.ts'

/** A contact as a list shows it. `personal` is undefined once its key was shredded. */
export type ListedContact = Omit<ContactSummary, 'personal'> & {
  readonly id: ContactId
  readonly seq: number
  readonly openFollowUps: number
  readonly personal: ContactSummary['personal'] | undefined
}

export type Recording = {
  readonly id: string
  readonly kind: 'call' | 'message'
  readonly durationMs: number
  readonly keptAt: Instant
}

/** A contact with everything that is on record of it. */
export type Contact = {
  readonly id: ContactId
  readonly summary: Omit<ContactSummary, 'personal'> & { readonly personal: ContactSummary['personal'] | undefined }
  readonly transcript: readonly TranscriptLine[]
  readonly decisions: readonly Decision[]
  readonly timings: Timings
  readonly followUps: readonly FollowUp[]
  readonly recordings: readonly Recording[]
  readonly events: readonly KeptEvent[]
}

/** A follow-up in the list of what is owed. */
export type ListedFollowUp = FollowUp & { readonly contact: ContactId }

type ContactRow = {
  readonly id: ContactId
  readonly last_seq: number
  readonly line_id: LineId | null
  readonly channel: Channel | null
  readonly direction: 'inbound' | 'outbound' | null
  readonly node: string | null
  readonly playbook_version: PlaybookVersionId | null
  readonly started_at: Date
  readonly answered_at: Date | null
  readonly ended_at: Date | null
  readonly picked_up_after_ms: number | null
  readonly outcome: Outcome | null
  readonly ended_by: ContactSummary['endedBy'] | null
  readonly call_type: string | null
  readonly urgent: boolean
  readonly language: Language | null
  readonly handler_kind: Handler['kind']
  readonly handler_id: string | null
  readonly customer_id: CustomerId | null
  readonly appointment_id: AppointmentId | null
  readonly slots: readonly string[]
  readonly personal: Buffer | null
  readonly open_follow_ups: number
}

const moment = (date: Date | null): Instant | undefined => (date === null ? undefined : instant(date.getTime()))

const listed = (row: ContactRow, key: SubjectKey | undefined): ListedContact => {
  const ended = row.ended_at !== null
  const begun = row.answered_at === null ? 'ringing' : 'live'
  return {
    id: row.id,
    seq: row.last_seq,
    state: ended ? 'ended' : begun,
    channel: row.channel ?? undefined,
    direction: row.direction ?? undefined,
    line: row.line_id ?? undefined,
    node: row.node ?? undefined,
    playbookVersion: row.playbook_version ?? undefined,
    startedAt: moment(row.started_at),
    answeredAt: moment(row.answered_at),
    endedAt: moment(row.ended_at),
    pickedUpAfterMs: row.picked_up_after_ms ?? undefined,
    outcome: row.outcome ?? undefined,
    endedBy: row.ended_by ?? undefined,
    callType: row.call_type ?? undefined,
    urgent: row.urgent,
    language: row.language ?? undefined,
    handler: row.handler_kind === 'first-line' ? { kind: 'first-line' } : { kind: row.handler_kind, id: row.handler_id ?? '' },
    customer: row.customer_id ?? undefined,
    appointment: row.appointment_id ?? undefined,
    slots: row.slots,
    openFollowUps: row.open_follow_ups,
    personal: key && (row.personal === null ? {} : (key.open(row.personal, row.id) as ContactSummary['personal'])),
  }
}

export type Page = {
  /** Only contacts that began before this one did. */
  readonly before?: ContactId | undefined
  readonly limit: number
  /** Only those without an outcome. */
  readonly open?: boolean | undefined
}

/** Everything, when nothing is given or it is not there. A value and no subquery, so that the index is entered where the page begins. */
const momentBefore = async (tx: Transaction, business: BusinessId, before: ContactId | undefined): Promise<RawBuilder<unknown>> => {
  if (before === undefined) return sql`true`
  const { rows } = await sql<{ started_at: Date }>`
    select started_at from contact where business_id = ${business} and id = ${before}`.execute(tx)
  const [row] = rows
  return row === undefined ? sql`true` : sql`(started_at, id) < (${row.started_at}, ${before})`
}

/** Contacts of a business, newest first. A `before` that is not there gives the first page. */
export const listContacts = async (tx: Transaction, vault: Vault, business: BusinessId, page: Page): Promise<readonly ListedContact[]> => {
  const before = await momentBefore(tx, business, page.before)
  const { rows } = await sql<ContactRow>`
    select contact.*, (select count(*)::int from follow_up as f
      where f.business_id = contact.business_id and f.contact_id = contact.id and f.closed_at is null) as open_follow_ups
    from contact
    where business_id = ${business} and ${before} and ${page.open === true ? sql`ended_at is null` : sql`true`}
    order by started_at desc, id desc limit ${page.limit}`.execute(tx)
  const keys = await vault.keys(
    tx,
    business,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => listed(row, keys.get(row.id)))
}

/** Everything on record of a contact; undefined when the business has no such contact. */
export const readContact = async (tx: Transaction, vault: Vault, business: BusinessId, id: ContactId): Promise<Contact | undefined> => {
  const key = await vault.key(tx, business, id)
  const events = await loadEvents(tx, business, id, key)
  if (events.length === 0) return undefined
  const { rows } = await sql<{ id: string; kind: 'call' | 'message'; duration_ms: number; kept_at: Date }>`
    select id, kind, duration_ms, kept_at from recording where business_id = ${business} and contact_id = ${id} order by kept_at, id`.execute(
    tx,
  )
  const summary = summarise(events)
  return {
    id,
    summary: key === undefined ? { ...summary, personal: undefined } : summary,
    transcript: transcriptOf(events),
    decisions: decisionsOf(events),
    timings: timingsOf(events),
    followUps: followUpsOf(events),
    recordings: rows.map((row) => ({ id: row.id, kind: row.kind, durationMs: row.duration_ms, keptAt: instant(row.kept_at.getTime()) })),
    events,
  }
}

type FollowUpRow = {
  readonly id: FollowUpId
  readonly contact_id: ContactId
  readonly kind: FollowUpKind
  readonly urgent: boolean
  readonly owner: string
  readonly due_at: Date
  readonly opened_at: Date
  readonly closed_at: Date | null
  readonly closed_why: 'done' | 'not-needed' | 'merged' | null
  readonly recording: string | null
  readonly opened_by: EventId
  readonly personal: Buffer | null
}

const owed = (row: FollowUpRow, key: SubjectKey | undefined): ListedFollowUp => ({
  id: row.id,
  contact: row.contact_id,
  kind: row.kind,
  urgent: row.urgent,
  owner: row.owner,
  dueAt: instant(row.due_at.getTime()),
  openedAt: instant(row.opened_at.getTime()),
  recording: row.recording ?? undefined,
  closed: row.closed_at === null || row.closed_why === null ? undefined : { at: instant(row.closed_at.getTime()), why: row.closed_why },
  personal: row.personal === null ? undefined : (key?.open(row.personal, row.opened_by) as FollowUp['personal']),
})

/** What is owed, soonest due first; with `open: false` what was closed, newest first. At most `limit`. */
export const listFollowUps = async (
  tx: Transaction,
  vault: Vault,
  business: BusinessId,
  { open, limit }: { readonly open: boolean; readonly limit: number },
): Promise<readonly ListedFollowUp[]> => {
  const which = open ? sql`closed_at is null order by due_at, id` : sql`closed_at is not null order by closed_at desc, id desc`
  const { rows } = await sql<FollowUpRow>`select * from follow_up where business_id = ${business} and ${which} limit ${limit}`.execute(tx)
  const keys = await vault.keys(tx, business, [...new Set(rows.map((row) => row.contact_id))])
  return rows.map((row) => owed(row, keys.get(row.contact_id)))
}

/** The contact a follow-up belongs to, and whether it is closed; undefined when the business has no such follow-up. */
export const findFollowUp = async (
  tx: Transaction,
  business: BusinessId,
  id: FollowUpId,
): Promise<{ readonly contact: ContactId; readonly closed: boolean; readonly dueAt: Instant } | undefined> => {
  const { rows } = await sql<{ contact_id: ContactId; closed: boolean; due_at: Date }>`
    select contact_id, closed_at is not null as closed, due_at from follow_up where business_id = ${business} and id = ${id}`.execute(tx)
  const [row] = rows
  return row && { contact: row.contact_id, closed: row.closed, dueAt: instant(row.due_at.getTime()) }
}

/** Contacts of one business that a node left without an outcome, oldest first. */
export const findUnfinished = async (tx: Transaction, business: BusinessId, node: string): Promise<readonly ContactId[]> => {
  const { rows } = await sql<{ id: ContactId }>`
    select id from contact where business_id = ${business} and node = ${node} and ended_at is null order by started_at, id`.execute(tx)
  return rows.map(({ id }) => id)
}
