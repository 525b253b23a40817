import type { AppointmentId, BusinessId, ContactId } from '#kernel/ids.ts'
import { newId } from '#kernel/ids.ts'
import { MINUTE, later } from '#kernel/instant.ts'
import type { PhoneNumber } from '#kernel/phone-number.ts'
import { seededRandom } from '#kernel/random.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type DatabaseLine, databaseLine } from '../../tests/support/database-line.ts'
import { practice, weekdays } from '../../tests/support/practice.ts'
import { type TestDatabase, testDatabase } from '../../tests/support/test-database.ts'
import { at } from '../../tests/support/wall-clock.ts'
import { type BusNews, openBus } from '../platform/postgres/bus.ts'
import { DatabaseAway } from '../platform/postgres/database-away.ts'
import { type OpenDatabase, openDatabase } from '../platform/postgres/open-database.ts'
import type { AppointmentRequest, Bookings } from './index.ts'
import { APPOINTMENT_EVENTS, openBookings } from './index.ts'

/** Tuesday 10 February 2026, 09:00 in Copenhagen. */
const now = at('2026-02-10T08:00:00Z')
const eleven = at('2026-02-10T10:00:00Z')
const random = seededRandom(7)
const playbook = practice()

let db: TestDatabase
let bookings: Bookings
let business: BusinessId
beforeAll(async () => {
  db = await testDatabase()
  bookings = openBookings(db)
})
beforeEach(async () => {
  business = await db.business()
})
afterAll(() => db.close())

const asking = (change: Partial<AppointmentRequest> = {}): AppointmentRequest => ({
  appointment: newId<AppointmentId>(now, random),
  contact: newId<ContactId>(now, random),
  service: 'check-up',
  person: 'anna',
  start: eleven,
  customerName: 'Ingrid Aagaard',
  number: '+4520123456' as PhoneNumber,
  ...change,
})

const stored = async (of: BusinessId = business) =>
  (
    await db.owner.query<{ id: string; person: string; busy_from: Date; busy_to: Date; status: string; personal: Buffer; subject: string }>(
      'select * from appointment where business_id = $1 order by busy_from',
      [of],
    )
  ).rows

describe('booking', () => {
  test('stores the appointment and answers with it in the list, opened', async () => {
    const request = asking()
    expect(await bookings.book(business, playbook, request, now)).toEqual({ booked: true, appointment: request.appointment })
    expect(await bookings.list(business, eleven, later(eleven, 1))).toEqual([
      {
        id: request.appointment,
        contact: request.contact,
        service: 'check-up',
        person: 'anna',
        start: eleven,
        end: later(eleven, 30 * MINUTE),
        status: 'booked',
        createdAt: now,
        customer: { name: 'Ingrid Aagaard', number: '+4520123456' },
      },
    ])
  })
  test('lists what shares a moment with the asked time, by start, and nothing else', async () => {
    const starts = [0, 60, 120].map((minutes) => later(eleven, minutes * MINUTE))
    for (const start of starts.toReversed()) await bookings.book(business, playbook, asking({ start, number: undefined }), now)
    const listed = await bookings.list(business, later(eleven, 29 * MINUTE), later(eleven, 120 * MINUTE))
    expect(listed.map(({ start }) => start)).toEqual(starts.slice(0, 2))
    expect(listed[0]?.customer).toEqual({ name: 'Ingrid Aagaard', number: undefined })
  })
  test('keeps no name and no number in the clear', async () => {
    await bookings.book(business, playbook, asking(), now)
    const { rows } = await db.owner.query<{ text: string }>('select appointment::text as text from appointment where business_id = $1', [
      business,
    ])
    const raw = (await stored())[0]?.personal.toString('latin1') ?? ''
    expect(raw.length).toBeGreaterThan(20)
    expect(`${rows[0]?.text} ${raw}`).not.toMatch(/Ingrid|Aagaard|20123456/)
  })
  test.each([
    ['closed then', asking({ start: at('2026-02-10T18:00:00Z') })],
    ['too soon', asking({ start: at('2026-02-10T08:30:00Z') })],
    ['off the grid', asking({ start: later(eleven, MINUTE) })],
    ['no such service', asking({ service: 'surgery' })],
    ['no such person', asking({ person: 'carl' })],
  ])('refuses what the rules do not allow, and stores nothing: %s', async (_, request) => {
    expect(await bookings.book(business, playbook, request, now)).toEqual({ booked: false, why: 'outside' })
    expect(await stored()).toEqual([])
  })
  test('is refused where buffers would overlap, and the person beside is free', async () => {
    await bookings.book(business, playbook, asking(), now)
    const after = later(eleven, 30 * MINUTE)
    expect(await bookings.book(business, playbook, asking({ start: after }), now)).toEqual({ booked: false, why: 'taken' })
    expect(await bookings.book(business, playbook, asking({ start: after, person: 'bo' }), now)).toMatchObject({ booked: true })
    expect(await bookings.book(business, playbook, asking({ start: later(after, 15 * MINUTE) }), now)).toMatchObject({ booked: true })
  })
})

