import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { sql } from 'kysely'
import pg from 'pg'
import { inject } from 'vitest'
import { type BusinessId, newId } from '../../src/kernel/ids.ts'
import { openDatabase } from '../../src/platform/postgres/open-database.ts'
import type { Database } from '../../src/platform/postgres/database.ts'
import type { ServerAddress } from '../../src/platform/postgres/server-address.ts'
import { cryptoRandom } from '../../src/platform/time/crypto-random.ts'
import { systemClock } from '../../src/platform/time/system-clock.ts'
import { openVault } from '../../src/platform/vault/open-vault.ts'
import type { Vault } from '../../src/platform/vault/vault.ts'
import type { TestServer } from './global-setup.ts'

export type TestDatabase = {
  /** As the application. */
  readonly database: Database
  /** As the owner, a superuser: to look at what the application must not see. */
  readonly owner: pg.Pool
  readonly vault: Vault
  /** The server and this database in it, as the owner. */
  readonly address: ServerAddress
  /** Creates a business and answers its id. */
  business(slug?: string): Promise<BusinessId>
  close(): Promise<void>
}

const knock = (door: string): Promise<TestServer> =>
  new Promise((resolve, reject) => {
    let answer = ''
    const visit = connect(door)
    visit.on('data', (data) => {
      answer += data.toString()
    })
    visit.on('error', reject)
    visit.on('end', () => {
      const found = JSON.parse(answer) as TestServer | { readonly error: string }
      if ('error' in found) reject(new Error(found.error))
      else resolve(found)
    })
  })

let server: Promise<TestServer> | undefined

/** A database of one's own, migrated and empty, cloned from the run's template. Close it when done. */
export const testDatabase = async (options: { readonly connections?: number } = {}): Promise<TestDatabase> => {
  server ??= knock(inject('testDatabaseDoor'))
  const { address: root, template } = await server
  const name = `test_${randomBytes(6).toString('hex')}`
  const asRoot = async (command: string): Promise<void> => {
    const client = new pg.Client(root)
    await client.connect()
    try {
      await client.query(command)
    } finally {
      await client.end()
    }
  }
  await asRoot(`create database ${name} template ${template}`)
  const address = { ...root, database: name }
  const database = await openDatabase(address, { patienceMs: 15_000, ...options })
  const owner = new pg.Pool({ ...address, max: 4 })
  owner.on('error', () => undefined)
  owner.on('connect', (client) => client.on('error', () => undefined))
  return {
    database,
    owner,
    address,
    vault: openVault({ secret: cryptoRandom.bytes(32), random: cryptoRandom }),
    business: async (slug = `b-${randomBytes(4).toString('hex')}`) => {
      const id = newId<BusinessId>(systemClock.now(), cryptoRandom)
      await database.forInstallation((tx) =>
        sql`insert into business (id, slug, name, created_at) values (${id}, ${slug}, ${slug}, now())`.execute(tx),
      )
      return id
    },
    close: async () => {
      await Promise.all([database.close(), owner.end()])
      await asRoot(`drop database ${name} with (force)`)
    },
  }
}
