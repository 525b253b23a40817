import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runMigrations as migrateJobQueue } from 'graphile-worker'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import pg from 'pg'
import { AppError } from '#kernel/app-error.ts'
import { CONNECT_TIMEOUT_MS } from './app-pool.ts'
import { awayReason, DatabaseAway } from './database-away.ts'
import type { ServerAddress } from './server-address.ts'

export class MigrationRefused extends AppError {
  override readonly name = 'MigrationRefused'
  override readonly kind = 'conflict'
  readonly migration: string
  constructor(migration: string, reason: string, cause: unknown) {
    super(`The database could not be brought up to this program (${migration}): ${reason}. Nothing was changed.`, { cause })
    this.migration = migration
  }
}

export class PostgresTooOld extends AppError {
  override readonly name = 'PostgresTooOld'
  override readonly kind = 'invalid'
  readonly found: string
  constructor(found: string) {
    super(`DATABASE_URL points at PostgreSQL ${found}; Firstline needs ${OLDEST_MAJOR} or newer. Without DATABASE_URL it brings its own.`)
    this.found = found
  }
}

/** The oldest PostgreSQL that runs our SQL. */
export const OLDEST_MAJOR = 15

export const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url))

/** The migrations of a folder by name, in the order they run: `0001-platform` from `0001-platform.sql`. Forward only. */
export const readMigrations = (folder: string): Readonly<Record<string, Migration>> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith('.sql'))
      .toSorted()
      .map((file) => {
        const text = readFileSync(join(folder, file), 'utf8')
        return [file.slice(0, -'.sql'.length), { up: async (db) => void (await sql.raw(text).execute(db)) }]
      }),
  )

const asOwner = (address: ServerAddress): pg.PoolConfig => ({
  ...address,
  max: 2,
  connectionTimeoutMillis: 5 * CONNECT_TIMEOUT_MS,
  application_name: 'firstline migrations',
})

/**
 * Brings a database up to this program: all pending migrations in one transaction, then those of the job queue. Several programs
 * may do it at once; one does it, the others wait. Answers the names it ran.
 * Refuses with `DatabaseAway`, `PostgresTooOld`, `MigrationRefused` (also when the database is newer than the program).
 */
export const migrate = async (address: ServerAddress, folder = MIGRATIONS): Promise<readonly string[]> => {
  const pool = new pg.Pool(asOwner(address))
  // A connection that ends while idle is no news: the next question says so.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<Record<never, never>>({ dialect: new PostgresDialect({ pool }) })
  try {
    const { rows } = await pool.query<{ server_version: string }>('show server_version')
    const version = rows[0]?.server_version ?? '0'
    if (Number.parseInt(version, 10) < OLDEST_MAJOR) throw new PostgresTooOld(version)
    const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(readMigrations(folder)) } })
    const { error, results } = await migrator.migrateToLatest()
    if (error !== undefined) {
      const failed = results?.find((result) => result.status === 'Error')?.migrationName
      throw new MigrationRefused(failed ?? 'order of migrations', error instanceof Error ? error.message : 'unknown', error)
    }
    await migrateJobQueue({ pgPool: pool })
    return (results ?? []).map((result) => result.migrationName)
  } catch (error) {
    const reason = error instanceof AppError ? undefined : awayReason(error)
    throw reason === undefined ? error : new DatabaseAway(reason, error)
  } finally {
    await db.destroy()
  }
}
