import { sql } from 'kysely'
import type { BusinessId, ContactId, EventId } from '#kernel/ids.ts'
import type { Bus } from '#platform/postgres/bus.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import type { SubjectKey, Vault } from '#platform/vault/vault.ts'
import { mayFollow } from './core/may-follow.ts'
import { type ContactSummary, evolveSummary, nothingYet } from './core/summarise.ts'
import type { KeptEvent } from './core/events.ts'
import { loadEvents } from './load-events.ts'
import { type SealedEvent, openEvent } from './seal-events.ts'
import { planOverdue } from './overdue.ts'
import { announceChange } from './watch-changes.ts'

/** How far a contact is written: its newest event's number and the fold of all of them. */
export type Written = { readonly seq: number; readonly summary: ContactSummary }

const notWritten: Written = { seq: 0, summary: nothingYet }

/** A contact's events on their way into the database. `key` is undefined when it was shredded. */
export type Addition = {
  readonly business: BusinessId
  readonly contact: ContactId
  readonly key: SubjectKey | undefined
  readonly events: readonly SealedEvent[]
}

export type Ledger = { readonly vault: Vault; readonly bus: Bus }

/**
 * Writes events and, from them, the contact's row, its follow-ups and recordings, and tells who is watching: all in `tx`, so
 * all or nothing. The events are numbered on from what is there. Events that are there already (an answer was lost, and they
 * were sent again) are left alone. Refuses with `ContactEnded` what may not follow.
 *
 * `known` is what the writer believes to be there. The row is written only if that is still true; if somebody else wrote
 * meanwhile (or it is undefined), the contact is read, locked, and folded anew.
 */
export const storeEvents = async (
  tx: Transaction,
  { vault, bus }: Ledger,
  addition: Addition,
  known: Written | undefined,
): Promise<Written> => {
  const { business, contact, key } = addition
  let believed = known
  // At most: what was believed is wrong, then the contact was begun by somebody else in this very moment, then it is locked.
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const there = believed ?? (await readWritten(tx, addition))
    const fresh = believed === undefined ? await notYetStored(tx, business, addition.events) : addition.events
    if (fresh.length === 0) return there
    mayFollow(contact, there.summary.outcome !== undefined, fresh)
    const opened = fresh.map((event, index) => openEvent(key, contact, there.seq + 1 + index, event))
    const after = { seq: there.seq + fresh.length, summary: opened.reduce(evolveSummary, there.summary) }
    if (there.seq === 0 && key !== undefined) await vault.keep(tx, key)
    if (await writeRow(tx, addition, there.seq, after)) {
      await writeEvents(tx, business, contact, there.seq, fresh)
      for (const [index, event] of opened.entries()) await writeConsequence(tx, business, event, fresh[index]?.personal)
      await announceChange(tx, bus, { business, contact, what: 'events' })
      return after
    }
    believed = undefined
  }
  throw new Error(`the row of contact ${contact} does not say what its events say: it must be rebuilt from them`)
}

/** Until `tx` ends nobody else writes to the contact. False when there is none yet. */
export const lockContact = async (tx: Transaction, business: BusinessId, contact: ContactId): Promise<boolean> => {
  const { rows } = await sql`select from contact where business_id = ${business} and id = ${contact} for update`.execute(tx)
  return rows.length > 0
}

const readWritten = async (tx: Transaction, { business, contact, key }: Addition): Promise<Written> => {
  if (!(await lockContact(tx, business, contact))) return notWritten
  const events = await loadEvents(tx, business, contact, key)
  return { seq: events.at(-1)?.seq ?? 0, summary: events.reduce(evolveSummary, nothingYet) }
}

const notYetStored = async (tx: Transaction, business: BusinessId, events: readonly SealedEvent[]): Promise<readonly SealedEvent[]> => {
  const { rows } = await sql<{ id: EventId }>`
    select id from contact_event where business_id = ${business} and id = any(${events.map(({ id }) => id)}::uuid[])`.execute(tx)
  const stored = new Set(rows.map(({ id }) => id))
  return events.filter(({ id }) => !stored.has(id))
}

const time = (at: number | undefined): Date | null => (at === undefined ? null : new Date(at))

