import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Appointment, ContactDetail } from '../../src/contract/index.ts'
import { readWav } from '../../src/telephony/index.ts'
import { asked, contactEnded, contactsFrom, contactWhere, openFollowUps, timesSaid } from '../support/contact-watch.ts'
import { bookByKeypad, bookUpToReadBack, sayAfterTone } from '../support/keypad-booking.ts'
import { likeness } from '../support/likeness.ts'
import { type LiveCall, openTelephone, type Telephone } from '../support/live-call.ts'
import { type RunningServer, startServer } from '../support/running-server.ts'
import { spoken } from '../support/spoken.ts'

/*
 * Every test has a call on the line when something dies under it. They share a data folder, as one installation would, and each
 * leaves a running server to the next.
 */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

let server: RunningServer
let telephone: Telephone
let words: Int16Array
beforeAll(async () => {
  words = await spoken('This is Jane Miller. Please call me back about my crown, it came off this morning.')
  server = await startServer()
})
afterAll(async () => {
  expect(await server.stop()).toBe(0)
  server.remove()
})
// The other side of a killed program never says goodbye: each test has a telephone of its own.
beforeEach(async () => {
  telephone = await openTelephone()
})
afterEach(() => telephone.close())

const killAndRestart = async (): Promise<void> => {
  await server.kill()
  server = await startServer({ folder: server.folder })
}

/** Chooses "leave a message", says that the number is right and that it is not urgent: what comes is the tone. */
const beginMessage = async (number: string): Promise<LiveCall> => {
  const call = await telephone.dial(server.sip, number)
  await call.press('212')
  return call
}

const recordingOf = async (contact: ContactDetail): Promise<Int16Array> => {
  const recording = contact.turns.find(({ recording: id }) => id !== null)?.recording
  const { sampleRate, channels } = readWav(await server.wav(`/contacts/${contact.id}/recordings/${recording}`))
  expect(sampleRate).toBe(8_000)
  return channels[0] ?? new Int16Array()
}

const appointmentsFrom = async (number: string): Promise<readonly Appointment[]> => {
  const { appointments } = await server.api<{ appointments: Appointment[] }>('/appointments?days=60')
  return appointments.filter((each) => each.number === number)
}

/** Said and heard to its end, or being said: the caller was told. */
const wasTold = (contact: ContactDetail, about: string): boolean => timesSaid(contact, about) === 1

test('kill -9 right after "you are booked": the appointment is there, once, and the contact ended by one outcome', async () => {
  const call = await telephone.dial(server.sip, '+4520210001')
  await bookUpToReadBack(call, words)
  await call.press('1')
  const before = await contactWhere(server, '+4520210001', '"booked" is said', (contact) => wasTold(contact, 'tell:booked'))
  await killAndRestart()
  const contact = await contactEnded(server, '+4520210001')
  expect(contact.appointment).toMatchObject({ id: before.appointment?.id, status: 'booked' })
  expect(await appointmentsFrom('+4520210001')).toHaveLength(1)
  expect(contact.outcome).toBe('booked')
  expect(contact.events.filter(({ type }) => type === 'ended')).toHaveLength(1)
  expect(contact.events.map(({ seq }) => seq)).toEqual(contact.events.map((_, i) => i + 1))
})

test('kill -9 right after "I have passed on your message": the follow-up and the recording are there, once', async () => {
  const call = await beginMessage('+4520210002')
  await sayAfterTone(call, words)
  await asked(server, '+4520210002', 'tell:passed-on')
  await killAndRestart()
  const contact = await contactEnded(server, '+4520210002')
  expect(contact.outcome).toBe('message-taken')
  const followUps = await openFollowUps(server, contact.id)
  expect(followUps.map(({ kind, number }) => ({ kind, number }))).toEqual([{ kind: 'message', number: '+4520210002' }])
  expect(likeness(words, await recordingOf(contact))).toBeGreaterThan(0.7)
})

test('kill -9 in the middle of a booking: interrupted, with what was said so far and a follow-up', async () => {
  const call = await telephone.dial(server.sip, '+4520210003')
  await call.press('11')
  await asked(server, '+4520210003', 'day')
  await killAndRestart()
  const contact = await contactEnded(server, '+4520210003')
  expect(contact.outcome).toBe('interrupted')
  expect(contact.turns.filter(({ speaker }) => speaker === 'caller').map(({ text }) => text)).toEqual(['1', '1'])
  expect(contact.slots).toContainEqual(expect.objectContaining({ slot: 'service', value: 'check-up' }))
  const [followUp, ...others] = await openFollowUps(server, contact.id)
  expect(others).toEqual([])
  expect(followUp).toMatchObject({ kind: 'interrupted', number: '+4520210003' })
  expect(Date.parse(followUp?.dueAt ?? '')).toBeGreaterThan(Date.parse(followUp?.openedAt ?? ''))
})