describe('asking again', () => {
  test('books once, also when the rules would refuse it by now', async () => {
    const request = asking()
    await bookings.book(business, playbook, request, now)
    expect(await bookings.book(business, playbook, request, later(eleven, MINUTE))).toEqual({
      booked: true,
      appointment: request.appointment,
    })
    expect(await stored()).toHaveLength(1)
  })
  test('at the same moment books once, and everybody hears the same', async () => {
    const request = asking()
    const answers = await Promise.all(Array.from({ length: 12 }, () => bookings.book(business, playbook, request, now)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify({ booked: true, appointment: request.appointment })]),
    )
    expect(await stored()).toHaveLength(1)
  })
  test('with the id of another appointment is refused', async () => {
    const request = asking()
    await bookings.book(business, playbook, request, now)
    const other = { ...request, start: later(eleven, 120 * MINUTE) }
    expect(await bookings.book(business, playbook, other, now)).toEqual({ booked: false, why: 'taken' })
  })
  test('for what was cancelled since is not booked', async () => {
    const request = asking()
    await bookings.book(business, playbook, request, now)
    expect(await bookings.cancel(business, request.appointment, later(now, 1))).toBe('cancelled')
    expect(await bookings.book(business, playbook, request, now)).toEqual({ booked: false, why: 'taken' })
  })
})

describe('cancelling', () => {
  test('gives the time back, and keeps when it was first cancelled', async () => {
    const request = asking()
    await bookings.book(business, playbook, request, now)
    await bookings.cancel(business, request.appointment, later(now, MINUTE))
    expect(await bookings.cancel(business, request.appointment, later(now, 2 * MINUTE))).toBe('cancelled')
    expect(await bookings.book(business, playbook, asking(), now)).toMatchObject({ booked: true })
    const { rows } = await db.owner.query<{ cancelled_at: Date }>('select cancelled_at from appointment where id = $1', [
      request.appointment,
    ])
    expect(rows[0]?.cancelled_at.getTime()).toBe(later(now, MINUTE))
    expect((await bookings.list(business, eleven, later(eleven, 1))).map(({ status }) => status).toSorted()).toEqual([
      'booked',
      'cancelled',
    ])
  })
  test('what is not there says so', async () => {
    expect(await bookings.cancel(business, newId<AppointmentId>(now, random), now)).toBe('not-found')
  })
})

