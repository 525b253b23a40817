import { Kysely, PostgresDialect, sql } from 'kysely'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#kernel/app-error.ts'
import type { BusinessId } from '#kernel/ids.ts'
import { appPool } from './app-pool.ts'
import { awayReason, DatabaseAway, mayBeRetried } from './database-away.ts'
import type { Database, Transaction } from './database.ts'
import { startProber } from './prober.ts'
import type { ServerAddress } from './server-address.ts'

export class AppRoleTooStrong extends AppError {
  override readonly name = 'AppRoleTooStrong'
  override readonly kind = 'forbidden'
  constructor(role: string) {
    super(
      `The database role "${role}" is a superuser or bypasses row-level security, so businesses would not be kept apart. Run: ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS`,
    )
  }
}

export type OpenDatabase = Database & {
  /** Waits for running transactions, then closes the connections. */
  close(): Promise<void>
}

export type OpenOptions = {
  /** At most this many at once; 20 by default. */
  readonly connections?: number
  /** How long to go on asking, in ms, before it is called away: for a server that is known to run, on a machine that may be busy. */
  readonly patienceMs?: number
}

const TRIES = 4
const ASK_AGAIN_MS = 100

type RoleRow = { readonly name: string; readonly strong: boolean }

/** Row-level security binds neither a superuser nor a role with BYPASSRLS, however the tables are made. */
export const refuseStrongRole = async (ask: (text: string) => Promise<readonly RoleRow[]>): Promise<void> => {
  const [role] = await ask(
    'select current_user::text as name, rolsuper or rolbypassrls as strong from pg_roles where rolname = current_user',
  )
  if (role?.strong !== false) throw new AppRoleTooStrong(role?.name ?? 'unknown')
}

/**
 * Opens a migrated database for the program. Rejects with `DatabaseAway` when it is not there, `AppRoleTooStrong` when its
 * role would see through row-level security.
 */
export const openDatabase = async (address: ServerAddress, options: OpenOptions = {}): Promise<OpenDatabase> => {
  const kysely = new Kysely<Record<never, never>>({ dialect: new PostgresDialect({ pool: appPool(address, options.connections ?? 20) }) })
  const prober = startProber(address)

  const once = async <T>(business: string, installation: string, work: (tx: Transaction) => Promise<T>): Promise<T> =>
    kysely.transaction().execute(async (tx) => {
      await sql`select set_config('app.business', ${business}, true), set_config('app.installation', ${installation}, true)`.execute(tx)
      return work(tx)
    })

  const run = async <T>(business: string, installation: string, work: (tx: Transaction) => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const result = await once(business, installation, work)
        prober.foundThere()
        return result
      } catch (error) {
        if (mayBeRetried(error) && attempt < TRIES) {
          // Two that collided must not collide in step again: each waits for a different while.
          await sleep(attempt * (2 + (performance.now() % 9)))
          continue
        }
        const reason = awayReason(error)
        if (reason === undefined) throw error
        prober.foundAway()
        throw new DatabaseAway(reason, error)
      }
    }
  }

  const database: OpenDatabase = {
    forBusiness: (business: BusinessId, work) => run(business, '', work),
    forInstallation: (work) => run('', 'on', work),
    get reachable() {
      return prober.reachable
    },
    onReachable: (listener) => prober.onReachable(listener),
    close: async () => {
      await prober.stop()
      await kysely.destroy()
    },
  }

  const firstQuestion = (): Promise<void> =>
    database.forInstallation((tx) => refuseStrongRole(async (text) => (await sql.raw<RoleRow>(text).execute(tx)).rows))
  const deadline = performance.now() + (options.patienceMs ?? 0)
  for (;;) {
    try {
      await firstQuestion()
      return database
    } catch (error) {
      if (!(error instanceof DatabaseAway) || performance.now() > deadline) {
        await database.close()
        throw error
      }
    }
    await sleep(ASK_AGAIN_MS)
  }
}
