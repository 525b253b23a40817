import { sql } from 'kysely'
import { AppError } from '#kernel/app-error.ts'
import { type BusinessId, type LineId, newId } from '#kernel/ids.ts'
import type { Instant } from '#kernel/instant.ts'
import type { Random } from '#kernel/random.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { Channel } from './core/events.ts'

export type Business = { readonly id: BusinessId; readonly slug: string; readonly name: string }

/** A number or address on which customers arrive. */
export type Line = { readonly business: BusinessId; readonly id: LineId; readonly channel: Channel; readonly address: string }

export class AddressTaken extends AppError {
  override readonly name = 'AddressTaken'
  override readonly kind = 'conflict'
  readonly channel: Channel
  readonly address: string
  constructor(channel: Channel, address: string) {
    super(`the ${channel} address "${address}" is a line already: give this line another address, or remove the other line first`)
    this.channel = channel
    this.address = address
  }
}

export class SlugTaken extends AppError {
  override readonly name = 'SlugTaken'
  override readonly kind = 'conflict'
  readonly slug: string
  constructor(slug: string) {
    super(`a business with the short name "${slug}" exists already: choose another`)
    this.slug = slug
  }
}

/** The businesses of this installation and the lines that lead to them. */
export interface Businesses {
  /** Refuses with `SlugTaken`. `slug`: lower-case words with hyphens, as in addresses. */
  create(business: { readonly slug: string; readonly name: string }, now: Instant): Promise<Business>
  /** All of them, oldest first. */
  all(): Promise<readonly Business[]>
  /** Refuses with `AddressTaken`. `address`: the called SIP user or number, the widget's key, the mailbox. */
  addLine(
    business: BusinessId,
    line: { readonly channel: Channel; readonly address: string; readonly name: string },
    now: Instant,
  ): Promise<Line>
  lines(business: BusinessId): Promise<readonly Line[]>
  /** Whose line was called; undefined when nobody's. */
  lineByAddress(channel: Channel, address: string): Promise<Line | undefined>
}

const isDuplicate = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '23505'

export const openBusinesses = ({ database, random }: { readonly database: Database; readonly random: Random }): Businesses => ({
  create: async ({ slug, name }, now) => {
    const id = newId<BusinessId>(now, random)
    try {
      await database.forInstallation((tx) =>
        sql`insert into business (id, slug, name, created_at) values (${id}, ${slug}, ${name}, ${new Date(now)})`.execute(tx),
      )
    } catch (error) {
      throw isDuplicate(error) ? new SlugTaken(slug) : error
    }
    return { id, slug, name }
  },
  all: () =>
    database.forInstallation(
      async (tx) => (await sql<Business>`select id, slug, name from business order by created_at, id`.execute(tx)).rows,
    ),
  addLine: async (business, { channel, address, name }, now) => {
    const id = newId<LineId>(now, random)
    try {
      await database.forBusiness(business, (tx) =>
        sql`insert into line (business_id, id, channel, address, name, created_at)
          values (${business}, ${id}, ${channel}, ${address}, ${name}, ${new Date(now)})`.execute(tx),
      )
    } catch (error) {
      throw isDuplicate(error) ? new AddressTaken(channel, address) : error
    }
    return { business, id, channel, address }
  },
  lines: (business) =>
    database.forBusiness(business, async (tx) => {
      const found = await sql<Line>`
        select business_id as business, id, channel, address from line where business_id = ${business} order by created_at, id`.execute(tx)
      return found.rows
    }),
  lineByAddress: (channel, address) =>
    database.forInstallation(async (tx) => {
      const found = await sql<Line>`
        select business_id as business, id, channel, address from line where channel = ${channel} and address = ${address}`.execute(tx)
      return found.rows[0]
    }),
})