describe('no double booking', () => {
  test('of 50 who want the last time at once exactly one has it, and 49 hear that it is taken', async () => {
    const last = { from: '2026-02-10', to: '2026-02-10', earliest: '11:00', latest: '11:00', person: 'anna' }
    expect((await bookings.findTimes(business, playbook, 'check-up', last, { after: 0, limit: 3 }, now)).times).toHaveLength(1)
    const requests = Array.from({ length: 50 }, (_, index) => asking({ customerName: `Caller ${index}` }))
    const answers = await Promise.all(requests.map((request) => bookings.book(business, playbook, request, now)))
    const winners = requests.filter((_, index) => answers[index]?.booked)
    expect(winners).toHaveLength(1)
    expect(answers.filter((answer) => !answer.booked && answer.why === 'taken')).toHaveLength(49)
    const listed = await bookings.list(business, eleven, later(eleven, 1))
    expect(listed.map(({ id, customer }) => ({ id, name: customer?.name }))).toEqual([
      { id: winners[0]?.appointment, name: winners[0]?.customerName },
    ])
    expect((await bookings.findTimes(business, playbook, 'check-up', last, { after: 0, limit: 3 }, now)).times).toEqual([])
  })

  test('whoever books what at once, buffers never overlap, and nobody is refused without cause', async () => {
    const day = practice({
      hours: { weekly: weekdays('08:00-13:00') },
      services: [
        { id: 'short', name: { en: 'Short' }, minutes: 15, people: ['anna', 'bo'] },
        { id: 'clean', name: { en: 'Clean' }, minutes: 20, buffer: { before: 10, after: 10 }, people: ['anna', 'bo'] },
        { id: 'long', name: { en: 'Long' }, minutes: 60, buffer: { before: 0, after: 30 }, people: ['anna'] },
      ],
      booking: { leadMinutes: 0, horizonDays: 3, gridMinutes: 5 },
    })
    const wanted = fc.record({
      service: fc.constantFrom('short', 'clean', 'long'),
      person: fc.constantFrom('anna', 'bo'),
      start: fc.integer({ min: 0, max: 40 }).map((step) => later(at('2026-02-11T07:00:00Z'), step * 5 * MINUTE)),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(wanted, { minLength: 10, maxLength: 40 }), async (wishes) => {
        const here = await db.business()
        const requests = wishes.map((wish) => asking(wish))
        const answers = await Promise.all(requests.map((request) => bookings.book(here, day, request, now)))
        const kept = await stored(here)
        expect(kept.map(({ id }) => id).toSorted()).toEqual(
          requests
            .filter((_, index) => answers[index]?.booked)
            .map(({ appointment }) => appointment)
            .toSorted(),
        )
        kept.forEach((one, index) => {
          for (const other of kept.slice(index + 1)) {
            const apart = one.busy_to <= other.busy_from || other.busy_to <= one.busy_from
            expect(apart || one.person !== other.person).toBe(true)
          }
        })
        requests.forEach((request, index) => {
          const answer = answers[index]
          if (answer === undefined || answer.booked) return
          const service = day.services.find(({ id }) => id === request.service)
          if (answer.why === 'outside') return expect(service?.people).not.toContain(request.person)
          const from = later(request.start, -(service?.buffer.before ?? 0) * MINUTE)
          const to = later(request.start, ((service?.minutes ?? 0) + (service?.buffer.after ?? 0)) * MINUTE)
          expect(kept.some((one) => one.person === request.person && one.busy_from.getTime() < to && one.busy_to.getTime() > from)).toBe(
            true,
          )
        })
      }),
      { numRuns: 12 },
    )
  })

  test('a time that was found can be booked at once, until there is none left', async () => {
    const small = practice({ booking: { leadMinutes: 0, horizonDays: 1, gridMinutes: 30 } })
    const wish = { from: '2026-02-11', to: '2026-02-11' }
    let booked = 0
    for (;;) {
      const { times, more } = await bookings.findTimes(business, small, 'check-up', wish, { after: 0, limit: 3 }, now)
      const time = times[booked % Math.max(1, times.length)]
      if (time === undefined) {
        expect(more).toBe(false)
        break
      }
      expect(await bookings.book(business, small, asking({ start: time.start, person: time.person }), now)).toMatchObject({ booked: true })
      booked += 1
    }
    // 08:00-16:30 in steps of half an hour, each taking 45 minutes of two people: between every third and every second step.
    expect(booked).toBeGreaterThanOrEqual(12)
    expect(booked).toBeLessThanOrEqual(18)
  })
})

test.each(['23P01', '40P01'])('SQLSTATE %s means that somebody else has the time; any other error is no answer', async (code) => {
  const refusing = (error: Error) => openBookings({ ...db, database: { ...db.database, forBusiness: () => Promise.reject(error) } })
  const book = (error: Error) => refusing(error).book(business, playbook, asking(), now)
  expect(await book(Object.assign(new Error('refused'), { code }))).toEqual({ booked: false, why: 'taken' })
  await expect(book(Object.assign(new Error('no such column'), { code: '42703' }))).rejects.toThrow('no such column')
})

test('finding pages through the times, each once, though several people could take it', async () => {
  const page = (after: number, limit: number) =>
    bookings.findTimes(business, playbook, 'check-up', { to: '2026-02-10' }, { after, limit }, now)
  const all = await page(0, 100)
  expect(all.more).toBe(false)
  expect(all.times.map(({ start }) => start)).toEqual(Array.from({ length: 21 }, (_, index) => later(eleven, index * 15 * MINUTE)))
  expect(await page(3, 3)).toEqual({ times: all.times.slice(3, 6), more: true })
  expect(await page(18, 3)).toEqual({ times: all.times.slice(18), more: false })
})

describe('one business and another', () => {
  test('do not see, occupy or cancel each other’s appointments', async () => {
    const other = await db.business()
    const request = asking()
    await bookings.book(business, playbook, request, now)
    expect(await bookings.list(other, eleven, later(eleven, 1))).toEqual([])
    expect((await bookings.findTimes(other, playbook, 'check-up', {}, { after: 0, limit: 1 }, now)).times[0]).toMatchObject({
      start: eleven,
      person: 'anna',
    })
    expect(await bookings.cancel(other, request.appointment, now)).toBe('not-found')
    expect(await bookings.book(other, playbook, request, now)).toMatchObject({ booked: true })
    expect([await stored(), await stored(other)].map((rows) => rows.map(({ status }) => status))).toEqual([['booked'], ['booked']])
  })
  test('nor does a statement that forgets whose it is', async () => {
    const other = await db.business()
    await bookings.book(business, playbook, asking(), now)
    const { rows } = await db.database.forBusiness(other, (tx) => sql`select id from appointment`.execute(tx))
    expect(rows).toEqual([])
  })
  test('and the program can neither delete an appointment nor move it behind the constraint', async () => {
    const change = (statement: string) => db.database.forBusiness(business, (tx) => sql.raw(statement).execute(tx))
    await expect(change('delete from appointment')).rejects.toThrow('permission denied')
    await expect(change('update appointment set busy_to = busy_from')).rejects.toThrow('permission denied')
  })
})

