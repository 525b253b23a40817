import type { Clock } from '#kernel/clock.ts'
import { AppError } from '#kernel/app-error.ts'
import { type BusinessId, type ContactId, type EventId, type FollowUpId, newId } from '#kernel/ids.ts'
import type { Instant } from '#kernel/instant.ts'
import type { Random } from '#kernel/random.ts'
import type { Log } from '#platform/log/log.ts'
import type { Bus } from '#platform/postgres/bus.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { Vault } from '#platform/vault/vault.ts'
import type { ContactEvent, KeptEvent } from './core/events.ts'
import { nothingYet, summarise } from './core/summarise.ts'
import { openBusinesses } from './businesses.ts'
import { importJournal } from './import-journal.ts'
import type { ImportResult, Journal } from './journal/journal.ts'
import { keepTrying } from './keep-trying.ts'
import { loadEvents } from './load-events.ts'
import {
  type Contact,
  type ListedContact,
  type ListedFollowUp,
  type Page,
  findFollowUp,
  findUnfinished,
  listContacts,
  listFollowUps,
  readContact,
} from './read-contacts.ts'
import { sealEvents } from './seal-events.ts'
import { lockContact, storeEvents } from './store-events.ts'
import { type ContactChange, watchChanges } from './watch-changes.ts'
import { type ContactWriter, LedgerWriter, type WriterRoom } from './write-contact.ts'

export class NoSuchFollowUp extends AppError {
  override readonly name = 'NoSuchFollowUp'
  override readonly kind = 'not-found'
  readonly followUp: FollowUpId
  constructor(followUp: FollowUpId) {
    super(`there is no follow-up ${followUp} in this business: take its id from the list of follow-ups`)
    this.followUp = followUp
  }
}

export type OpenedEvent = Extract<ContactEvent, { readonly type: 'opened' }>

/** A contact that was left without an outcome, its events so far, and the means to go on with it. */
export type UnfinishedContact = {
  readonly business: BusinessId
  readonly contact: ContactId
  readonly events: readonly KeptEvent[]
  readonly writer: ContactWriter
}

/** The ledger: contacts are put on record here, and read from here. */
export interface Contacts {
  /**
   * Begins a contact and answers at once; `begun` tells when its first event is durable. The caller chooses the id, so that a
   * call can be picked up before anything is written.
   */
  begin(contact: { readonly business: BusinessId; readonly contact: ContactId; readonly opened: OpenedEvent }, now: Instant): ContactWriter
  /** Newest first. The next page: the same with `before` the last one's id. */
  list(business: BusinessId, page: Page): Promise<readonly ListedContact[]>
  get(business: BusinessId, contact: ContactId): Promise<Contact | undefined>
  /** Open: soonest due first. Closed: newest first. `limit`: 200 unless told. */
  followUps(business: BusinessId, which: { readonly open: boolean; readonly limit?: number }): Promise<readonly ListedFollowUp[]>
  /** Closing again changes nothing. Refuses with `NoSuchFollowUp`. */
  closeFollowUp(
    business: BusinessId,
    followUp: FollowUpId,
    how: { readonly why: 'done' | 'not-needed' | 'merged'; readonly note?: string },
    now: Instant,
  ): Promise<void>
  /**
   * Contacts that `node` left without an outcome when it died, oldest first. Those that are going on now in this program (and those
   * asked for before) are not among them. Import the journal first: it may hold how they went on.
   */
  unfinished(node: string): Promise<readonly UnfinishedContact[]>
  /** Calls `listener` for each change of the business's contacts, on whatever node; the answer ends it. */
  watch(business: BusinessId, listener: (change: ContactChange) => void): () => void
  /** Brings the journal into the database now. Done by itself at boot and whenever the database is back. */
  importJournal(): Promise<ImportResult>
  /** Batches in the journal that wait for the database. */
  readonly waitingInJournal: number
  /** Ends imports and watching; appends that are under way settle. The journal and the database are closed by who opened them. */
  close(): Promise<void>
}

