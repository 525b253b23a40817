import type { BusinessId, ContactId, EventId } from '#kernel/ids.ts'
import { newId } from '#kernel/ids.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Instant } from '#kernel/instant.ts'
import type { Random } from '#kernel/random.ts'
import type { Log } from '#platform/log/log.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { SubjectKey } from '#platform/vault/vault.ts'
import type { ContactEvent } from './core/events.ts'
import { ContactEnded, mayFollow } from './core/may-follow.ts'
import type { Journal } from './journal/journal.ts'
import { type NewEvent, type SealedEvent, sealEvents } from './seal-events.ts'
import { type Ledger, type Written, storeEvents } from './store-events.ts'

/** Where an append is safe: in the database, or in this node's journal until the database is back. */
export type Durable = { readonly durable: 'database' | 'journal' }

/** An event of a contact that has begun. */
export type FollowingEvent = Exclude<ContactEvent, { readonly type: 'opened' }>

/** Puts one contact on record. Appends are written in the order they were asked for, those that wait together in one go. */
export interface ContactWriter {
  readonly business: BusinessId
  readonly contact: ContactId
  /** Seals what belongs to this contact and is kept outside the ledger, as its sound is. */
  readonly key: SubjectKey
  /** How the first event went. Nobody needs to wait for it before the call is picked up. */
  readonly begun: Promise<Durable>
  /**
   * Settles only when the events are durable. Rejects with `ContactEnded` when they may not follow (nothing is written), and with
   * `JournalUnwritable` when neither database nor disk took them: then nothing may be promised on them. They stay with the
   * writer and are tried again, so do not append them again.
   */
  append(events: readonly FollowingEvent[], now: Instant): Promise<Durable>
}

/** A caller waits on the other side: a database that has not answered by then counts as away. Milliseconds. */
const DATABASE_DEADLINE_MS = 800

export type WriterRoom = {
  readonly database: Database
  readonly ledger: Ledger
  readonly journal: Journal
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Told when a batch went to the journal, so that somebody imports it when the database is back. */
  readonly onJournaled: () => void
  /** Told when neither database nor journal took a batch, so that it is tried again though nothing more is appended. */
  readonly onRefused: (writer: LedgerWriter) => void
  /** Told when the contact has its outcome and it is durable. */
  readonly onEnded: (contact: ContactId) => void
}

class DatabaseTooSlow extends Error {
  override readonly name = 'DatabaseTooSlow'
}

/**
 * A contact is written to the database while that answers in time. From the first batch that it does not take, the
 * contact is on the journal, and stays there until all its batches are imported, so that its events keep their order.
 * What was sent to the database too late to know its fate is journaled too; imported, it is found to be there and left alone.
 */
export class LedgerWriter implements ContactWriter {
  readonly business: BusinessId
  readonly contact: ContactId
  readonly begun: Promise<Durable>
  readonly #room: WriterRoom
  readonly key: SubjectKey
  /** What the database holds, as far as this writer alone wrote; undefined: it must be read. */
  #written: Written | undefined
  #ended: boolean
  #unsettled: SealedEvent[] = []
  #turn: Promise<unknown> = Promise.resolve()
  #durable: Durable = { durable: 'database' }

  constructor(
    room: WriterRoom,
    contact: { readonly business: BusinessId; readonly contact: ContactId; readonly key: SubjectKey; readonly written: Written },
    first: readonly ContactEvent[],
    now: Instant,
  ) {
    this.business = contact.business
    this.contact = contact.contact
    this.#room = room
    this.key = contact.key
    this.#written = contact.written
    this.#ended = contact.written.summary.outcome !== undefined
    this.begun = this.#put(first, now)
    // Whoever looks at it learns of a failure; whoever does not learns with the next append.
    this.begun.catch(() => undefined)
  }

  async append(events: readonly FollowingEvent[], now: Instant): Promise<Durable> {
    this.#ended = mayFollow(this.contact, this.#ended, events)
    return this.#put(events, now)
  }

  /** Writes what was refused before, if anything was. */
  again(): Promise<Durable> {
    return this.#put([], this.#room.clock.now())
  }

  #put(events: readonly ContactEvent[], now: Instant): Promise<Durable> {
    const identified: readonly NewEvent[] = events.map((event) => ({ ...event, id: newId<EventId>(now, this.#room.random), at: now }))
    this.#unsettled.push(...sealEvents(this.key, identified))
    const settled = this.#turn.then(() => this.#settle())
    this.#turn = settled.catch(() => undefined)
    return settled
  }

  async #settle(): Promise<Durable> {
    const events = [...this.#unsettled]
    if (events.length === 0) return this.#durable
    this.#durable = { durable: (await this.#toDatabase(events)) ? 'database' : 'journal' }
    if (this.#durable.durable === 'journal') await this.#toJournal(events)
    this.#unsettled = this.#unsettled.slice(events.length)
    if (events.some((event) => event.type === 'ended')) this.#room.onEnded(this.contact)
    return this.#durable
  }

  async #toDatabase(events: readonly SealedEvent[]): Promise<boolean> {
    const { database, journal, ledger, log } = this.#room
    if (journal.holds(this.contact) || !database.reachable) return false
    const late = new AbortController()
    const stored = database.forBusiness(this.business, async (tx) => {
      late.signal.throwIfAborted()
      const { business, contact } = this
      return storeEvents(tx, ledger, { business, contact, key: this.key, events }, this.#written)
    })
    try {
      this.#written = await withinDeadline(stored, late)
      return true
    } catch (error) {
      this.#written = undefined
      if (error instanceof ContactEnded) {
        this.#unsettled = this.#unsettled.slice(events.length)
        throw error
      }
      log.warn({ contact: this.contact, err: error }, 'the database did not take events of a contact: they go to the journal')
      return false
    }
  }

  async #toJournal(events: readonly SealedEvent[]): Promise<void> {
    const { business, contact } = this
    this.#written = undefined
    try {
      await this.#room.journal.append({ business, contact, key: this.key.wrapped, events })
    } catch (error) {
      this.#room.onRefused(this)
      throw error
    }
    this.#room.onJournaled()
  }
}

const withinDeadline = async <T>(work: Promise<T>, late: AbortController): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new DatabaseTooSlow(`the database did not answer within ${DATABASE_DEADLINE_MS} ms`)
      late.abort(error)
      reject(error)
    }, DATABASE_DEADLINE_MS)
  })
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}
