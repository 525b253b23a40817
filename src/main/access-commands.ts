import { AppError } from '#kernel/app-error.ts'
import { type ApiKeyId, isUuid, parseId } from '#kernel/ids.ts'
import type { KeyOptions } from './command-options.ts'
import { readConfig } from './config.ts'
import { chooseBusiness, visitHouse } from './visit-house.ts'

class NoSuchKey extends AppError {
  override readonly name = 'NoSuchKey'
  override readonly kind = 'not-found'
}

class KeyNameRefused extends AppError {
  override readonly name = 'KeyNameRefused'
  override readonly kind = 'invalid'
}

/** As the table of keys wants it. */
const KEY_NAME_CHARACTERS = 100

/** A key's name without the blanks around it; refuses with `KeyNameRefused` what is empty or over-long. */
export const keyName = (written: string): string => {
  const name = written.trim()
  // PostgreSQL counts code points, not UTF-16 units.
  const characters = Array.from(name).length
  if (characters >= 1 && characters <= KEY_NAME_CHARACTERS) return name
  throw new KeyNameRefused(
    `A key's name is 1 to ${KEY_NAME_CHARACTERS} characters, this one is ${characters}: say what the key is for, e.g. ./firstline api-key create website`,
  )
}

export const createApiKey = async (written: string, options: KeyOptions): Promise<void> => {
  const name = keyName(written)
  const visit = await visitHouse()
  try {
    const { id, key } = await visit.access.createApiKey(await chooseBusiness(visit.businesses, options.business), name)
    if (options.json) console.log(JSON.stringify({ id, name, key }))
    else
      console.log(
        `${key}\n\nThis is shown once. Send it with each request:  Authorization: Bearer ${key.slice(0, 6)}...\nTake it back with:  ./firstline api-key revoke ${id}`,
      )
  } finally {
    await visit.close()
  }
}

export const listApiKeys = async (options: KeyOptions): Promise<void> => {
  const visit = await visitHouse()
  try {
    const keys = await visit.access.apiKeys(await chooseBusiness(visit.businesses, options.business))
    const iso = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString())
    const rows = keys.map((key) => ({ id: key.id, name: key.name, createdAt: iso(key.createdAt), lastUsedAt: iso(key.lastUsedAt) }))
    if (options.json) console.log(JSON.stringify(rows))
    else if (rows.length === 0) console.log('There are no keys. Create one with:  ./firstline api-key create NAME')
    else
      for (const row of rows)
        console.log(
          `${row.id}  ${row.name}  created ${row.createdAt}  ${row.lastUsedAt === null ? 'never used' : `used ${row.lastUsedAt}`}`,
        )
  } finally {
    await visit.close()
  }
}

export const revokeApiKey = async (id: string, options: KeyOptions): Promise<void> => {
  const visit = await visitHouse()
  try {
    const business = await chooseBusiness(visit.businesses, options.business)
    const revoked = isUuid(id) && (await visit.access.revokeApiKey(business, parseId<ApiKeyId>(id)))
    if (!revoked) throw new NoSuchKey(`There is no key ${id}: "./firstline api-key list" shows them.`)
    console.log('The key opens nothing any more.')
  } finally {
    await visit.close()
  }
}

export const printLink = async (options: KeyOptions): Promise<void> => {
  const visit = await visitHouse()
  try {
    const code = await visit.access.createSignInLink(await chooseBusiness(visit.businesses, options.business))
    const { host, port } = readConfig(process.env).http
    console.log(`http://${host}:${port}/sign-in?code=${code}\n\nOpens the console once, within a day. The program must be running.`)
  } finally {
    await visit.close()
  }
}
