import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type EmbeddedServer, startEmbedded } from '../../src/platform/postgres/embedded/start-embedded.ts'
import { migrate } from '../../src/platform/postgres/migrate.ts'
import type { ServerAddress } from '../../src/platform/postgres/server-address.ts'
import pg from 'pg'

/** What a test process needs to make itself a database. */
export type TestServer = { readonly address: ServerAddress; readonly template: string }

declare module 'vitest' {
  interface ProvidedContext {
    /** A unix socket that answers with a `TestServer` as JSON; the first to knock has the server started. */
    readonly testDatabaseDoor: string
  }
}

/** Tests can spare the disk's promise, which the fault tests prove on a server of their own. */
const IN_A_HURRY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300', autovacuum: 'off' }

const TEMPLATE = `template_${randomBytes(4).toString('hex')}`

const prepare = async (server: EmbeddedServer): Promise<TestServer> => {
  const owner = new pg.Client(server.address)
  await owner.connect()
  await owner.query(`create database ${TEMPLATE}`)
  await migrate({ ...server.address, database: TEMPLATE })
  await owner.query(`alter database ${TEMPLATE} with is_template true allow_connections false`)
  await owner.end()
  return { address: server.address, template: TEMPLATE }
}

/**
 * One database server for the whole run, with a migrated template to clone, started when the first test asks. Its watchdog
 * stops it and removes its folder when this process ends, however that comes about.
 */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const folder = mkdtempSync(join(tmpdir(), 'firstline-test-'))
  let server: Promise<EmbeddedServer> | undefined
  let ready: Promise<TestServer> | undefined
  const start = async (): Promise<TestServer> => {
    server = startEmbedded({ folder, settings: IN_A_HURRY, ephemeral: true })
    return prepare(await server)
  }
  const door = createServer((visitor) => {
    ready ??= start()
    visitor.on('error', () => undefined)
    ready.then(
      (found) => visitor.end(JSON.stringify(found)),
      (error: unknown) => visitor.end(JSON.stringify({ error: String(error) })),
    )
  })
  const path = join(folder, 'door')
  await new Promise<void>((resolve) => door.listen(path, resolve))
  project.provide('testDatabaseDoor', path)
  return async () => {
    door.close()
    await (await server?.catch(() => undefined))?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
