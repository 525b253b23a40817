import { AppError } from '#kernel/app-error.ts'
import { DatabaseAway } from './database-away.ts'
import { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from './embedded/start-embedded.ts'
import { migrate } from './migrate.ts'
import { type OpenDatabase, openDatabase } from './open-database.ts'
import type { ServerAddress } from './server-address.ts'

export class DatabaseUrlRefused extends AppError {
  override readonly name = 'DatabaseUrlRefused'
  override readonly kind = 'invalid'
  readonly url: string
  constructor(url: string, reason: string, cause: unknown) {
    super(
      `DATABASE_URL is ${url}, and that server answers: ${reason}. Write it like postgres://firstline:secret@db.example.com:5432/firstline`,
      { cause },
    )
    this.url = url
  }
}

/** The embedded server has just answered: if it seems away now, the machine is busy. */
const EMBEDDED_PATIENCE_MS = 15_000

/** A connection string as it may be shown: without its password. */
export const withoutPassword = (url: string): string => url.replace(/(:\/\/[^:/@?]*):[^@/]*@/, '$1:…@').replace(/(password=)[^&]*/g, '$1…')

/** Class 28: who we say we are is not believed; 3D000: no such database; 42501: this role may not do what a migration needs. */
const refusedByServer = (error: unknown): string | undefined => {
  const { code, message } = error as { readonly code?: unknown; readonly message?: string }
  const refused = typeof code === 'string' && (code.startsWith('28') || code === '3D000' || code === '42501')
  if (refused) return message
  const cause: unknown = error instanceof Error ? error.cause : undefined
  return cause instanceof Error ? refusedByServer(cause) : undefined
}

export type RunningDatabase = {
  readonly database: OpenDatabase
  /** As the owner: for the job queue, the bus, backup. */
  readonly address: ServerAddress
  readonly embedded: EmbeddedServer | undefined
  /** Closes the connections, then stops the embedded server. */
  stop(): Promise<void>
}

/**
 * The database of the running program: the embedded one in `folder`, or the one at `url`; brought up to this program, and opened.
 * Refuses with `DatabaseDoesNotStart`, `DatabaseUrlRefused`, `DatabaseAway`, `PostgresTooOld`, `MigrationRefused`, `AppRoleTooStrong`.
 */
export const startDatabase = async (options: EmbeddedOptions & { readonly url: string | undefined }): Promise<RunningDatabase> => {
  const { url } = options
  const embedded = url === undefined ? await startEmbedded(options) : undefined
  try {
    const address = embedded?.address ?? { connectionString: url }
    await migrate(address)
    const database = await openDatabase(address, { patienceMs: embedded === undefined ? 0 : EMBEDDED_PATIENCE_MS })
    const stop = async (): Promise<void> => {
      await database.close()
      await embedded?.stop()
    }
    return { database, address, embedded, stop }
  } catch (error) {
    await embedded?.stop()
    const refusal = url === undefined ? undefined : refusedByServer(error)
    if (url !== undefined && refusal !== undefined) throw new DatabaseUrlRefused(withoutPassword(url), refusal, error)
    if (url !== undefined && error instanceof DatabaseAway)
      throw new DatabaseAway(`${error.reason} (DATABASE_URL is ${withoutPassword(url)})`, error)
    throw error
  }
}
