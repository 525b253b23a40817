import pg from 'pg'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import { awayReason } from './database-away.ts'
import type { ServerAddress } from './server-address.ts'

/** The role the program works as: it owns nothing, and row-level security binds it. */
export const APP_ROLE = 'firstline_app'

/** No statement of ours takes seconds; one that does is stuck, and a caller is waiting. */
const STATEMENT_TIMEOUT_MS = 3_000
/** A transaction that waits for us this long was forgotten; its locks must not stay. */
const IDLE_IN_TRANSACTION_MS = 10_000
/** When the server itself hangs and its own timeout does not fire. */
const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 500
export const CONNECT_TIMEOUT_MS = 1_000

/** How to enter the database as the application: never as the owner, whoever the address names. */
export const asApp = (address: ServerAddress): pg.ClientConfig => ({
  ...address,
  application_name: 'firstline',
  options: `-c role=${APP_ROLE} -c statement_timeout=${STATEMENT_TIMEOUT_MS} -c idle_in_transaction_session_timeout=${IDLE_IN_TRANSACTION_MS}`,
  connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  query_timeout: ANSWER_TIMEOUT_MS,
  keepAlive: true,
})

/**
 * A client that, once its connection has failed, answers every further query with the same error at once and is thrown away
 * when released. (Without it, Kysely's rollback would wait for the answer timeout a second time, and the pool would hand
 * the dead connection to the next one.)
 */
const guarded = (client: pg.PoolClient): PostgresPoolClient => {
  let broken: Error | undefined
  const query = async (text: string, values: unknown[]): Promise<pg.QueryResult> => {
    if (broken !== undefined) throw broken
    try {
      return await client.query(text, values)
    } catch (error) {
      // An error with a severity came from a server that is still there; its connection is sound unless it says FATAL.
      const severity = (error as { readonly severity?: unknown }).severity
      if (error instanceof Error && awayReason(error) !== undefined && severity !== 'ERROR') broken = error
      throw error
    }
  }
  return { query, release: (destroy?: boolean) => client.release(broken ?? destroy) } as unknown as PostgresPoolClient
}

/** A pool of connections as the application, in the shape Kysely takes. `connections`: at most that many at once. */
export const appPool = (address: ServerAddress, connections: number): PostgresPool & { end(): Promise<void> } => {
  const pool = new pg.Pool({ ...asApp(address), max: connections, idleTimeoutMillis: 60_000 })
  // A connection that ends while nobody asks is no news here, the prober tells; but without a listener, on the pool for idle ones and
  // on each client for those in hand, Node would end the program.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return { options: pool.options, connect: async () => guarded(await pool.connect()), end: () => pool.end() }
}
