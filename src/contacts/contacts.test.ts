import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { AppointmentId, EventId } from '#kernel/ids.ts'
import { newId } from '#kernel/ids.ts'
import { later } from '#kernel/instant.ts'
import { cryptoRandom } from '#platform/time/crypto-random.ts'
import {
  type TestLedger,
  MORNING,
  callerSaid,
  endedEvent,
  messageLeft,
  newFollowUp,
  businessesOf,
  newContact,
  openedEvent,
  testLedger,
} from '../../tests/support/test-ledger.ts'
import type { ContactChange, FollowingEvent } from './index.ts'

let ledger: TestLedger
beforeAll(async () => {
  ledger = await testLedger()
})
afterAll(() => ledger.close())

/** A whole contact that left a message, written event by event. */
const messageTaken = async (at = MORNING) => {
  const followUp = newFollowUp()
  const writer = ledger.contacts.begin(
    { business: ledger.business, contact: newContact(at), opened: openedEvent({ displayName: 'Ingrid' }) },
    at,
  )
  const steps: readonly (readonly FollowingEvent[])[] = [
    [{ type: 'picked-up', data: { afterMs: 12.4 } }],
    [
      { type: 'arrived', data: { channel: 'phone', hears: 'grammar', language: 'en' }, personal: { number: undefined } },
      {
        type: 'saying',
        data: { utterance: 1, language: 'en', about: 'greeting', disclosure: true },
        personal: { text: 'Harbour Dental, hello' },
      },
    ],
    [
      { type: 'said', data: { utterance: 1, completed: false }, personal: { heard: 'Harbour Dental' } },
      callerSaid('My card is 4111 1111 1111 1111 and my cpr 120387-1234'),
      { type: 'call-type-set', data: { callType: 'message', urgent: true, reason: { rule: 'menu', score: 0.8 } } },
      { type: 'slot-filled', data: { slot: 'name', kind: 'name', reason: { rule: 'said' } }, personal: { value: 'Ingrid Aagaard' } },
    ],
    [{ type: 'recording-kept', data: { recording: `rec-${writer.contact}`, kind: 'message', durationMs: 4_000.5 } }, messageLeft(followUp)],
    [endedEvent],
    [{ type: 'measured', data: { replyMs: 120 } }],
  ]
  for (const [index, events] of steps.entries())
    expect(await writer.append(events, later(at, 1_000 * (index + 1)))).toEqual({ durable: 'database' })
  return { contact: writer.contact, followUp, writer }
}

