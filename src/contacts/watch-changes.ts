import type { BusinessId, ContactId } from '#kernel/ids.ts'
import type { Transaction } from '#platform/postgres/database.ts'

/** Something happened to a contact: events up to `seq` are there, or a follow-up of it became overdue. Nothing personal travels. */
export type ContactChange = {
  readonly business: BusinessId
  readonly contact: ContactId
  readonly what: 'events' | 'overdue'
}

/** How changes travel between the program's nodes: told when, and only when, the transaction they belong to commits. */
export interface ChangeBus {
  publish(tx: Transaction, change: ContactChange): Promise<void>
  /** Calls `listener` for each change of any node; the answer ends it. */
  subscribe(listener: (change: ContactChange) => void): () => void
}
