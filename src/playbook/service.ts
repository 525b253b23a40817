import { type BusinessId, type PlaybookVersionId, newId } from '#kernel/ids.ts'
import type { Instant } from '#kernel/instant.ts'
import type { Random } from '#kernel/random.ts'
import type { Database } from '#platform/postgres/database.ts'
import { type PlaybookVersion, addVersion, readVersion, readVersions } from './postgres.ts'

/**
 * The published versions of each business's playbook: only added to, never changed. The last one published is in force; an older
 * one is brought back by publishing its source again. What is published here was read and checked before (`readPlaybook`).
 */
export interface PlaybookVersions {
  publish(
    business: BusinessId,
    version: { readonly source: string; readonly publishedBy: string; readonly note?: string },
    now: Instant,
  ): Promise<PlaybookVersion>
  /** The version in force; undefined before the first one was published. */
  current(business: BusinessId): Promise<PlaybookVersion | undefined>
  /** The version a contact was handled by; undefined when the business has no such version. */
  byId(business: BusinessId, id: PlaybookVersionId): Promise<PlaybookVersion | undefined>
  /** Newest first. `limit`: 50 unless told. */
  all(business: BusinessId, limit?: number): Promise<readonly PlaybookVersion[]>
}

export const openPlaybookVersions = ({ database, random }: { readonly database: Database; readonly random: Random }): PlaybookVersions => ({
  publish: (business, { source, publishedBy, note = '' }, now) => {
    const id = newId<PlaybookVersionId>(now, random)
    return database.forBusiness(business, (tx) => addVersion(tx, business, { id, source, publishedAt: now, publishedBy, note }))
  },
  current: (business) => database.forBusiness(business, async (tx) => (await readVersions(tx, business, 1))[0]),
  byId: (business, id) => database.forBusiness(business, (tx) => readVersion(tx, business, id)),
  all: (business, limit = 50) => database.forBusiness(business, (tx) => readVersions(tx, business, limit)),
})
