import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { ensureDataFolder } from '#platform/files/data-folder.ts'
import { DataFolderInUse, lockDataFolder } from '#platform/files/lock-data-folder.ts'
import { startEmbedded } from '#platform/postgres/embedded/start-embedded.ts'
import { OLDEST_MAJOR } from '#platform/postgres/migrate.ts'
import { withoutPassword } from '#platform/postgres/start-database.ts'
import { type Check, ok, type Verdict } from './check.ts'

/** A database of its own beside the real one is made, started and thrown away: the real one is not touched. */
const embeddedVerdict = async (dataFolder: string): Promise<Verdict> => {
  ensureDataFolder(dataFolder)
  try {
    lockDataFolder(dataFolder).release()
  } catch (error) {
    if (error instanceof DataFolderInUse) return ok('The embedded PostgreSQL belongs to the Firstline that is running now.')
    throw error
  }
  const folder = mkdtempSync(join(dataFolder, 'doctor-'))
  try {
    const startedAt = performance.now()
    const server = await startEmbedded({ folder, ephemeral: true })
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
    await server.stop()
    return ok(`The embedded PostgreSQL starts (a new one in ${seconds} s).`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const externalVerdict = async (url: string): Promise<Verdict> => {
  const where = withoutPassword(url)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000, query_timeout: 3_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    const version = rows[0]?.server_version ?? 'unknown'
    return Number.parseInt(version, 10) >= OLDEST_MAJOR
      ? ok(`${where} answers: PostgreSQL ${version}.`)
      : {
          standing: 'failed',
          sentence: `${where} is PostgreSQL ${version}.`,
          remedy: `Use ${OLDEST_MAJOR} or newer, or leave DATABASE_URL unset.`,
        }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { standing: 'failed', sentence: `${where} cannot be used: ${reason}.`, remedy: 'Start that server, or correct DATABASE_URL.' }
  } finally {
    await client.end().catch(() => undefined)
  }
}

export const databaseChecks: readonly Check[] = [
  {
    name: 'database',
    needed: 'run',
    ask: ({ databaseUrl, dataFolder }) => (databaseUrl === undefined ? embeddedVerdict(dataFolder) : externalVerdict(databaseUrl)),
  },
]