describe('a contact on record', () => {
  test('is read back whole: summary, transcript as heard, decisions with reasons, follow-up, recording, timings', async () => {
    const { contact, followUp } = await messageTaken()
    const found = await ledger.contacts.get(ledger.business, contact)
    expect(found?.summary).toMatchObject({
      state: 'ended',
      outcome: 'message-taken',
      callType: 'message',
      urgent: true,
      language: 'en',
      channel: 'phone',
      pickedUpAfterMs: 12.4,
      slots: ['name'],
      handler: { kind: 'first-line' },
      personal: { number: '+4520123456', displayName: 'Ingrid', name: 'Ingrid Aagaard' },
    })
    expect(found?.transcript).toMatchObject([
      { who: 'first-line', text: 'Harbour Dental', state: 'talked-over' },
      { who: 'caller', by: 'voice', text: 'My card is [card number] and my cpr [cpr number]' },
    ])
    expect(found?.decisions).toMatchObject([
      { type: 'call-type-set', what: 'message', reason: { rule: 'menu', score: 0.8 } },
      { type: 'slot-filled', what: 'name' },
      { type: 'ended', what: 'message-taken' },
    ])
    expect(found?.followUps).toMatchObject([{ id: followUp, owner: 'anna', personal: { matter: 'toothache' }, closed: undefined }])
    expect(found?.recordings).toMatchObject([{ kind: 'message', durationMs: 4001 }])
    expect(found?.timings).toEqual({ pickedUpAfterMs: 12.4, durationMs: 5_000, measured: { replyMs: [120] } })
    expect(found?.events.map((event) => event.seq)).toEqual(found?.events.map((_, index) => index + 1))
  })

  test('is never in the clear, and its numbers never at all, anywhere in the database', async () => {
    const { contact } = await messageTaken()
    const { rows } = await ledger.db.owner.query<{ all: string }>(
      `select (select string_agg(e::text, ' ') from contact_event e where contact_id = $1) || (select c::text from contact c where id = $1)
        || (select string_agg(f::text, ' ') from follow_up f where contact_id = $1) as all`,
      [contact],
    )
    expect(rows[0]?.all).toContain('greeting')
    for (const personal of ['Ingrid', '20123456', 'toothache', 'Harbour', '4111 1111', '4111111111111111', '120387-1234'])
      expect(rows[0]?.all.includes(personal), personal).toBe(false)
  })

  test('whose key is shredded still reads, with its figures and without its words', async () => {
    const { contact, followUp } = await messageTaken()
    await ledger.db.database.forBusiness(ledger.business, (tx) => ledger.db.vault.shred(tx, ledger.business, contact))
    const found = await ledger.contacts.get(ledger.business, contact)
    expect(found?.summary).toMatchObject({ outcome: 'message-taken', callType: 'message', personal: undefined })
    expect(found?.transcript.map((line) => line.text)).toEqual([undefined, undefined])
    expect(found?.followUps[0]?.personal).toBeUndefined()
    const listed = await ledger.contacts.list(ledger.business, { limit: 100 })
    expect(listed.find(({ id }) => id === contact)).toMatchObject({ personal: undefined, outcome: 'message-taken' })
    const owed = await ledger.contacts.followUps(ledger.business, { open: true })
    expect(owed.find(({ id }) => id === followUp)).toMatchObject({ personal: undefined, owner: 'anna' })
    await ledger.contacts.closeFollowUp(ledger.business, followUp, { why: 'not-needed', note: 'Ingrid was erased' }, later(MORNING, 9_000))
    expect((await ledger.contacts.get(ledger.business, contact))?.events.at(-1)).toMatchObject({ type: 'follow-up-closed' })
    const { rows } = await ledger.db.owner.query('select personal from contact_event where contact_id = $1 order by seq desc limit 1', [
      contact,
    ])
    expect(rows).toEqual([{ personal: null }])
  })

  test('is invisible to another business', async () => {
    const { contact } = await messageTaken()
    const other = await ledger.db.business()
    expect(await ledger.contacts.get(other, contact)).toBeUndefined()
    expect(await ledger.contacts.list(other, { limit: 10 })).toEqual([])
    expect(await ledger.contacts.followUps(other, { open: true })).toEqual([])
  })

  test('has one outcome: a second one, and any further turn, is refused and nothing is written', async () => {
    const { contact, writer } = await messageTaken()
    const before = await ledger.contacts.get(ledger.business, contact)
    await expect(writer.append([endedEvent], MORNING)).rejects.toMatchObject({ name: 'ContactEnded', refused: 'ended' })
    await expect(writer.append([callerSaid('hello?')], MORNING)).rejects.toThrow('"caller-said" is refused')
    expect(await ledger.contacts.get(ledger.business, contact)).toEqual(before)
  })

  test('appends asked for at once are written in the order they were asked for', async () => {
    const writer = ledger.contacts.begin({ business: ledger.business, contact: newContact(), opened: openedEvent() }, MORNING)
    await Promise.all(Array.from({ length: 30 }, (_, index) => writer.append([callerSaid(`turn ${index}`)], MORNING)))
    const found = await ledger.contacts.get(ledger.business, writer.contact)
    expect(found?.transcript.map((line) => line.text)).toEqual(Array.from({ length: 30 }, (_, index) => `turn ${index}`))
    expect(found?.events.map((event) => event.seq)).toEqual(Array.from({ length: 31 }, (_, index) => index + 1))
  })

  test('somebody else may add to it meanwhile: numbers stay without holes', async () => {
    const writer = ledger.contacts.begin({ business: ledger.business, contact: newContact(), opened: openedEvent() }, MORNING)
    const followUps = [newFollowUp(), newFollowUp(), newFollowUp()]
    await writer.append(
      followUps.map((id) => messageLeft(id)),
      MORNING,
    )
    const closing = followUps.map((id) => ledger.contacts.closeFollowUp(ledger.business, id, { why: 'done', note: 'called back' }, MORNING))
    const appending = Array.from({ length: 10 }, (_, index) => writer.append([callerSaid(`turn ${index}`)], MORNING))
    await Promise.all([...closing, ...appending])
    expect(await writer.append([endedEvent], MORNING)).toEqual({ durable: 'database' })
    const found = await ledger.contacts.get(ledger.business, writer.contact)
    expect(found?.events.map((event) => event.seq)).toEqual(Array.from({ length: 18 }, (_, index) => index + 1))
    expect(found?.followUps.map(({ closed }) => closed?.why)).toEqual(['done', 'done', 'done'])
    expect(found?.events.find((event) => event.type === 'follow-up-closed')).toMatchObject({ personal: { note: 'called back' } })
  })
})

