import type { BusinessId } from '#kernel/ids.ts'
import type { Transaction as KyselyTransaction } from 'kysely'

/** No tables of its own: a module names its own with `tx.withTables<BookingTables>()`, or writes SQL with Kysely's `sql` tag. */
export type Transaction = KyselyTransaction<Record<never, never>>

/**
 * The one way to the data. Work runs in a transaction as the application's role (no superuser, no BYPASSRLS) with
 * `app.business` set, so that row-level security shows one business only, even when a statement forgets its `where`.
 * Rejects with `DatabaseAway` when the database cannot be reached (and only then): nothing was committed, or nobody knows;
 * so what is written here carries ids chosen before, and may be written again.
 */
export interface Database {
  forBusiness<T>(business: BusinessId, work: (tx: Transaction) => Promise<T>): Promise<T>
  /** For what belongs to the installation, not to a business (list of businesses, lines by address). Sees no business's rows. */
  forInstallation<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  /** True while the last attempt to reach it succeeded. */
  readonly reachable: boolean
  onReachable(listener: (reachable: boolean) => void): () => void
}
