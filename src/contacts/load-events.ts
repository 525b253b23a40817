import { sql } from 'kysely'
import type { BusinessId, ContactId, EventId } from '#kernel/ids.ts'
import { instant } from '#kernel/instant.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import type { SubjectKey } from '#platform/vault/vault.ts'
import type { ContactEvent, KeptEvent } from './core/events.ts'
import { openEvent } from './seal-events.ts'

type EventRow = {
  readonly seq: number
  readonly id: EventId
  readonly at: Date
  readonly type: ContactEvent['type']
  readonly data: Readonly<Record<string, unknown>>
  readonly personal: Buffer | null
}

/** A contact's events in order, opened as far as `key` (undefined: shredded) does. */
export const loadEvents = async (
  tx: Transaction,
  business: BusinessId,
  contact: ContactId,
  key: SubjectKey | undefined,
): Promise<readonly KeptEvent[]> => {
  const { rows } = await sql<EventRow>`
    select seq, id, at, type, data, personal from contact_event
    where business_id = ${business} and contact_id = ${contact} order by seq`.execute(tx)
  return rows.map(({ seq, at, personal, ...row }) =>
    openEvent(key, contact, seq, { ...row, at: instant(at.getTime()), personal: personal ?? undefined }),
  )
}
