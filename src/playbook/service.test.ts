import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BusinessId } from '#kernel/ids.ts'
import { instant, later } from '#kernel/instant.ts'
import { cryptoRandom } from '#platform/time/crypto-random.ts'
import { type TestDatabase, testDatabase } from '../../tests/support/test-database.ts'
import { type PlaybookVersions, openPlaybookVersions } from './service.ts'

const NOW = instant(Date.UTC(2026, 2, 2))

let db: TestDatabase
let versions: PlaybookVersions
let business: BusinessId
beforeAll(async () => {
  db = await testDatabase()
  business = await db.business()
  versions = openPlaybookVersions({ database: db.database, random: cryptoRandom })
})
afterAll(() => db.close())

test('before anything is published there is no playbook in force', async () => {
  expect(await versions.current(business)).toBeUndefined()
  expect(await versions.all(business)).toEqual([])
})

test('the last one published is in force, to the letter, and every earlier one can still be read', async () => {
  const source = 'format: 1\n# a comment, "quotes" and æøå \u2028\n'
  const first = await versions.publish(business, { source, publishedBy: 'anna' }, NOW)
  const second = await versions.publish(business, { source: 'format: 1', publishedBy: 'bo', note: 'shorter' }, later(NOW, 5))
  expect(first).toMatchObject({ number: 1, source, publishedBy: 'anna', note: '', publishedAt: NOW })
  expect(await versions.current(business)).toEqual(second)
  expect(second).toMatchObject({ number: 2, note: 'shorter' })
  expect(await versions.byId(business, first.id)).toEqual(first)
  expect((await versions.all(business)).map(({ number }) => number)).toEqual([2, 1])
})

test('many who publish at once get a number each, without holes', async () => {
  const own = await db.business()
  await Promise.all(Array.from({ length: 12 }, (_, index) => versions.publish(own, { source: `v${index}`, publishedBy: 'x' }, NOW)))
  expect((await versions.all(own)).map(({ number }) => number)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
})

test("one business never sees another's versions", async () => {
  const other = await db.business()
  const mine = await versions.publish(business, { source: 'mine', publishedBy: 'anna' }, NOW)
  expect(await versions.byId(other, mine.id)).toBeUndefined()
  expect(await versions.current(other)).toBeUndefined()
})

test('a published version is never changed or taken away, not even by its owner', async () => {
  await versions.publish(business, { source: 'kept', publishedBy: 'anna' }, NOW)
  await expect(db.owner.query(`update playbook_version set source = 'other'`)).rejects.toThrow('append-only: update is refused')
  await expect(db.owner.query('delete from playbook_version')).rejects.toThrow('append-only: delete is refused')
})
