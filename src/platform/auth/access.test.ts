import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DAY, type Instant, later } from '#kernel/instant.ts'
import { testDatabase, type TestDatabase } from '../../../tests/support/test-database.ts'
import { cryptoRandom } from '../time/crypto-random.ts'
import { systemClock } from '../time/system-clock.ts'
import { type Access, openAccess } from './access.ts'

let db: TestDatabase
let access: Access
let now: Instant = systemClock.now()

beforeAll(async () => {
  db = await testDatabase()
  access = openAccess({ database: db.database, clock: { now: () => now }, random: cryptoRandom })
})
afterAll(() => db.close())

test('a link opens one session, once', async () => {
  const business = await db.business()
  const code = await access.createSignInLink(business)
  const opened = await access.redeemSignInLink(code)
  expect(opened).toBeDefined()
  expect(await access.redeemSignInLink(code)).toBeUndefined()
  expect(await access.bySession(opened?.session ?? '')).toEqual({ by: 'link', business })
  await access.endSession(opened?.session ?? '')
  expect(await access.bySession(opened?.session ?? '')).toBeUndefined()
})

test('a link is good for a day, a session for thirty', async () => {
  const business = await db.business()
  const stale = await access.createSignInLink(business)
  const fresh = await access.redeemSignInLink(await access.createSignInLink(business))
  const start = now
  now = later(start, DAY + 1)
  expect(await access.redeemSignInLink(stale)).toBeUndefined()
  now = later(start, 29 * DAY)
  expect(await access.bySession(fresh?.session ?? '')).toBeDefined()
  now = later(start, 31 * DAY)
  expect(await access.bySession(fresh?.session ?? '')).toBeUndefined()
  now = start
})

test('a key asks for its business until it is revoked; its text is kept nowhere', async () => {
  const business = await db.business()
  const { id, key } = await access.createApiKey(business, 'calendar robot')
  expect(await access.byApiKey(key)).toEqual({ by: 'api-key', business })
  const [listed] = await access.apiKeys(business)
  expect(listed).toMatchObject({ id, name: 'calendar robot', lastUsedAt: now })
  const { rows } = await db.owner.query('select * from api_key')
  expect(JSON.stringify(rows)).not.toContain(key)
  expect(await access.revokeApiKey(business, id)).toBe(true)
  expect(await access.byApiKey(key)).toBeUndefined()
})

test('who holds no secret sees no row, whatever they send', async () => {
  await access.createApiKey(await db.business(), 'another')
  for (const key of ['', 'fl_', 'fl_x', "fl_' or true --", '%']) expect(await access.byApiKey(key)).toBeUndefined()
  const seen = await db.database.forInstallation((tx) =>
    sql`select 1 from api_key union all select 1 from session union all select 1 from sign_in_link`.execute(tx),
  )
  expect(seen.rows).toEqual([])
  const other = await db.business()
  expect(await access.apiKeys(other)).toEqual([])
})