test('kill -9 while a message is spoken: what was said until then is kept and can be played', async () => {
  const call = await beginMessage('+4520210004')
  await call.tone()
  const saying = call.say(words).catch(() => undefined)
  await sleep(3_000)
  await server.kill()
  call.hangUp()
  await saying
  server = await startServer({ folder: server.folder })
  const contact = await contactEnded(server, '+4520210004')
  expect(likeness(words.subarray(0, 12_000), await recordingOf(contact))).toBeGreaterThan(0.7)
  expect(await openFollowUps(server, contact.id)).toHaveLength(1)
})

/** The processes of the embedded PostgreSQL of a data folder: the postmaster first, then its children. */
const postgresOf = (folder: string): readonly number[] => {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('postmaster.pid'))
  const postmaster = Number(readFileSync(join(folder, found ?? ''), 'utf8').split('\n')[0])
  const children = execFileSync('ps', ['--ppid', String(postmaster), '-o', 'pid='], { encoding: 'utf8' })
  return [postmaster, ...children.trim().split(/\s+/).map(Number)]
}

/** The whole way of a message while its database is away: nothing of it can be looked up, so only sounds lead the caller. */
const leaveMessage = async (call: LiveCall): Promise<void> => {
  await sayAfterTone(call, words)
  await call.press('2')
  await call.ended
}

const expectMessage = async (number: string): Promise<void> => {
  const contact = await contactEnded(server, number)
  expect(contact.outcome).toBe('message-taken')
  expect(await contactsFrom(server, number)).toHaveLength(1)
  expect(await openFollowUps(server, contact.id)).toHaveLength(1)
  expect(contact.events.map(({ seq }) => seq)).toEqual(contact.events.map((_, i) => i + 1))
  expect(timesSaid(contact, 'tell:passed-on')).toBe(1)
  const order = ['opened', 'picked-up', 'arrived', 'recording-kept', 'follow-up-opened', 'ended']
  const seqs = order.map((type) => contact.events.find((event) => event.type === type)?.seq ?? -1)
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
  expect(likeness(words, await recordingOf(contact))).toBeGreaterThan(0.7)
}

test('kill -9 of PostgreSQL in a call: the message is taken all the same, and is in the database once, in order', async () => {
  const call = await beginMessage('+4520210005')
  await call.tone()
  const [postmaster = 0] = postgresOf(server.folder)
  process.kill(postmaster, 'SIGKILL')
  await call.say(words)
  const said = performance.now()
  await call.press('#')
  await call.sound(said)
  await call.press('2')
  await call.ended
  await expectMessage('+4520210005')
})

test('a database that hangs for 30 s: a caller is served meanwhile, and their message is in the database once, in order', async () => {
  const pids = postgresOf(server.folder)
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  const stopped = performance.now()
  try {
    const call = await beginMessage('+4520210006')
    await leaveMessage(call)
    await sleep(Math.max(0, 30_000 - (performance.now() - stopped)))
  } finally {
    for (const pid of pids.toReversed()) {
      try {
        process.kill(pid, 'SIGCONT')
      } catch {
        // A child that the supervisor has meanwhile replaced.
      }
    }
  }
  await expectMessage('+4520210006')
  const next = await telephone.dial(server.sip, '+4520210007')
  await bookByKeypad(next, words)
  expect((await contactEnded(server, '+4520210007')).outcome).toBe('booked')
})

const STOPPING =
  'I am sorry, our system has to restart and I must end the call here. What you have told me is kept, and a colleague will follow up.'

test('SIGTERM in a call: the caller hears why, the contact has its outcome, and the program ends by itself with 0', async () => {
  const call = await telephone.dial(server.sip, '+4520210008')
  await call.press('11')
  await asked(server, '+4520210008', 'day')
  expect(await server.stop()).toBe(0)
  expect(await call.ended).toEqual({ by: 'caller', why: 'hung-up' })
  expect(likeness(await spoken(STOPPING), call.heard())).toBeGreaterThan(0.7)
  server = await startServer({ folder: server.folder })
  const contact = await contactEnded(server, '+4520210008')
  expect(contact.outcome).toBe('interrupted')
  expect(contact.turns.at(-1)).toMatchObject({ speaker: 'first-line', text: STOPPING })
  expect(await openFollowUps(server, contact.id)).toHaveLength(1)
})