test('no text is too strange to be kept: words come back to the letter', async () => {
  const writer = ledger.contacts.begin({ business: ledger.business, contact: newContact(), opened: openedEvent() }, MORNING)
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\0', '\ud800', '\udc00x', '\u2028', "'", '\\'),
      async (text, strange) => {
        const words = `${text.replaceAll(/\p{N}/gu, '')}${strange}`
        const turn: FollowingEvent = { type: 'caller-said', data: { by: 'text', confidence: 1, about: words }, personal: { text: words } }
        expect(await writer.append([turn], MORNING)).toEqual({ durable: 'database' })
        const line = (await ledger.contacts.get(ledger.business, writer.contact))?.transcript.at(-1)
        expect(line?.text).toBe(words)
        expect(line?.about).toBe(words.replaceAll('\0', '').toWellFormed())
      },
    ),
    { numRuns: 40 },
  )
})

describe('the database keeps the promise itself', () => {
  test.each([
    'update contact_event set type = type',
    'delete from contact_event',
    'truncate contact_event',
    'delete from playbook_version',
  ])('%s is refused, even to its owner', async (statement) => {
    await messageTaken()
    if (statement.includes('playbook'))
      await ledger.db.owner.query(
        `insert into playbook_version values ($1, gen_random_uuid(), (select count(*) + 1 from playbook_version), 'x', now(), 'test', '')`,
        [ledger.business],
      )
    await expect(ledger.db.owner.query(statement)).rejects.toThrow('append-only')
  })

  test.each([
    'update contact_event set type = type',
    'delete from contact_event',
    'delete from contact',
    'delete from follow_up',
    'delete from line',
  ])('the program may not even try: %s', async (statement) => {
    await expect(ledger.db.database.forBusiness(ledger.business, (tx) => sql.raw(statement).execute(tx))).rejects.toThrow(
      'permission denied',
    )
  })

  test('a second outcome is refused by a constraint', async () => {
    const { contact } = await messageTaken()
    const add = ledger.db.owner.query(
      `insert into contact_event (business_id, contact_id, seq, id, at, type, data) values ($1, $2, 1000, $3, now(), 'ended', '{}')`,
      [ledger.business, contact, newId<EventId>(MORNING, cryptoRandom)],
    )
    await expect(add).rejects.toThrow('contact_event_one_outcome')
  })
})

describe('lists', () => {
  test('show contacts newest first, page by page, each once', async () => {
    const business = await ledger.db.business()
    const made = []
    for (let index = 0; index < 25; index += 1) {
      // Several begin in the same millisecond.
      const at = later(MORNING, Math.floor(index / 3))
      const writer = ledger.contacts.begin({ business, contact: newContact(at), opened: openedEvent() }, at)
      await writer.begun
      made.push({ id: writer.contact, at })
    }
    const paged = []
    for (let before = undefined; ;) {
      const page = await ledger.contacts.list(business, { limit: 4, before })
      paged.push(...page.map(({ id }) => id))
      before = page.at(-1)?.id
      if (page.length === 0) break
    }
    const expected = made.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)).map(({ id }) => id)
    expect(paged).toEqual(expected)
  })

  test('show what is going on now when asked for the open ones', async () => {
    const business = await ledger.db.business()
    const begin = () => ledger.contacts.begin({ business, contact: newContact(), opened: openedEvent() }, MORNING)
    const [ringing, live, over] = [begin(), begin(), begin()]
    await live.append([{ type: 'picked-up', data: { afterMs: 5 } }], MORNING)
    await over.append([endedEvent], MORNING)
    await ringing.begun
    const open = await ledger.contacts.list(business, { limit: 10, open: true })
    expect(new Map(open.map(({ id, state }) => [id, state]))).toEqual(
      new Map([
        [ringing.contact, 'ringing'],
        [live.contact, 'live'],
      ]),
    )
  })

  test('a listed contact says what its whole record says', async () => {
    const { contact } = await messageTaken()
    const listed = (await ledger.contacts.list(ledger.business, { limit: 100 })).find(({ id }) => id === contact)
    const whole = await ledger.contacts.get(ledger.business, contact)
    expect(listed).toEqual({ ...whole?.summary, id: contact, seq: whole?.events.length, openFollowUps: 1 })
  })

  test('follow-ups stand soonest due first, and are closed once', async () => {
    const business = await ledger.db.business()
    const writer = ledger.contacts.begin({ business, contact: newContact(), opened: openedEvent() }, MORNING)
    const [late, soon] = [newFollowUp(), newFollowUp()]
    await writer.append([messageLeft(late, 7_200_000), messageLeft(soon, 60_000)], MORNING)
    expect((await ledger.contacts.followUps(business, { open: true })).map(({ id }) => id)).toEqual([soon, late])
    const close = () => ledger.contacts.closeFollowUp(business, soon, { why: 'done' }, later(MORNING, 5_000))
    await Promise.all([close(), close(), close()])
    expect((await ledger.contacts.followUps(business, { open: true })).map(({ id }) => id)).toEqual([late])
    expect(await ledger.contacts.followUps(business, { open: false })).toMatchObject([
      { id: soon, contact: writer.contact, closed: { at: later(MORNING, 5_000), why: 'done' }, personal: { matter: 'toothache' } },
    ])
    const events = (await ledger.contacts.get(business, writer.contact))?.events
    expect(events?.filter(({ type }) => type === 'follow-up-closed')).toHaveLength(1)
    await expect(ledger.contacts.closeFollowUp(business, newFollowUp(), { why: 'done' }, MORNING)).rejects.toMatchObject({
      name: 'NoSuchFollowUp',
      kind: 'not-found',
    })
  })
})