export type ContactsRoom = {
  readonly database: Database
  readonly vault: Vault
  readonly bus: Bus
  readonly journal: Journal
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

const MOST_FOLLOW_UPS = 200

export const openContacts = (room: ContactsRoom): Contacts => {
  const { database, vault, bus, journal, random, log } = room
  const ledger = { vault, bus }
  const businesses = openBusinesses({ database, random })
  const goingOn = new Set<ContactId>()
  const refused = new Set<LedgerWriter>()

  const somethingWaits = (): boolean => journal.waiting > 0 || refused.size > 0

  /** What was refused before goes to the database or, while that is away, to a disk that has room again. */
  const writeRefused = async (): Promise<void> => {
    const again = [...refused]
    refused.clear()
    await Promise.allSettled(again.map((writer) => writer.again()))
  }

  const runImport = async (): Promise<ImportResult> => {
    await writeRefused()
    const result = await importJournal(journal, database, ledger)
    if (result.imported > 0 || result.setAside > 0) log.info(result, 'the journal was imported')
    return result
  }

  const retry = keepTrying(async () => {
    try {
      await (database.reachable ? runImport() : writeRefused())
    } catch (error) {
      log.warn({ err: error, waiting: journal.waiting }, 'the journal could not be imported yet')
    }
    return somethingWaits()
  })
  const stopListening = database.onReachable((reachable) => {
    if (reachable && somethingWaits()) retry.now()
  })

  const writers: WriterRoom = {
    database,
    ledger,
    journal,
    clock: room.clock,
    random,
    log,
    onRefused: (writer) => {
      refused.add(writer)
      retry.soon()
    },
    onJournaled: () => retry.soon(),
    onEnded: (contact) => goingOn.delete(contact),
  }

  retry.now()

  return {
    begin: ({ business, contact, opened }, now) => {
      goingOn.add(contact)
      const key = vault.newKey(business, contact)
      return new LedgerWriter(writers, { business, contact, key, written: { seq: 0, summary: nothingYet } }, [opened], now)
    },
    list: (business, page) => database.forBusiness(business, (tx) => listContacts(tx, vault, business, page)),
    get: (business, contact) => database.forBusiness(business, (tx) => readContact(tx, vault, business, contact)),
    followUps: (business, { open, limit = MOST_FOLLOW_UPS }) =>
      database.forBusiness(business, (tx) => listFollowUps(tx, vault, business, { open, limit })),
    closeFollowUp: (business, followUp, { why, note }, now) => {
      const id = newId<EventId>(now, random)
      return database.forBusiness(business, async (tx) => {
        const found = await findFollowUp(tx, business, followUp)
        if (found === undefined) throw new NoSuchFollowUp(followUp)
        const { contact } = found
        // Two who close it at once do it one after the other, and the second finds it closed.
        await lockContact(tx, business, contact)
        if ((await findFollowUp(tx, business, followUp))?.closed === true) return
        const key = await vault.key(tx, business, contact)
        const personal = note === undefined ? {} : { note }
        const events = sealEvents(key, [{ type: 'follow-up-closed', id, at: now, data: { followUp, why }, personal }])
        await storeEvents(tx, ledger, { business, contact, key, events }, undefined)
      })
    },
    unfinished: async (node) => {
      const unfinished: UnfinishedContact[] = []
      for (const { id: business } of await businesses.all()) {
        const found = await database.forBusiness(business, async (tx) => {
          const left = (await findUnfinished(tx, business, node)).filter((contact) => !goingOn.has(contact) && !journal.holds(contact))
          const keys = await vault.keys(tx, business, left)
          const read = []
          for (const contact of left) {
            const key = keys.get(contact)
            // Shredded while it was open: what is still added is sealed under a key that nobody keeps.
            read.push({ contact, key: key ?? vault.newKey(business, contact), events: await loadEvents(tx, business, contact, key) })
          }
          return read
        })
        for (const { contact, key, events } of found) {
          const written = { seq: events.length, summary: summarise(events) }
          const writer = new LedgerWriter(writers, { business, contact, key, written }, [], room.clock.now())
          goingOn.add(contact)
          unfinished.push({ business, contact, events, writer })
        }
      }
      return unfinished
    },
    watch: (business, listener) => watchChanges(bus, business, listener),
    importJournal: runImport,
    get waitingInJournal() {
      return journal.waiting
    },
    close: async () => {
      stopListening()
      await retry.stop()
    },
  }
}
