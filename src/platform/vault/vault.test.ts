import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BusinessId } from '#kernel/ids.ts'
import { seededRandom } from '#kernel/random.ts'
import { type TestDatabase, testDatabase } from '../../../tests/support/test-database.ts'
import { cryptoRandom } from '../time/crypto-random.ts'
import { openVault } from './open-vault.ts'
import { SealBroken } from './seal.ts'

const BUSINESS = '0190a000-0000-7000-8000-000000000001' as BusinessId
const OTHER = '0190a000-0000-7000-8000-000000000002' as BusinessId
const vault = openVault({ secret: seededRandom(1).bytes(32), random: seededRandom(2) })

let db: TestDatabase
let business: BusinessId
beforeAll(async () => {
  db = await testDatabase()
  business = await db.business()
})
afterAll(() => db.close())

test('what is sealed opens again, under its key and in its context, and is never there in the clear', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (value, context) => {
      const key = vault.newKey(BUSINESS, 'customer')
      const sealed = key.seal({ said: 'Ingrid Aagaard', value }, context)
      // By way of JSON, which knows no -0.
      expect(vault.unwrap(key.wrapped).open(sealed, context)).toEqual(JSON.parse(JSON.stringify({ said: 'Ingrid Aagaard', value })))
      expect(Buffer.from(sealed).includes('Ingrid')).toBe(false)
    }),
  )
})

test('one changed bit, one lost byte: it never opens', () => {
  const key = vault.newKey(BUSINESS, 'customer')
  const sealed = key.seal({ name: 'Ingrid' }, 'event 1')
  fc.assert(
    fc.property(fc.nat(sealed.length - 1), fc.nat(7), (at, bit) => {
      const changed = Uint8Array.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ (1 << bit)
      expect(() => key.open(changed, 'event 1')).toThrow(SealBroken)
      expect(() => key.open(sealed.subarray(0, at), 'event 1')).toThrow(SealBroken)
    }),
  )
})

test('moved to another context, another person or another business, it never opens', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (context, elsewhere) => {
      fc.pre(context !== elsewhere)
      const key = vault.newKey(BUSINESS, 'customer')
      expect(() => key.open(key.seal(1, context), elsewhere)).toThrow(SealBroken)
    }),
  )
  const key = vault.newKey(BUSINESS, 'customer')
  expect(() => vault.newKey(BUSINESS, 'customer').open(key.seal(1, 'x'), 'x')).toThrow(SealBroken)
  expect(() => vault.unwrap({ ...key.wrapped, subject: 'another' })).toThrow(SealBroken)
  expect(() => vault.unwrap({ ...key.wrapped, business: OTHER })).toThrow(SealBroken)
})

test('another installation key opens nothing', () => {
  const key = vault.newKey(BUSINESS, 'customer')
  expect(() => openVault({ secret: seededRandom(9).bytes(32), random: cryptoRandom }).unwrap(key.wrapped)).toThrow(SealBroken)
})

test('a stored key is found again; storing it again is nothing', async () => {
  const key = db.vault.newKey(business, 'customer 1')
  const sealed = key.seal('Ingrid', 'event')
  await db.database.forBusiness(business, (tx) => db.vault.keep(tx, key))
  await db.database.forBusiness(business, (tx) => db.vault.keep(tx, key))
  const found = await db.database.forBusiness(business, (tx) => db.vault.keys(tx, business, ['customer 1', 'customer 2']))
  expect([...found.keys()]).toEqual(['customer 1'])
  expect(found.get('customer 1')?.open(sealed, 'event')).toBe('Ingrid')
})

test('a shredded key is gone from the table, stays gone when a late copy arrives, and takes nobody else with it', async () => {
  const [shredded, kept] = [db.vault.newKey(business, 'leaves'), db.vault.newKey(business, 'stays')]
  await db.database.forBusiness(business, async (tx) => {
    await db.vault.keep(tx, shredded)
    await db.vault.keep(tx, kept)
  })
  await db.database.forBusiness(business, (tx) => db.vault.shred(tx, business, 'leaves'))
  await db.database.forBusiness(business, (tx) => db.vault.keep(tx, shredded))
  const found = await db.database.forBusiness(business, (tx) => db.vault.keys(tx, business, ['leaves', 'stays']))
  expect([...found.keys()]).toEqual(['stays'])
  const { rows } = await db.owner.query('select wrapped, shredded_at is not null as dated from vault_key where subject = $1', ['leaves'])
  expect(rows).toEqual([{ wrapped: null, dated: true }])
})

test('a key shredded before it was stored is never stored', async () => {
  const key = db.vault.newKey(business, 'never')
  await db.database.forBusiness(business, (tx) => db.vault.shred(tx, business, 'never'))
  await db.database.forBusiness(business, (tx) => db.vault.keep(tx, key))
  expect(await db.database.forBusiness(business, (tx) => db.vault.key(tx, business, 'never'))).toBeUndefined()
})

test('the program may not delete a key row, which would let a late copy back in', async () => {
  const { sql } = await import('kysely')
  await expect(db.database.forBusiness(business, (tx) => sql`delete from vault_key`.execute(tx))).rejects.toThrow('permission denied')
})
