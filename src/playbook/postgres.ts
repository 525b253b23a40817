import { sql } from 'kysely'
import type { BusinessId, PlaybookVersionId } from '#kernel/ids.ts'
import { type Instant, instant } from '#kernel/instant.ts'
import type { Transaction } from '#platform/postgres/database.ts'

/** A published version of a business's playbook. `number` counts from 1; `source` is the YAML as its author wrote it. */
export type PlaybookVersion = {
  readonly id: PlaybookVersionId
  readonly number: number
  readonly source: string
  readonly publishedAt: Instant
  readonly publishedBy: string
  readonly note: string
}

type VersionRow = {
  readonly id: PlaybookVersionId
  readonly number: number
  readonly source: string
  readonly published_at: Date
  readonly published_by: string
  readonly note: string
}

const version = ({ published_at: publishedAt, published_by: publishedBy, ...row }: VersionRow): PlaybookVersion => ({
  ...row,
  publishedAt: instant(publishedAt.getTime()),
  publishedBy,
})

/** Adds the next version. Two who publish at once do it one after the other: the business's row is held until `tx` ends. */
export const addVersion = async (
  tx: Transaction,
  business: BusinessId,
  added: Omit<PlaybookVersion, 'number'>,
): Promise<PlaybookVersion> => {
  await sql`select from business where id = ${business} for no key update`.execute(tx)
  const { rows } = await sql<VersionRow>`
    insert into playbook_version (business_id, id, number, source, published_at, published_by, note)
    select ${business}, ${added.id}, coalesce(max(number), 0) + 1, ${added.source}, ${new Date(added.publishedAt)}, ${added.publishedBy}, ${added.note}
    from playbook_version where business_id = ${business}
    returning id, number, source, published_at, published_by, note`.execute(tx)
  const [row] = rows
  if (row === undefined) throw new Error('unreachable: an insert of one row returns one row')
  return version(row)
}

/** Newest first; at most `limit`. */
export const readVersions = async (tx: Transaction, business: BusinessId, limit: number): Promise<readonly PlaybookVersion[]> => {
  const { rows } = await sql<VersionRow>`
    select id, number, source, published_at, published_by, note from playbook_version
    where business_id = ${business} order by number desc limit ${limit}`.execute(tx)
  return rows.map(version)
}

export const readVersion = async (tx: Transaction, business: BusinessId, id: PlaybookVersionId): Promise<PlaybookVersion | undefined> => {
  const { rows } = await sql<VersionRow>`
    select id, number, source, published_at, published_by, note from playbook_version
    where business_id = ${business} and id = ${id}`.execute(tx)
  return rows.map(version)[0]
}