describe('the customer’s data', () => {
  test('is sealed under the contact’s key, and gone when that is shredded, while the appointment stays', async () => {
    const request = asking()
    await db.database.forBusiness(business, (tx) => db.vault.keep(tx, db.vault.newKey(business, request.contact)))
    await bookings.book(business, playbook, request, now)
    await db.database.forBusiness(business, (tx) => db.vault.shred(tx, business, request.contact))
    expect(await bookings.list(business, eleven, later(eleven, 1))).toMatchObject([{ id: request.appointment, customer: undefined }])
  })
  test('of a contact that is still in the journal is sealed under a key of its own, and the contact’s key can still come', async () => {
    const request = asking()
    await bookings.book(business, playbook, request, now)
    const key = db.vault.newKey(business, request.contact)
    const opened = await db.database.forBusiness(business, async (tx) => {
      await db.vault.keep(tx, key)
      return (await db.vault.key(tx, business, request.contact))?.open(key.seal('said', 'event'), 'event')
    })
    expect(opened).toBe('said')
    expect((await stored())[0]?.subject).toBe(request.appointment)
    expect((await bookings.list(business, eleven, later(eleven, 1)))[0]?.customer?.name).toBe('Ingrid Aagaard')
  })
})

test('each appointment booked or cancelled is told to whoever listens, once, and refusals are not', async () => {
  const bus = openBus(db.address)
  try {
    const heard: BusNews[] = []
    bus.subscribe(APPOINTMENT_EVENTS, (news) => heard.push(news))
    await vi.waitFor(() => expect(heard).toEqual([{ kind: 'gap' }]), 10_000)
    const telling = openBookings({ ...db, bus })
    const [request, last] = [asking(), asking({ person: 'bo' })]
    await telling.book(business, playbook, request, now)
    await telling.book(business, playbook, request, now)
    await telling.book(business, playbook, asking(), now)
    await telling.cancel(business, request.appointment, now)
    await telling.book(business, playbook, last, now)
    await vi.waitFor(() => expect(heard).toHaveLength(4), 10_000)
    const told = [request, request, last].map(({ appointment }) => ({
      kind: 'message',
      payload: JSON.stringify({ business, appointment }),
    }))
    expect(heard.slice(1)).toEqual(told)
  } finally {
    await bus.close()
  }
})

describe('while the database is away', () => {
  let line: DatabaseLine
  let database: OpenDatabase
  let overTheLine: Bookings
  beforeAll(async () => {
    line = await databaseLine(db.address)
    database = await openDatabase(line.address, { connections: 3 })
    overTheLine = openBookings({ database, vault: db.vault })
  })
  afterAll(async () => {
    await database.close()
    await line.close()
  })

  test('nothing is answered: everything rejects with DatabaseAway, and works again when it is back', async () => {
    const request = asking()
    const page = { after: 0, limit: 3 }
    line.cut()
    await expect(overTheLine.findTimes(business, playbook, 'check-up', {}, page, now)).rejects.toThrow(DatabaseAway)
    await expect(overTheLine.book(business, playbook, request, now)).rejects.toThrow(DatabaseAway)
    await expect(overTheLine.list(business, now, eleven)).rejects.toThrow(DatabaseAway)
    await expect(overTheLine.cancel(business, request.appointment, now)).rejects.toThrow(DatabaseAway)
    line.restore()
    expect(await overTheLine.book(business, playbook, request, now)).toMatchObject({ booked: true })
  })
  test('an answer that was lost after the commit leaves one appointment, and asking again finds it', async () => {
    const request = asking()
    line.loseAnswerToNextCommit()
    await expect(overTheLine.book(business, playbook, request, now)).rejects.toThrow(DatabaseAway)
    expect(await stored()).toHaveLength(1)
    expect(await overTheLine.book(business, playbook, request, now)).toEqual({ booked: true, appointment: request.appointment })
    expect(await stored()).toHaveLength(1)
  })
})
