import type { AppointmentId, BusinessId, ContactId } from '#kernel/ids.ts'
import { type Instant, instant } from '#kernel/instant.ts'
import { sql } from 'kysely'
import type { Transaction } from '../platform/postgres/database.ts'
import type { Busy, Span } from './core/index.ts'
import type { Appointment } from './door.ts'

/** An appointment as it is stored; who comes is sealed. */
export type AppointmentRow = Omit<Appointment, 'customer'> & { readonly subject: string; readonly personal: Uint8Array }

type Stored = {
  readonly id: AppointmentId
  readonly contact_id: ContactId | null
  readonly service: string
  readonly person: string
  readonly starts_at: Date
  readonly ends_at: Date
  readonly status: 'booked' | 'cancelled'
  readonly created_at: Date
  readonly subject: string
  readonly personal: Uint8Array
}

const moment = (at: Instant): Date => new Date(at)
const COLUMNS = sql.raw('id, contact_id, service, person, starts_at, ends_at, status, created_at, subject, personal')

const fromStored = (row: Stored): AppointmentRow => ({
  id: row.id,
  contact: row.contact_id ?? undefined,
  service: row.service,
  person: row.person,
  start: instant(row.starts_at.getTime()),
  end: instant(row.ends_at.getTime()),
  status: row.status,
  createdAt: instant(row.created_at.getTime()),
  subject: row.subject,
  personal: row.personal,
})

/** What is still booked of these people after `from`, buffers included. */
export const readBusy = async (
  tx: Transaction,
  business: BusinessId,
  people: readonly string[],
  from: Instant,
): Promise<readonly Busy[]> => {
  const { rows } = await sql<{ readonly person: string; readonly busy_from: Date; readonly busy_to: Date }>`
    select person, busy_from, busy_to from appointment
    where business_id = ${business} and status = 'booked' and busy_to > ${moment(from)} and person = any(${[...people]}::text[])`.execute(
    tx,
  )
  return rows.map(({ person, busy_from, busy_to }) => ({
    person,
    start: instant(busy_from.getTime()),
    end: instant(busy_to.getTime()),
  }))
}

export const readAppointment = async (tx: Transaction, business: BusinessId, id: AppointmentId): Promise<AppointmentRow | undefined> => {
  const { rows } = await sql<Stored>`select ${COLUMNS} from appointment where business_id = ${business} and id = ${id}`.execute(tx)
  return rows.map(fromStored)[0]
}

/** The appointments that share a moment with the span, by start. */
export const readAppointments = async (tx: Transaction, business: BusinessId, { start, end }: Span): Promise<readonly AppointmentRow[]> => {
  const { rows } = await sql<Stored>`
    select ${COLUMNS} from appointment
    where business_id = ${business} and starts_at < ${moment(end)} and ends_at > ${moment(start)}
      -- No appointment takes longer than a day; said so that the index by start has both its ends.
      and starts_at > ${moment(start)}::timestamptz - interval '24 hours'
    order by starts_at, person, id`.execute(tx)
  return rows.map(fromStored)
}

/**
 * Stores a booked appointment; false when its id is there already, or its person is busy in `busy`. Waits for whoever is
 * just booking the same, and raises no error for it: `on conflict` without a target covers the exclusion constraint too.
 */
export const insertAppointment = async (tx: Transaction, business: BusinessId, row: AppointmentRow, busy: Span): Promise<boolean> => {
  const { rows } = await sql`
    insert into appointment (
      business_id, id, contact_id, service, person, starts_at, ends_at, busy_from, busy_to, status, created_at, subject, personal
    ) values (
      ${business}, ${row.id}, ${row.contact ?? null}, ${row.service}, ${row.person}, ${moment(row.start)}, ${moment(row.end)},
      ${moment(busy.start)}, ${moment(busy.end)}, ${row.status}, ${moment(row.createdAt)}, ${row.subject}, ${row.personal}
    ) on conflict do nothing returning id`.execute(tx)
  return rows.length === 1
}

/** Cancels, or leaves cancelled; false when there is no such appointment. */
export const cancelAppointment = async (tx: Transaction, business: BusinessId, id: AppointmentId, now: Instant): Promise<boolean> => {
  const { rows } = await sql`
    update appointment set status = 'cancelled', cancelled_at = coalesce(cancelled_at, ${moment(now)})
    where business_id = ${business} and id = ${id} returning id`.execute(tx)
  return rows.length === 1
}
