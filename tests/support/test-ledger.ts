import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Contacts,
  type FollowingEvent,
  type Journal,
  type OpenedEvent,
  openBusinesses,
  openContacts,
  openJournal,
} from '../../src/contacts/index.ts'
import type { BusinessId, ContactId, FollowUpId, LineId, PlaybookVersionId } from '../../src/kernel/ids.ts'
import { newId } from '../../src/kernel/ids.ts'
import { type Instant, instant, later } from '../../src/kernel/instant.ts'
import type { PhoneNumber } from '../../src/kernel/phone-number.ts'
import type { Log } from '../../src/platform/log/log.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { type Bus, openBus } from '../../src/platform/postgres/bus.ts'
import { DatabaseAway } from '../../src/platform/postgres/database-away.ts'
import type { Database } from '../../src/platform/postgres/database.ts'
import { cryptoRandom } from '../../src/platform/time/crypto-random.ts'
import { systemClock } from '../../src/platform/time/system-clock.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

export const quiet: Log = createLog({ level: 'silent' })

/** How the next transactions go. `answer-lost`: committed, but nobody hears of it. `hanging`: neither, until told otherwise. */
export type Weather = 'fine' | 'away' | 'answer-lost' | 'hanging'

/** A database whose going away a test decides. */
export type MoodyDatabase = Database & { set(weather: Weather): void }

export const moody = (database: Database): MoodyDatabase => {
  let weather: Weather = 'fine'
  const listeners = new Set<(reachable: boolean) => void>()
  const ends: (() => void)[] = []
  const under = async <T>(run: () => Promise<T>): Promise<T> => {
    if (weather === 'away') throw new DatabaseAway('a test took it away', undefined)
    if (weather === 'hanging') await new Promise<void>((end) => ends.push(end))
    const lost = weather === 'answer-lost'
    const result = await run()
    if (lost) throw new DatabaseAway('a test lost the answer', undefined)
    return result
  }
  return {
    forBusiness: (business, work) => under(() => database.forBusiness(business, work)),
    forInstallation: (work) => under(() => database.forInstallation(work)),
    get reachable() {
      return weather !== 'away' && database.reachable
    },
    onReachable: (listener) => {
      listeners.add(listener)
      const stop = database.onReachable(listener)
      return () => {
        listeners.delete(listener)
        stop()
      }
    },
    set: (next) => {
      const back = weather === 'away' && next !== 'away'
      weather = next
      if (next !== 'hanging') for (const end of ends.splice(0)) end()
      if (back) for (const listener of listeners) listener(true)
    },
  }
}

export type TestLedger = {
  readonly db: TestDatabase
  readonly database: MoodyDatabase
  readonly bus: Bus
  readonly contacts: Contacts
  readonly journal: Journal
  /** The journal's folder. */
  readonly folder: string
  readonly business: BusinessId
  /** The same ledger in a program started anew: another journal object on the same folder, the same database. */
  restarted(): Promise<{ readonly contacts: Contacts; readonly journal: Journal }>
  close(): Promise<void>
}

/** A ledger on a real database and a real journal, for one business. */
export const testLedger = async (): Promise<TestLedger> => {
  const db = await testDatabase()
  const bus = openBus(db.address)
  const folder = mkdtempSync(join(tmpdir(), 'firstline-ledger-'))
  const database = moody(db.database)
  const open = async (): Promise<{ readonly contacts: Contacts; readonly journal: Journal }> => {
    const journal = await openJournal({ folder, log: quiet })
    const room = { database, vault: db.vault, bus, journal, clock: systemClock, random: cryptoRandom, log: quiet }
    return { journal, contacts: openContacts(room) }
  }
  const first = await open()
  const opened = [first]
  return {
    db,
    database,
    bus,
    ...first,
    folder,
    business: await db.business(),
    restarted: async () => {
      const again = await open()
      opened.push(again)
      return again
    },
    close: async () => {
      database.set('fine')
      for (const { contacts, journal } of opened) {
        await contacts.close()
        await journal.close()
      }
      await bus.close()
      await db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const businessesOf = (ledger: TestLedger): ReturnType<typeof openBusinesses> =>
  openBusinesses({ database: ledger.database, random: cryptoRandom })

/** 2026-03-02 09:00 in Copenhagen. */
export const MORNING: Instant = instant(Date.UTC(2026, 2, 2, 8, 0))

export const newContact = (now: Instant = MORNING): ContactId => newId<ContactId>(now, cryptoRandom)

export const openedEvent = (
  over: { readonly node?: string; readonly number?: string; readonly displayName?: string } = {},
): OpenedEvent => ({
  type: 'opened',
  data: {
    channel: 'phone',
    direction: 'inbound',
    line: '0190a000-0000-7000-8000-000000000001' as LineId,
    playbookVersion: '0190a000-0000-7000-8000-000000000002' as PlaybookVersionId,
    handler: { kind: 'first-line' },
    node: over.node ?? 'node-1',
  },
  personal: {
    number: (over.number ?? '+4520123456') as PhoneNumber,
    ...(over.displayName !== undefined && { displayName: over.displayName }),
  },
})

export const callerSaid = (text: string): FollowingEvent => ({
  type: 'caller-said',
  data: { by: 'voice', confidence: 0.9, about: 'matter' },
  personal: { text },
})

export const endedEvent: FollowingEvent = {
  type: 'ended',
  data: { outcome: 'message-taken', by: 'caller', reason: { rule: 'hung-up' } },
}

export const newFollowUp = (now: Instant = MORNING): FollowUpId => newId<FollowUpId>(now, cryptoRandom)

/** Ingrid's toothache is a message for Anna, due `dueInMs` after the morning. */
export const messageLeft = (followUp: FollowUpId = newFollowUp(), dueInMs = 3_600_000): FollowingEvent => ({
  type: 'follow-up-opened',
  data: { followUp, kind: 'message', urgent: false, owner: 'anna', dueAt: later(MORNING, dueInMs), recording: 'rec-1' },
  personal: { name: 'Ingrid Aagaard', number: '+4520123456', matter: 'toothache' },
})
