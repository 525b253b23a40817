import { readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { BusinessId, ContactId } from '#kernel/ids.ts'
import { later } from '#kernel/instant.ts'
import {
  type TestLedger,
  type Weather,
  MORNING,
  callerSaid,
  endedEvent,
  messageLeft,
  newContact,
  openedEvent,
  testLedger,
} from '../../tests/support/test-ledger.ts'
import type { ContactWriter, Contacts } from './index.ts'

let ledger: TestLedger
beforeAll(async () => {
  ledger = await testLedger()
})
afterAll(() => ledger.close())

/** What is on record of a contact, as far as it does not differ from one contact to the next. */
const onRecord = async (contacts: Contacts, contact: ContactId): Promise<unknown> => {
  const found = await contacts.get(ledger.business, contact)
  const listed = (await contacts.list(ledger.business, { limit: 1_000 })).find(({ id }) => id === contact)
  return JSON.parse(
    JSON.stringify({
      events: found?.events.map(({ seq, at, type, data, ...rest }) => ({
        seq,
        at,
        type,
        data,
        personal: 'personal' in rest ? rest.personal : null,
      })),
      summary: found?.summary,
      transcript: found?.transcript.map(({ text, at }) => ({ text, at })),
      followUps: found?.followUps,
      listed: { ...listed, id: null, seq: listed?.seq },
    }),
  )
}

const begin = (contacts: Contacts = ledger.contacts): ContactWriter =>
  contacts.begin({ business: ledger.business, contact: newContact(), opened: openedEvent() }, MORNING)

test('a contact begun, turned and ended while the database is away is there once it is back, by itself', async () => {
  ledger.database.set('away')
  const writer = begin()
  expect(await writer.begun).toEqual({ durable: 'journal' })
  expect(await writer.append([callerSaid('hello'), messageLeft()], later(MORNING, 1))).toEqual({ durable: 'journal' })
  expect(await writer.append([endedEvent], later(MORNING, 2))).toEqual({ durable: 'journal' })
  expect(ledger.contacts.waitingInJournal).toBe(3)
  await expect(ledger.contacts.get(ledger.business, writer.contact)).rejects.toMatchObject({ name: 'DatabaseAway' })
  ledger.database.set('fine')
  await vi.waitFor(() => expect(ledger.contacts.waitingInJournal).toBe(0), 10_000)
  const found = await ledger.contacts.get(ledger.business, writer.contact)
  expect(found?.events.map(({ seq, type }) => [seq, type])).toEqual([
    [1, 'opened'],
    [2, 'caller-said'],
    [3, 'follow-up-opened'],
    [4, 'ended'],
  ])
  expect(found?.summary).toMatchObject({ outcome: 'message-taken', personal: { number: '+4520123456' } })
  expect((await ledger.contacts.followUps(ledger.business, { open: true })).map(({ contact }) => contact)).toContain(writer.contact)
})

test('a contact that went to the journal stays there until it is imported, then goes back to the database', async () => {
  const writer = begin()
  await writer.begun
  ledger.database.set('answer-lost')
  expect(await writer.append([callerSaid('one')], MORNING)).toEqual({ durable: 'journal' })
  ledger.database.set('fine')
  expect(await writer.append([callerSaid('two')], MORNING)).toEqual({ durable: 'journal' })
  await ledger.contacts.importJournal()
  expect(await writer.append([callerSaid('three')], MORNING)).toEqual({ durable: 'database' })
  const found = await ledger.contacts.get(ledger.business, writer.contact)
  expect(found?.transcript.map(({ text }) => text)).toEqual(['one', 'two', 'three'])
})

test('a database that hangs is not waited for: the append is in the journal within the deadline, and once in the ledger', async () => {
  const writer = begin()
  await writer.begun
  ledger.database.set('hanging')
  expect(await writer.append([callerSaid('is anybody there')], MORNING)).toEqual({ durable: 'journal' })
  // It comes back with the late transaction still on its way.
  ledger.database.set('fine')
  await ledger.contacts.importJournal()
  await writer.append([endedEvent], MORNING)
  const found = await ledger.contacts.get(ledger.business, writer.contact)
  expect(found?.events.map(({ type }) => type)).toEqual(['opened', 'caller-said', 'ended'])
})

test('a real outage: connections cut and none allowed, then all well again', async () => {
  const own = await testLedger()
  const writer = own.contacts.begin({ business: own.business, contact: newContact(), opened: openedEvent() }, MORNING)
  expect(await writer.begun).toEqual({ durable: 'database' })
  const name = own.db.address.database
  const allow = (yes: boolean) => ledger.db.owner.query(`alter database ${name} allow_connections ${yes}`)
  await allow(false)
  await ledger.db.owner.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
  expect(await writer.append([callerSaid('one')], MORNING)).toEqual({ durable: 'journal' })
  expect(await writer.append([callerSaid('two'), messageLeft()], MORNING)).toEqual({ durable: 'journal' })
  await allow(true)
  await vi.waitFor(() => expect(own.contacts.waitingInJournal).toBe(0), 15_000)
  expect(await writer.append([endedEvent], MORNING)).toEqual({ durable: 'database' })
  const found = await own.contacts.get(own.business, writer.contact)
  expect(found?.events.map(({ seq, type }) => [seq, type])).toEqual([
    [1, 'opened'],
    [2, 'caller-said'],
    [3, 'caller-said'],
    [4, 'follow-up-opened'],
    [5, 'ended'],
  ])
  await own.close()
})

test('a transaction that commits after it was given up, while the import is under way, is there once', async () => {
  const writer = begin()
  await writer.begun
  const blocker = await ledger.db.owner.connect()
  await blocker.query('begin; lock table contact_event in access exclusive mode')
  expect(await writer.append([callerSaid('slow'), messageLeft()], MORNING)).toEqual({ durable: 'journal' })
  const importing = ledger.contacts.importJournal()
  await blocker.query('commit')
  blocker.release()
  expect(await importing).toMatchObject({ imported: 1, setAside: 0 })
  expect(await writer.append([endedEvent], MORNING)).toEqual({ durable: 'database' })
  const found = await ledger.contacts.get(ledger.business, writer.contact)
  expect(found?.events.map(({ seq, type }) => [seq, type])).toEqual([
    [1, 'opened'],
    [2, 'caller-said'],
    [3, 'follow-up-opened'],
    [4, 'ended'],
  ])
})

/** An import that was under way while the database was still away may fail; a later one does not. */
const imported = (contacts: Contacts): Promise<void> =>
  vi.waitFor(async () => {
    await contacts.importJournal()
    expect(contacts.waitingInJournal).toBe(0)
  }, 10_000)

type Step = { readonly weather: Weather } | { readonly append: number } | 'import'

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ append: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 2, arbitrary: fc.record({ weather: fc.constantFrom<Weather>('fine', 'away', 'answer-lost') }) },
    { weight: 1, arbitrary: fc.constant('import' as const) },
  ),
  { minLength: 1, maxLength: 25 },
)

