import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Appointment } from '../../src/contract/index.ts'
import { answerByLedger, asked, contactEnded } from '../support/contact-watch.ts'
import { bookByKeypad, bookUpToReadBack, openDays } from '../support/keypad-booking.ts'
import { openTelephone, type Telephone } from '../support/live-call.ts'
import { type RunningServer, startServer } from '../support/running-server.ts'
import { spoken } from '../support/spoken.ts'

// Real time passes in a call, and the machine may be busy.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

let server: RunningServer
let telephone: Telephone
let name: Int16Array
beforeAll(async () => {
  server = await startServer()
  telephone = await openTelephone()
  name = await spoken('Jane Miller')
})
afterAll(async () => {
  await telephone.close()
  expect(await server.stop()).toBe(0)
  server.remove()
})

const allAppointments = async (): Promise<readonly Appointment[]> =>
  (await server.api<{ appointments: Appointment[] }>('/appointments?days=60')).appointments

/** Nobody is booked twice over: no two appointments of one person overlap. */
const expectNoDoubleBooking = (appointments: readonly Appointment[]): void => {
  for (const one of appointments)
    for (const other of appointments)
      if (one.id !== other.id && one.person === other.person)
        expect(one.endsAt <= other.startsAt || other.endsAt <= one.startsAt).toBe(true)
}

test('a call books by keypad: the appointment, the name that was spoken, and the way there are on record', async () => {
  const call = await telephone.dial(server.sip, '+4520110001')
  await bookByKeypad(call, name)
  const contact = await contactEnded(server, '+4520110001')
  expect(contact).toMatchObject({ outcome: 'booked', callType: 'booking', handler: 'first-line' })
  expect(contact.appointment).toMatchObject({ service: 'check-up', status: 'booked', number: '+4520110001' })
  expect(await allAppointments()).toContainEqual(contact.appointment)
  const recording = contact.turns.find(({ by }) => by === 'recording')
  expect(recording?.durationMs).toBeGreaterThan(500)
})

test('five times two callers race for one time: one of each two is booked, the other is offered another and books that', async () => {
  const race = async (day: string, pair: number): Promise<void> => {
    const numbers = [`+452012${pair}001`, `+452012${pair}002`]
    const calls = await Promise.all(numbers.map((number) => telephone.dial(server.sip, number)))
    await Promise.all(calls.map((call) => bookUpToReadBack(call, name, `113${day}1`)))
    await Promise.all(numbers.map((number) => asked(server, number, 'confirm')))
    await Promise.all(calls.map((call) => call.press('1')))
    await Promise.all(calls.map((call, i) => answerByLedger(server, call, numbers[i] ?? '', { time: '1', confirm: '1', more: '2' })))
    const contacts = await Promise.all(numbers.map((number) => contactEnded(server, number)))
    expect(contacts.map(({ outcome }) => outcome)).toEqual(['booked', 'booked'])
    const refusals = contacts.flatMap(({ events }) => events.filter(({ type }) => type === 'booking-refused'))
    expect(refusals.map(({ data }) => data['why'])).toEqual(['taken'])
    const [one, other] = contacts.map(({ appointment }) => appointment)
    expect([one?.startsAt, one?.person]).not.toEqual([other?.startsAt, other?.person])
  }
  await Promise.all(openDays(5).map(race))
  expectNoDoubleBooking(await allAppointments())
})

test('twenty callers at once, two for each day: all are booked, nobody twice over', async () => {
  const numbers = Array.from({ length: 20 }, (_, i) => `+45201300${String(i).padStart(2, '0')}`)
  const days = openDays(15).slice(5)
  await Promise.all(
    numbers.map(async (number, i) => {
      const call = await telephone.dial(server.sip, number)
      await bookUpToReadBack(call, name, `113${days[i % 10] ?? ''}1`)
      await answerByLedger(server, call, number, { 'number-right': '1', time: '1', confirm: '1', more: '2' })
    }),
  )
  const contacts = await Promise.all(numbers.map((number) => contactEnded(server, number)))
  expect(contacts.map(({ outcome }) => outcome)).toEqual(numbers.map(() => 'booked'))
  const booked = contacts.map(({ appointment }) => appointment?.id)
  expect(new Set(booked).size).toBe(20)
  const appointments = await allAppointments()
  expect(appointments.map(({ id }) => id)).toEqual(expect.arrayContaining(booked))
  expectNoDoubleBooking(appointments)
})
