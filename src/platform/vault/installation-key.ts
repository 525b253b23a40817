import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { AppError } from '#kernel/app-error.ts'
import type { Random } from '#kernel/random.ts'
import { writeDurably } from '../files/write-durably.ts'
import type { Database } from '../postgres/database.ts'
import { open, seal, SealBroken } from './seal.ts'

export class WrongInstallationKey extends AppError {
  override readonly name = 'WrongInstallationKey'
  override readonly kind = 'forbidden'
  readonly source: string
  constructor(source: string) {
    super(
      `The key from ${source} is not the one this database's personal data is sealed with. Put the right key back (FIRSTLINE_SECRET_KEY, or secret.key in the data folder); another one cannot read it.`,
    )
    this.source = source
  }
}

export class InstallationKeyMissing extends AppError {
  override readonly name = 'InstallationKeyMissing'
  override readonly kind = 'unavailable'
  readonly file: string
  constructor(file: string) {
    super(
      `This database's personal data is sealed with a key that is not here: ${file} is missing and FIRSTLINE_SECRET_KEY is not set. Restore the key; a new one could not read the data.`,
    )
    this.file = file
  }
}

export class InstallationKeyMalformed extends AppError {
  override readonly name = 'InstallationKeyMalformed'
  override readonly kind = 'invalid'
  readonly source: string
  constructor(source: string) {
    super(`The key in ${source} is not 32 bytes in base64 (44 characters) or hexadecimal (64). Make one with: openssl rand -base64 32`)
    this.source = source
  }
}

/** Reads 32 bytes written in base64 (with or without padding, also the URL alphabet) or hexadecimal. `source` is named in the refusal. */
export const parseInstallationKey = (text: string, source: string): Uint8Array => {
  const written = text.trim()
  if (/^[0-9a-f]{64}$/i.test(written)) return Uint8Array.from(Buffer.from(written, 'hex'))
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(written)) return Uint8Array.from(Buffer.from(written, 'base64'))
  throw new InstallationKeyMalformed(source)
}

const CHECK = 'firstline installation key check'

const storedCheck = (database: Database): Promise<Uint8Array | undefined> =>
  database.forInstallation(
    async (tx) => (await sql<{ key_check: Buffer }>`select key_check from installation`.execute(tx)).rows[0]?.key_check,
  )

const fits = (secret: Uint8Array, check: Uint8Array): boolean => {
  try {
    return Buffer.from(open(secret, check, CHECK)).toString('utf8') === CHECK
  } catch (error) {
    if (error instanceof SealBroken) return false
    throw error
  }
}

type KeySource = {
  /** FIRSTLINE_SECRET_KEY, already parsed. */
  readonly setting: Uint8Array | undefined
  /** The data folder: the key is kept in `secret.key` there when the setting is not used. */
  readonly folder: string
  readonly database: Database
  readonly random: Random
}

/**
 * The installation's key (32 bytes): from the setting, or from the file, which is made (0600) at the first start. The database
 * remembers a check value, so that a wrong key is refused (`WrongInstallationKey`) before anything is sealed with it, and a new one
 * is never made for old data (`InstallationKeyMissing`).
 */
export const openInstallationKey = async ({ setting, folder, database, random }: KeySource): Promise<Uint8Array> => {
  const file = join(folder, 'secret.key')
  const source = setting === undefined ? file : 'FIRSTLINE_SECRET_KEY'
  const check = await storedCheck(database)
  let secret = setting
  if (secret === undefined && existsSync(file)) secret = parseInstallationKey(readFileSync(file, 'utf8'), file)
  if (secret === undefined) {
    if (check !== undefined) throw new InstallationKeyMissing(file)
    secret = random.bytes(32)
    await writeDurably(file, `${Buffer.from(secret).toString('base64')}\n`)
  }
  if (check === undefined) {
    const made = Buffer.from(seal(secret, Buffer.from(CHECK), CHECK, random))
    await database.forInstallation((tx) => sql`insert into installation (key_check) values (${made}) on conflict do nothing`.execute(tx))
  }
  // Read again: of two nodes that start at once, one wrote the check, and both must fit it.
  const kept = check ?? (await storedCheck(database))
  if (kept === undefined || !fits(secret, kept)) throw new WrongInstallationKey(source)
  return secret
}
