import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type EmbeddedServer, startEmbedded } from '../../src/platform/postgres/embedded/start-embedded.ts'
import { MigrationRefused } from '../../src/platform/postgres/migrate.ts'
import { startDatabase, withoutPassword } from '../../src/platform/postgres/start-database.ts'

// Each starts servers that fsync: slow on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

/** A server that is not ours: an administrator made a database and a role for us on it, without superuser rights. */
let folder: string
let server: EmbeddedServer
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'firstline-external-'))
  server = await startEmbedded({ folder, ephemeral: true })
  await asAdministrator(`create role shop login createrole`, `create database shop owner shop`, `create role reader login`)
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const asAdministrator = async (...commands: readonly string[]): Promise<void> => {
  const client = new pg.Client(server.address)
  await client.connect()
  for (const command of commands) await client.query(command)
  await client.end()
}
const start = (url: string): ReturnType<typeof startDatabase> => startDatabase({ folder: join(folder, 'unused'), url })
const at = (user: string, database: string): string =>
  `postgres://${user}@localhost/${database}?host=${encodeURIComponent(server.address.host ?? '')}`

test('a role that is no superuser brings an external database up, twice, and the program works in it', async () => {
  for (const round of [1, 2]) {
    const running = await start(at('shop', 'shop'))
    const { database } = running
    await database.forInstallation((tx) =>
      sql`insert into business (id, slug, name, created_at) values (gen_random_uuid(), ${`round-${round}`}, 'x', now())`.execute(tx),
    )
    const count = await database.forInstallation(
      async (tx) => (await sql<{ n: number }>`select count(*)::int as n from business`.execute(tx)).rows[0]?.n,
    )
    expect(count).toBe(round)
    await running.stop()
  }
})

test('a database newer than the program is refused, and left alone', async () => {
  await asAdministrator(`create database newer owner shop`)
  await (await start(at('shop', 'newer'))).stop()
  const client = new pg.Client({ ...server.address, database: 'newer' })
  await client.connect()
  await client.query(`insert into kysely_migration values ('9999-from-the-future', now())`)
  await client.end()
  await expect(start(at('shop', 'newer'))).rejects.toThrow(MigrationRefused)
})

describe('a wrong DATABASE_URL is answered with a sentence', () => {
  test('nobody listens there', async () => {
    await expect(start('postgres://shop:secret@127.0.0.1:1/shop')).rejects.toThrow(
      'The database cannot be reached: connect ECONNREFUSED 127.0.0.1:1 (DATABASE_URL is postgres://shop:…@127.0.0.1:1/shop).',
    )
  })

  test('no such role, no such database, a role that may not make tables', async () => {
    await expect(start(at('nobody', 'shop'))).rejects.toThrow(
      /DATABASE_URL is .*, and that server answers: role "nobody" does not exist\. Write it like/,
    )
    await expect(start(at('shop', 'nowhere'))).rejects.toThrow('and that server answers: database "nowhere" does not exist')
    await expect(start(at('reader', 'shop'))).rejects.toThrow('and that server answers: permission denied')
  })

  test('a PostgreSQL that is too old', async () => {
    const old = createServer((visitor) => {
      visitor.on('error', () => undefined)
      visitor.once('data', () => {
        visitor.write(message('R', int32(0)))
        visitor.write(message('Z', Buffer.from('I')))
        visitor.on('data', () => {
          const column = Buffer.concat([
            text('server_version'),
            Buffer.alloc(6),
            int32(25),
            Buffer.from([0xff, 0xff]),
            int32(-1),
            Buffer.alloc(2),
          ])
          visitor.write(message('T', Buffer.concat([Buffer.from([0, 1]), column])))
          visitor.write(message('D', Buffer.concat([Buffer.from([0, 1]), int32(4), Buffer.from('14.9')])))
          visitor.write(message('C', text('SHOW')))
          visitor.write(message('Z', Buffer.from('I')))
        })
      })
    })
    await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve))
    const { port } = old.address() as AddressInfo
    await expect(start(`postgres://shop@127.0.0.1:${port}/shop`)).rejects.toThrow(
      'DATABASE_URL points at PostgreSQL 14.9; Firstline needs 15 or newer. Without DATABASE_URL it brings its own.',
    )
    old.close()
  })
})

test('a password is never shown', () => {
  expect(withoutPassword('postgres://shop:p%40ss@db.example.com/shop?sslmode=require')).toBe(
    'postgres://shop:…@db.example.com/shop?sslmode=require',
  )
  expect(withoutPassword('postgres://db.example.com/shop?user=shop&password=secret&x=1')).toBe(
    'postgres://db.example.com/shop?user=shop&password=…&x=1',
  )
})

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
const text = (value: string): Buffer => Buffer.from(`${value}\0`)
/** A backend message (PostgreSQL documentation, "Message Formats"): type, length with itself, body. */
const message = (type: string, body: Buffer): Buffer => Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
