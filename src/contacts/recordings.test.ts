import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BusinessId, type ContactId, newId, type RecordingId } from '#kernel/ids.ts'
import { cryptoRandom } from '#platform/time/crypto-random.ts'
import { systemClock } from '#platform/time/system-clock.ts'
import { testDatabase, type TestDatabase } from '../../tests/support/test-database.ts'
import { openRecordings, type Recordings } from './recordings.ts'

let db: TestDatabase
let folder: string
let recordings: Recordings
let business: BusinessId

beforeAll(async () => {
  db = await testDatabase()
  folder = mkdtempSync(join(tmpdir(), 'firstline-recordings-'))
  recordings = openRecordings({ folder, database: db.database, vault: db.vault })
  business = await db.business()
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await db.close()
})

const newContact = async () => {
  const contact = newId<ContactId>(systemClock.now(), cryptoRandom)
  const key = db.vault.newKey(business, contact)
  await db.database.forBusiness(business, (tx) => db.vault.keep(tx, key))
  return { contact, key, recording: newId<RecordingId>(systemClock.now(), cryptoRandom) }
}

test('a kept message reads back to the byte, and lies sealed on the disk', async () => {
  const { contact, key, recording } = await newContact()
  const sound = Buffer.from(`RIFF${'please call me back '.repeat(50)}`)
  writeFileSync(recordings.draft(contact, recording), sound)
  await recordings.keep({ contact, key }, recording)
  expect(existsSync(recordings.draft(contact, recording))).toBe(false)
  expect(readFileSync(join(folder, `${contact}.${recording}.sealed`)).toString('latin1')).not.toContain('please call')
  expect(Buffer.from((await recordings.read(business, contact, recording)) ?? [])).toEqual(sound)
})

test('a shredded contact is silent, and so is one of another business', async () => {
  const { contact, key, recording } = await newContact()
  writeFileSync(recordings.draft(contact, recording), 'RIFF words')
  await recordings.keep({ contact, key }, recording)
  expect(await recordings.read(await db.business(), contact, recording)).toBeUndefined()
  await db.database.forBusiness(business, (tx) => db.vault.shred(tx, business, contact))
  expect(await recordings.read(business, contact, recording)).toBeUndefined()
})

test('what a crash left is found, with its length put right', async () => {
  const { contact, recording } = await newContact()
  const unfinished = Buffer.alloc(44 + 16_000)
  unfinished.write('RIFF', 0)
  writeFileSync(recordings.draft(contact, recording), unfinished)
  expect(await recordings.salvage(contact)).toEqual([{ recording, durationMs: 1000 }])
  const whole = readFileSync(recordings.draft(contact, recording))
  expect([whole.readUInt32LE(4), whole.readUInt32LE(40)]).toEqual([whole.length - 8, 16_000])
})