/** True when the row was as expected and is now as `after` says. */
const writeRow = async (tx: Transaction, { business, contact, key }: Addition, expected: number, after: Written): Promise<boolean> => {
  const { seq, summary } = after
  const { line, channel, direction, node, playbookVersion, customer, appointment, handler } = summary
  const personal = Object.keys(summary.personal).length === 0 ? undefined : key?.seal(summary.personal, contact)
  const { numAffectedRows } = await sql`
    insert into contact (business_id, id, last_seq, line_id, channel, direction, node, playbook_version, started_at, answered_at, ended_at,
      picked_up_after_ms, outcome, ended_by, call_type, urgent, language, handler_kind, handler_id, customer_id, appointment_id, slots, personal)
    values (${business}, ${contact}, ${seq}, ${line ?? null}, ${channel ?? null}, ${direction ?? null}, ${node ?? null},
      ${playbookVersion ?? null}, ${time(summary.startedAt)}, ${time(summary.answeredAt)}, ${time(summary.endedAt)},
      ${summary.pickedUpAfterMs ?? null}, ${summary.outcome ?? null},
      ${summary.endedBy ?? null}, ${summary.callType ?? null}, ${summary.urgent}, ${summary.language ?? null}, ${handler.kind},
      ${'id' in handler ? handler.id : null}, ${customer ?? null}, ${appointment ?? null}, ${[...summary.slots]}::text[],
      ${personal === undefined ? null : Buffer.from(personal)})
    on conflict (business_id, id) do update set last_seq = excluded.last_seq, line_id = excluded.line_id, channel = excluded.channel,
      direction = excluded.direction, node = excluded.node, playbook_version = excluded.playbook_version, started_at = excluded.started_at,
      answered_at = excluded.answered_at, ended_at = excluded.ended_at, picked_up_after_ms = excluded.picked_up_after_ms,
      outcome = excluded.outcome, ended_by = excluded.ended_by, call_type = excluded.call_type, urgent = excluded.urgent,
      language = excluded.language, handler_kind = excluded.handler_kind, handler_id = excluded.handler_id,
      customer_id = excluded.customer_id, appointment_id = excluded.appointment_id, slots = excluded.slots, personal = excluded.personal
    where contact.last_seq = ${expected}`.execute(tx)
  return numAffectedRows === 1n
}

const writeEvents = async (
  tx: Transaction,
  business: BusinessId,
  contact: ContactId,
  seq: number,
  events: readonly SealedEvent[],
): Promise<void> => {
  await sql`
    insert into contact_event (business_id, contact_id, seq, id, at, type, data, personal)
    select ${business}, ${contact}, ${seq}::int + event.ordinality, event.id, event.at, event.type, event.data::jsonb, event.personal
    from unnest(${events.map(({ id }) => id)}::uuid[], ${events.map(({ at }) => new Date(at))}::timestamptz[],
      ${events.map(({ type }) => type)}::text[], ${events.map(({ data }) => JSON.stringify(data))}::text[],
      ${events.map(({ personal }) => (personal === undefined ? null : Buffer.from(personal)))}::bytea[])
      with ordinality as event (id, at, type, data, personal, ordinality)`.execute(tx)
}

/** What an event leaves beside itself: a follow-up opened or closed, a recording. */
const writeConsequence = async (tx: Transaction, business: BusinessId, event: KeptEvent, sealed: Uint8Array | undefined): Promise<void> => {
  if (event.type === 'follow-up-opened') {
    const { followUp, kind, urgent, owner, dueAt, recording } = event.data
    await sql`
      insert into follow_up (business_id, id, contact_id, kind, urgent, owner, due_at, opened_at, recording, opened_by, personal)
      values (${business}, ${followUp}, ${event.contact}, ${kind}, ${urgent}, ${owner}, ${new Date(dueAt)}, ${new Date(event.at)},
        ${recording ?? null}, ${event.id}, ${sealed === undefined ? null : Buffer.from(sealed)})
      on conflict (business_id, id) do nothing`.execute(tx)
    await planOverdue(tx, event.contact, followUp, dueAt)
  }
  if (event.type === 'follow-up-closed')
    await sql`
      update follow_up set closed_at = ${new Date(event.at)}, closed_why = ${event.data.why}
      where business_id = ${business} and id = ${event.data.followUp} and contact_id = ${event.contact} and closed_at is null`.execute(tx)
  if (event.type === 'recording-kept') {
    const { recording, kind, durationMs } = event.data
    await sql`
      insert into recording (business_id, id, contact_id, kind, duration_ms, kept_at)
      values (${business}, ${recording}, ${event.contact}, ${kind}, ${Math.round(durationMs)}, ${new Date(event.at)})
      on conflict (business_id, id) do nothing`.execute(tx)
  }
}
