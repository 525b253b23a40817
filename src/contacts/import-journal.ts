import type { Database } from '#platform/postgres/database.ts'
import { DatabaseAway } from '#platform/postgres/database-away.ts'
import { SealBroken } from '#platform/vault/seal.ts'
import { ContactEnded } from './core/may-follow.ts'
import type { ImportResult, Journal } from './journal/journal.ts'
import type { Batch } from './seal-events.ts'
import { type Ledger, storeEvents } from './store-events.ts'

/**
 * What will be refused tomorrow as it is today: SQLSTATE classes 22 (data exception) and 23 (a constraint), an outcome that
 * stands already, a key that another installation wrapped. Everything else may pass the next time.
 */
const isFinal = (error: unknown): error is Error => {
  if (error instanceof DatabaseAway || !(error instanceof Error)) return false
  if (error instanceof ContactEnded || error instanceof SealBroken) return true
  return 'code' in error && typeof error.code === 'string' && /^2[23]/.test(error.code)
}

/** Brings the journal into the database, once and in order. Rejects when the database goes away on the way; the rest waits. */
export const importJournal = (journal: Journal, database: Database, ledger: Ledger): Promise<ImportResult> =>
  journal.importInto(async ({ business, contact, key: wrapped, events }: Batch) => {
    try {
      const key = ledger.vault.unwrap(wrapped)
      await database.forBusiness(business, (tx) => storeEvents(tx, ledger, { business, contact, key, events }, undefined))
      return 'stored'
    } catch (error) {
      if (isFinal(error)) return { refused: error }
      throw error
    }
  })