test('whoever watches a business hears of its contacts as they are written, and of no other', async () => {
  const [business, other] = [await ledger.db.business(), await ledger.db.business()]
  const changes: ContactChange[] = []
  const stop = ledger.contacts.watch(business, (change) => changes.push(change))
  await vi.waitFor(() => expect(changes).toEqual([{ what: 'gap' }]), 10_000)
  await ledger.contacts.begin({ business: other, contact: newContact(), opened: openedEvent() }, MORNING).begun
  const writer = ledger.contacts.begin({ business, contact: newContact(), opened: openedEvent() }, MORNING)
  await writer.begun
  await writer.append([callerSaid('hello')], MORNING)
  const change = { what: 'events', contact: writer.contact }
  await vi.waitFor(() => expect(changes).toEqual([{ what: 'gap' }, change, change]), 10_000)
  stop()
})

test('contacts a node left open are found with their events, can be ended once, and those going on now are left alone', async () => {
  const node = 'node-that-dies'
  const begin = () => ledger.contacts.begin({ business: ledger.business, contact: newContact(), opened: openedEvent({ node }) }, MORNING)
  const [cut, over] = [begin(), begin()]
  await cut.append([callerSaid('I have a tooth')], MORNING)
  await over.append([endedEvent], MORNING)
  expect(await ledger.contacts.unfinished(node)).toEqual([])
  const { contacts } = await ledger.restarted()
  expect(await contacts.unfinished('another-node')).toEqual([])
  const [left, ...others] = await contacts.unfinished(node)
  expect(others).toEqual([])
  expect(left).toMatchObject({ business: ledger.business, contact: cut.contact })
  expect(left?.events.at(-1)).toMatchObject({ type: 'caller-said', personal: { text: 'I have a tooth' } })
  const interrupted: FollowingEvent = { type: 'ended', data: { outcome: 'interrupted', by: 'stopping', reason: { rule: 'crash' } } }
  expect(await left?.writer.append([messageLeft(newFollowUp()), interrupted], later(MORNING, 60_000))).toEqual({ durable: 'database' })
  expect(await contacts.unfinished(node)).toEqual([])
  expect((await contacts.get(ledger.business, cut.contact))?.summary.outcome).toBe('interrupted')
  // The program that was thought dead and was not: what it still says is refused, loudly.
  await expect(cut.append([callerSaid('still here')], MORNING)).rejects.toMatchObject({ name: 'ContactEnded' })
})

test('an appointment that was made stands in the list', async () => {
  const appointment = newId<AppointmentId>(MORNING, cryptoRandom)
  const writer = ledger.contacts.begin({ business: ledger.business, contact: newContact(), opened: openedEvent() }, MORNING)
  await writer.append([{ type: 'booking-made', data: { appointment } }], MORNING)
  const listed = await ledger.contacts.list(ledger.business, { limit: 100 })
  expect(listed.find(({ id }) => id === writer.contact)?.appointment).toBe(appointment)
})

test('a called address leads to one business; a taken one, and a taken short name, are refused with a sentence', async () => {
  const businesses = businessesOf(ledger)
  const [first, second] = [
    await businesses.create({ slug: 'harbour-dental', name: 'Harbour Dental' }, MORNING),
    await businesses.create({ slug: 'quay-garage', name: 'Quay Garage' }, later(MORNING, 1)),
  ]
  const line = await businesses.addLine(first.id, { channel: 'phone', address: 'harbour', name: 'Main number' }, MORNING)
  expect(await businesses.lineByAddress('phone', 'harbour')).toEqual({ ...line, business: first.id })
  expect(await businesses.lineByAddress('phone', 'nobody')).toBeUndefined()
  expect(await businesses.lineByAddress('chat', 'harbour')).toBeUndefined()
  await expect(businesses.addLine(second.id, { channel: 'phone', address: 'harbour', name: 'Mine' }, MORNING)).rejects.toThrow(
    'the phone address "harbour" is a line already',
  )
  expect(await businesses.lines(second.id)).toEqual([])
  expect((await businesses.all()).map(({ slug }) => slug)).toEqual(expect.arrayContaining(['harbour-dental', 'quay-garage']))
  await expect(businesses.create({ slug: 'harbour-dental', name: 'Again' }, MORNING)).rejects.toMatchObject({ name: 'SlugTaken' })
})
