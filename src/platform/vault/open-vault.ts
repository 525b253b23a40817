import { hkdfSync } from 'node:crypto'
import { sql } from 'kysely'
import type { BusinessId } from '#kernel/ids.ts'
import type { Random } from '#kernel/random.ts'
import type { Transaction } from '../postgres/database.ts'
import { open, seal } from './seal.ts'
import type { SubjectKey, Vault, WrappedKey } from './vault.ts'

type KeyRow = { readonly subject: string; readonly wrapped: string }

/** A wrapped key opens only as the key of the person it was made for: neither part can hold a line feed and still be the other's. */
const boundTo = (business: string, subject: string): string => `firstline key\n${business}\n${subject}`

const WRAPPING = 'firstline vault: wrapping of subject keys, 1'

const storedKeys = async (tx: Transaction, business: BusinessId, subjects: readonly string[]): Promise<readonly KeyRow[]> => {
  const { rows } = await sql<KeyRow>`
    select subject, wrapped from vault_key
    where business_id = ${business} and subject = any(${[...subjects]}::text[]) and wrapped is not null`.execute(tx)
  return rows
}

/**
 * The vault over the table vault_key. `secret`: the installation's key (32 bytes), of which the wrapping key is derived with HKDF
 * (RFC 5869, SHA-256). Whoever restores a database backup made before a shredding brings that wrapped key back: shred again after restoring.
 */
export const openVault = ({ secret, random }: { readonly secret: Uint8Array; readonly random: Random }): Vault => {
  if (secret.length !== 32) throw new RangeError(`an installation key is 32 bytes, not ${secret.length}`)
  const wrappingKey = new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), WRAPPING, 32))

  const subjectKey = (wrapped: WrappedKey, key: Uint8Array): SubjectKey => ({
    subject: wrapped.subject,
    wrapped,
    seal: (value, context) => {
      const json = JSON.stringify(value)
      if (json === undefined) throw new TypeError(`only a JSON value can be sealed, not ${typeof value}`)
      return seal(key, Buffer.from(json, 'utf8'), context, random)
    },
    open: (sealed, context) => JSON.parse(Buffer.from(open(key, sealed, context)).toString('utf8')) as unknown,
  })

  const unwrap = (wrapped: WrappedKey): SubjectKey =>
    subjectKey(wrapped, open(wrappingKey, Buffer.from(wrapped.wrapped, 'base64'), boundTo(wrapped.business, wrapped.subject)))

  const keys: Vault['keys'] = async (tx, business, subjects) => {
    if (subjects.length === 0) return new Map()
    const rows = await storedKeys(tx, business, subjects)
    return new Map(rows.map(({ subject, wrapped }) => [subject, unwrap({ business, subject, wrapped })]))
  }

  return {
    newKey: (business, subject) => {
      const key = random.bytes(32)
      const wrapped = Buffer.from(seal(wrappingKey, key, boundTo(business, subject), random)).toString('base64')
      return subjectKey({ business, subject, wrapped }, key)
    },
    keep: async (tx, { wrapped }) => {
      await sql`insert into vault_key (business_id, subject, wrapped) values (${wrapped.business}, ${wrapped.subject}, ${wrapped.wrapped})
        on conflict do nothing`.execute(tx)
    },
    key: async (tx, business, subject) => (await keys(tx, business, [subject])).get(subject),
    keys,
    unwrap,
    // A key that was never stored leaves its mark too: a copy that comes late, from a journal, is not kept.
    shred: async (tx, business, subject) => {
      await sql`insert into vault_key (business_id, subject, wrapped, shredded_at) values (${business}, ${subject}, null, now())
        on conflict (business_id, subject) do update set wrapped = null, shredded_at = coalesce(vault_key.shredded_at, now())`.execute(tx)
    },
  }
}