describe('whatever the database does meanwhile', () => {
  test('the ledger is in the end what it is without', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (story) => {
        const [calm, stormy] = [begin(), begin()]
        await calm.begun
        const { contacts } = ledger
        let turn = 0
        for (const step of story) {
          if (step === 'import') await contacts.importJournal().catch(() => undefined)
          else if ('weather' in step) ledger.database.set(step.weather)
          else {
            for (let index = 0; index < step.append; index += 1) {
              turn += 1
              await stormy.append([callerSaid(`turn ${turn}`), messageLeft()], later(MORNING, turn))
            }
          }
        }
        await stormy.append([endedEvent], later(MORNING, 1_000))
        ledger.database.set('fine')
        await imported(contacts)
        for (let index = 1; index <= turn; index += 1)
          await calm.append([callerSaid(`turn ${index}`), messageLeft()], later(MORNING, index))
        await calm.append([endedEvent], later(MORNING, 1_000))
        const withoutIds = (record: unknown): unknown =>
          JSON.parse(JSON.stringify(record).replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'id'))
        expect(withoutIds(await onRecord(contacts, stormy.contact))).toEqual(withoutIds(await onRecord(contacts, calm.contact)))
      }),
      { numRuns: 25 },
    )
  }, 60_000)

  test('a program that dies at any moment leaves a ledger that the next one completes, each event once', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(30), async (story, dieAfter) => {
        const mine = await ledger.restarted()
        const writer = begin(mine.contacts)
        const settled: string[] = []
        let turn = 0
        for (const step of story.slice(0, dieAfter)) {
          if (step === 'import') await mine.contacts.importJournal().catch(() => undefined)
          else if ('weather' in step) ledger.database.set(step.weather)
          else {
            turn += 1
            const text = `turn ${turn}`
            await writer.append([callerSaid(text)], later(MORNING, turn))
            settled.push(text)
          }
        }
        await writer.begun
        // The program is gone; the next one finds its files.
        await mine.contacts.close()
        ledger.database.set('fine')
        const next = await ledger.restarted()
        await imported(next.contacts)
        const found = await next.contacts.get(ledger.business, writer.contact)
        expect(found?.transcript.map(({ text }) => text)).toEqual(settled)
        expect(found?.events.map(({ seq }) => seq)).toEqual(found?.events.map((_, index) => index + 1))
        expect((await next.contacts.unfinished('node-1')).map(({ contact }) => contact)).toContain(writer.contact)
        await next.contacts.close()
      }),
      { numRuns: 25 },
    )
  }, 60_000)
})

test('what the database refuses for good is kept in a file of its own and does not hold up the rest', async () => {
  const own = await testLedger()
  const nowhere = newContact() as string as BusinessId
  const lost = own.contacts.begin({ business: nowhere, contact: newContact(), opened: openedEvent() }, MORNING)
  expect(await lost.begun).toEqual({ durable: 'journal' })
  own.database.set('away')
  const writer = own.contacts.begin({ business: own.business, contact: newContact(), opened: openedEvent() }, MORNING)
  await writer.append([endedEvent], MORNING)
  own.database.set('fine')
  await imported(own.contacts)
  expect((await own.contacts.get(own.business, writer.contact))?.summary.state).toBe('ended')
  expect(readFileSync(join(own.folder, 'contacts.refused'), 'utf8')).toContain(lost.contact)
  await own.close()
})

test.each(['with the next append', 'by itself'])(
  'when neither database nor disk takes it the append says so, and it is written %s',
  async (how) => {
    const own = await testLedger()
    const writer = own.contacts.begin({ business: own.business, contact: newContact(), opened: openedEvent() }, MORNING)
    await writer.begun
    const full = ['contacts-00000001.journal', 'contacts-00000002.journal'].map((name) => join(own.folder, name))
    await own.journal.close()
    for (const path of full) symlinkSync('/dev/full', path)
    own.database.set('away')
    await expect(writer.append([messageLeft()], MORNING)).rejects.toMatchObject({ name: 'JournalUnwritable', code: expect.any(String) })
    for (const path of full) rmSync(path, { force: true })
    own.database.set('fine')
    if (how === 'with the next append') await writer.append([endedEvent], MORNING)
    const types = async () => (await own.contacts.get(own.business, writer.contact))?.events.map(({ type }) => type)
    await vi.waitFor(
      async () => expect(await types()).toEqual(['opened', 'follow-up-opened', ...(how === 'by itself' ? [] : ['ended'])]),
      10_000,
    )
    await own.close()
  },
)
