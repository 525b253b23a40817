import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../tests/support/test-database.ts'
import { cryptoRandom } from '../time/crypto-random.ts'
import {
  InstallationKeyMalformed,
  InstallationKeyMissing,
  openInstallationKey,
  parseInstallationKey,
  WrongInstallationKey,
} from './installation-key.ts'

let db: TestDatabase
let folder: string
beforeEach(async () => {
  db = await testDatabase()
  folder = mkdtempSync(join(tmpdir(), 'firstline-key-'))
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await db.close()
})

const openKey = (setting?: Uint8Array): Promise<Uint8Array> =>
  openInstallationKey({ setting, folder, database: db.database, random: cryptoRandom })

test('the first start makes a key that only its owner can read; every later one finds it again', async () => {
  const made = await openKey()
  expect(made).toHaveLength(32)
  expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600)
  expect(await openKey()).toEqual(made)
})

test('two nodes that start at once with one key agree', async () => {
  const setting = cryptoRandom.bytes(32)
  expect(await Promise.all([openKey(setting), openKey(setting)])).toEqual([setting, setting])
})

test('another key is refused, from the file and from the setting', async () => {
  await openKey()
  writeFileSync(join(folder, 'secret.key'), Buffer.from(cryptoRandom.bytes(32)).toString('base64'))
  await expect(openKey()).rejects.toThrow(WrongInstallationKey)
  await expect(openKey(cryptoRandom.bytes(32))).rejects.toThrow('The key from FIRSTLINE_SECRET_KEY is not the one')
})

test('a lost key is not replaced by a new one that could not read the data', async () => {
  await openKey()
  rmSync(join(folder, 'secret.key'))
  await expect(openKey()).rejects.toThrow(InstallationKeyMissing)
})

test('a damaged key file is refused, and left as it is', async () => {
  writeFileSync(join(folder, 'secret.key'), 'half a k')
  await expect(openKey()).rejects.toThrow(InstallationKeyMalformed)
  expect(readFileSync(join(folder, 'secret.key'), 'utf8')).toBe('half a k')
})

test('a key may be written in base64 or hexadecimal', () => {
  const key = cryptoRandom.bytes(32)
  for (const encoding of ['base64', 'base64url', 'hex'] as const) {
    expect(parseInstallationKey(`${Buffer.from(key).toString(encoding)}\n`, 'x')).toEqual(key)
  }
})
