import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Clock } from '#kernel/clock.ts'
import { type ApiKeyId, type BusinessId, newId } from '#kernel/ids.ts'
import { DAY, type Instant, later } from '#kernel/instant.ts'
import type { Random } from '#kernel/random.ts'
import type { Database, Transaction } from '../postgres/database.ts'

/** Who asks, and for which business. Routes see this and nothing else of sign-in. */
export type Actor = { readonly by: 'link' | 'api-key'; readonly business: BusinessId }

export type ApiKey = { readonly id: ApiKeyId; readonly name: string; readonly createdAt: Instant; readonly lastUsedAt: Instant | undefined }

const SESSION_DAYS = 30
const LINK_DAYS = 1
const TOUCH_AFTER = '1 minute'

/**
 * Sign-in by one-time link, browser sessions and API keys. Secrets are 256 bits of chance; the database keeps their SHA-256
 * only, so that a copy of it opens nothing. A row can be read by its business, or by whoever holds the secret.
 */
export interface Access {
  /** A secret for `/sign-in?code=`; works once, within a day. */
  createSignInLink(business: BusinessId): Promise<string>
  /** Exchanges a link's code for a session's secret; undefined when it was used, is too old or never was. */
  redeemSignInLink(code: string): Promise<{ readonly session: string; readonly maxAgeSeconds: number } | undefined>
  endSession(session: string): Promise<void>
  bySession(session: string): Promise<Actor | undefined>
  byApiKey(key: string): Promise<Actor | undefined>
  /** The key is shown once and never again. */
  createApiKey(business: BusinessId, name: string): Promise<{ readonly id: ApiKeyId; readonly key: string }>
  apiKeys(business: BusinessId): Promise<readonly ApiKey[]>
  revokeApiKey(business: BusinessId, id: ApiKeyId): Promise<boolean>
}

const KEY_PREFIX = 'fl_'

const hash = (secret: string): string => createHash('sha256').update(secret).digest('hex')

export const openAccess = ({ database, clock, random }: { database: Database; clock: Clock; random: Random }): Access => {
  const secret = (): string => Buffer.from(random.bytes(32)).toString('base64url')

  /** Runs as the holder of a secret: sees the one row that carries its hash. */
  const asHolder = <T>(secretHash: string, work: (tx: Transaction) => Promise<T>): Promise<T> =>
    database.forInstallation(async (tx) => {
      await sql`select set_config('app.holder', ${secretHash}, true)`.execute(tx)
      return work(tx)
    })

  const createSession = async (business: BusinessId): Promise<{ session: string; maxAgeSeconds: number }> => {
    const session = secret()
    const now = clock.now()
    await database.forBusiness(business, (tx) =>
      sql`insert into session (business_id, hash, created_at, expires_at)
          values (${business}, ${hash(session)}, ${new Date(now)}, ${new Date(later(now, SESSION_DAYS * DAY))})`.execute(tx),
    )
    return { session, maxAgeSeconds: (SESSION_DAYS * DAY) / 1000 }
  }

  return {
    async createSignInLink(business) {
      const code = secret()
      const now = clock.now()
      await database.forBusiness(business, (tx) =>
        sql`insert into sign_in_link (business_id, hash, created_at, expires_at)
            values (${business}, ${hash(code)}, ${new Date(now)}, ${new Date(later(now, LINK_DAYS * DAY))})`.execute(tx),
      )
      return code
    },
    async redeemSignInLink(code) {
      const codeHash = hash(code)
      const now = new Date(clock.now())
      const { rows } = await asHolder(codeHash, (tx) =>
        sql<{ business_id: BusinessId }>`update sign_in_link set used_at = ${now}
          where hash = ${codeHash} and used_at is null and expires_at > ${now} returning business_id`.execute(tx),
      )
      const business = rows[0]?.business_id
      return business === undefined ? undefined : createSession(business)
    },
    async endSession(session) {
      const sessionHash = hash(session)
      await asHolder(sessionHash, (tx) => sql`delete from session where hash = ${sessionHash}`.execute(tx))
    },
    async bySession(session) {
      const sessionHash = hash(session)
      const { rows } = await asHolder(sessionHash, (tx) =>
        sql<{ business_id: BusinessId }>`select business_id from session
          where hash = ${sessionHash} and expires_at > ${new Date(clock.now())}`.execute(tx),
      )
      const business = rows[0]?.business_id
      return business === undefined ? undefined : { by: 'link', business }
    },
    async byApiKey(key) {
      if (!key.startsWith(KEY_PREFIX)) return undefined
      const keyHash = hash(key)
      const now = new Date(clock.now())
      const { rows } = await asHolder(keyHash, async (tx) => {
        const found = await sql<{ business_id: BusinessId }>`select business_id from api_key
          where hash = ${keyHash} and revoked_at is null`.execute(tx)
        if (found.rows.length > 0) {
          await sql`update api_key set last_used_at = ${now}
            where hash = ${keyHash} and (last_used_at is null or last_used_at < ${now}::timestamptz - ${TOUCH_AFTER}::interval)`.execute(tx)
        }
        return found
      })
      const business = rows[0]?.business_id
      return business === undefined ? undefined : { by: 'api-key', business }
    },
    async createApiKey(business, name) {
      const now = clock.now()
      const id = newId<ApiKeyId>(now, random)
      const key = KEY_PREFIX + secret()
      await database.forBusiness(business, (tx) =>
        sql`insert into api_key (business_id, id, name, hash, created_at)
            values (${business}, ${id}, ${name}, ${hash(key)}, ${new Date(now)})`.execute(tx),
      )
      return { id, key }
    },
    async apiKeys(business) {
      const { rows } = await database.forBusiness(business, (tx) =>
        sql<{ id: ApiKeyId; name: string; created_at: Date; last_used_at: Date | null }>`
          select id, name, created_at, last_used_at from api_key where revoked_at is null order by created_at`.execute(tx),
      )
      return rows.map((row) => ({
        id: row.id,
        name: row.name,
        createdAt: row.created_at.getTime() as Instant,
        lastUsedAt: row.last_used_at === null ? undefined : (row.last_used_at.getTime() as Instant),
      }))
    },
    async revokeApiKey(business, id) {
      const { numAffectedRows } = await database.forBusiness(business, (tx) =>
        sql`update api_key set revoked_at = ${new Date(clock.now())} where id = ${id} and revoked_at is null`.execute(tx),
      )
      return (numAffectedRows ?? 0n) > 0n
    },
  }
}
