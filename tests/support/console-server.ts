import { createLog } from '#platform/log/log.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBookings } from '#booking/index.ts'
import { type Contacts, type FollowingEvent, openBusinesses, openContacts, openJournal } from '#contacts/index.ts'
import type { KeptEvent } from '#contacts/core/index.ts'
import type { AppointmentId, BusinessId, ContactId, FollowUpId, LineId, PlaybookVersionId, RecordingId } from '#kernel/ids.ts'
import { newId } from '#kernel/ids.ts'
import { type Instant, HOUR, MINUTE, SECOND, later } from '#kernel/instant.ts'
import type { PhoneNumber } from '#kernel/phone-number.ts'
import type { Playbook } from '#playbook/core/index.ts'
import { businessInfo } from '../../src/main/business-info.ts'
import { createWebApp } from '../../src/main/web-app.ts'
import { openAccess } from '../../src/platform/auth/access.ts'
import { listenHttp } from '../../src/platform/http/listen.ts'
import { openBus } from '../../src/platform/postgres/bus.ts'
import { cryptoRandom } from '../../src/platform/time/crypto-random.ts'
import { systemClock } from '../../src/platform/time/system-clock.ts'
import { builtPages } from './built-pages.ts'
import { practice } from './practice.ts'
import { testDatabase } from './test-database.ts'

/** The version of the package, as the running server tells it. */
const VERSION = '0.1.0'

const quiet = createLog({ level: 'silent' })

/** Harbour Dental: open day and night, so that a test may book whenever it runs. */
export const harbourDental = (): Playbook => {
  const always = Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, ['00:00-24:00']]),
  )
  const playbook = practice({
    hours: { weekly: always },
    booking: { leadMinutes: 0, horizonDays: 60, gridMinutes: 5 },
    callTypes: [
      { id: 'booking', name: { en: 'Booking', da: 'Tidsbestilling' }, becomes: 'book' },
      { id: 'message', name: { en: 'Message' }, becomes: 'message' },
      { id: 'urgent', name: { en: 'Urgent' }, becomes: 'callback', urgent: true },
    ] as never,
    knowledge: [
      {
        id: 'parking',
        title: { en: 'Where to park', da: 'Parkering' },
        questions: { en: ['where can I park'] },
        answer: { en: 'Behind the house.' },
      },
    ],
    protectedTopics: [{ id: 'refunds', name: { en: 'Refunds', da: 'Penge tilbage' }, phrases: { en: ['refund'] } }],
  } as never)
  return { ...playbook, services: playbook.services.map((service) => ({ ...service, name: { da: 'Undersøgelse', ...service.name } })) }
}

/**
 * The console as it is served: a real database, the ledger, the calendar, HTTP and the built pages. What a test puts on
 * record goes through the ledger's own door, as a call does.
 */
export const consoleServer = async () => {
  const pages = await builtPages()
  const db = await testDatabase()
  const { database, vault } = db
  const bus = openBus(db.address)
  const folder = mkdtempSync(join(tmpdir(), 'firstline-console-'))
  const journal = await openJournal({ folder, log: quiet })
  const contacts: Contacts = openContacts({
    database,
    vault,
    journal,
    clock: systemClock,
    random: cryptoRandom,
    log: quiet,
    bus,
  })
  const bookings = openBookings({ database, vault, bus })
  const access = openAccess({ database, clock: systemClock, random: cryptoRandom })
  const { id: business } = await openBusinesses({ database, random: cryptoRandom }).create(
    { slug: 'harbour-dental', name: 'Harbour Dental' },
    systemClock.now(),
  )
  const playbook = harbourDental()
  const recordings = new Map<string, Uint8Array>()
  const faults: unknown[] = []
  let notReady: readonly string[] = []

  const app = createWebApp({
    access,
    health: () => ({ ready: true, why: [], degraded: [], calls: 0 }),
    contacts,
    bookings,
    bus,
    businessInfo: async (of) => businessInfo(of, playbook),
    playbookNumber: async () => 3,
    recordings: { read: async (_business, contact, recording) => recordings.get(`${contact}/${recording}`) },
    sipAddress: async () => 'sip:harbour-dental@127.0.0.1:5060',
    notReady: async () => notReady,
    clock: systemClock,
    version: VERSION,
    onError: (error) => faults.push(error),
    pages,
  })
  const http = await listenHttp({ fetch: (request) => app.fetch(request), address: '127.0.0.1', port: 0 })
  const root = `http://127.0.0.1:${http.port}`

  return {
    root,
    db,
    business,
    access,
    contacts,
    bookings,
    playbook,
    /** Errors the server could not explain (answers 500). */
    faults,
    signInLink: async () => `${root}/sign-in?code=${await access.createSignInLink(business)}`,
    apiKey: async () => (await access.createApiKey(business, 'test')).key,
    setNotReady: (reasons: readonly string[]) => {
      notReady = reasons
    },
    /** A call that arrives `at`; the answer puts on record how it goes on. */
    call: (at: Instant = systemClock.now(), caller: { number?: string; displayName?: string } = {}) =>
      startCall({ contacts, business, recordings }, at, caller),
    /** A booked appointment of the calendar. */
    book: async (contact: ContactId, start: Instant, customerName: string, person = 'anna') => {
      const appointment = newId<AppointmentId>(systemClock.now(), cryptoRandom)
      const request = { appointment, contact, service: 'check-up', person, start, customerName, number: '+4520123456' as PhoneNumber }
      const answer = await bookings.book(business, playbook, request, systemClock.now())
      if (!answer.booked) throw new Error(`the test's appointment was not booked: ${answer.why}`)
      return appointment
    },
    erase: (contact: ContactId) => database.forBusiness(business, (tx) => vault.shred(tx, business, contact)),
    close: async () => {
      await http.close()
      await contacts.close()
      await journal.close()
      await bus.close()
      await db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type ConsoleServer = Awaited<ReturnType<typeof consoleServer>>

type Room = { readonly contacts: Contacts; readonly business: BusinessId; readonly recordings: Map<string, Uint8Array> }

const startCall = async ({ contacts, business, recordings }: Room, at: Instant, caller: { number?: string; displayName?: string }) => {
  const contact = newId<ContactId>(at, cryptoRandom)
  let now = at
  let utterance = 0
  const { number, displayName } = caller
  const known = { ...(number !== undefined && { number: number as PhoneNumber }), ...(displayName !== undefined && { displayName }) }
  const writer = contacts.begin(
    {
      business,
      contact,
      opened: {
        type: 'opened',
        data: {
          channel: 'phone',
          direction: 'inbound',
          line: newId<LineId>(at, cryptoRandom),
          playbookVersion: newId<PlaybookVersionId>(at, cryptoRandom),
          handler: { kind: 'first-line' },
          node: 'test',
        },
        personal: known,
      },
    },
    at,
  )
  await writer.begun
  const record = async (...events: readonly FollowingEvent[]): Promise<void> => {
    now = later(now, SECOND)
    await writer.append(events, now)
  }
  return {
    contact,
    record,
    pickUp: async () => {
      await record(
        { type: 'picked-up', data: { afterMs: 42 } },
        { type: 'arrived', data: { channel: 'phone', hears: 'grammar', language: 'en' }, personal: { number: known.number } },
      )
    },
    /** The first line says something, and all of it (or only `heard`) is heard. */
    say: async (text: string, heard: string = text) => {
      utterance += 1
      const data = { utterance, language: 'en', about: 'menu', disclosure: false } as const
      await record({ type: 'saying', data, personal: { text } })
      await record({ type: 'said', data: { utterance, completed: heard === text }, personal: { heard } })
    },
    hear: (text: string, by: 'voice' | 'keypad' = 'voice', confidence = 0.9) =>
      record({ type: 'caller-said', data: { by, confidence, about: 'menu' }, personal: { text } }),
    /** A spoken message: a tone of so many seconds. */
    speakMessage: async (seconds = 3) => {
      const recording = newId<RecordingId>(now, cryptoRandom)
      recordings.set(`${contact}/${recording}`, tone(seconds))
      const kept = { recording, durationMs: seconds * 1000 }
      await record(
        { type: 'caller-said', data: { by: 'recording', confidence: 1, about: 'matter', ...kept }, personal: { text: '' } },
        { type: 'recording-kept', data: { ...kept, kind: 'message' } },
      )
      return recording
    },
    decide: (callType: string, urgent = false) =>
      record({ type: 'call-type-set', data: { callType, urgent, reason: { rule: 'call-type', score: 0.87 } } }),
    learn: async (slot: string, kind: string, value: string, rule = 'said') => {
      await record({ type: 'slot-filled', data: { slot, kind, reason: { rule } }, personal: { value } })
      await record({ type: 'slot-confirmed', data: { slot } })
    },
    owe: async (
      dueAt: Instant,
      personal: { name?: string; number?: string; matter?: string },
      change: { urgent?: boolean; recording?: string } = {},
    ) => {
      const followUp = newId<FollowUpId>(now, cryptoRandom)
      await record({
        type: 'follow-up-opened',
        data: { followUp, kind: 'message', urgent: false, owner: 'anna', dueAt, ...change },
        personal,
      })
      return followUp
    },
    end: (outcome: Extract<KeptEvent, { type: 'ended' }>['data']['outcome'], rule = 'hung-up') =>
      record({ type: 'ended', data: { outcome, by: 'caller', reason: { rule } } }),
  }
}

const HEADER_BYTES = 44
const RATE = 8000

/** A WAV file (RIFF, PCM, 16 bit, mono) of a soft tone. */
const tone = (seconds: number): Uint8Array => {
  const data = Buffer.alloc(HEADER_BYTES + seconds * RATE * 2)
  data.write('RIFF', 0)
  data.writeUInt32LE(data.length - 8, 4)
  data.write('WAVEfmt ', 8)
  data.writeUInt32LE(16, 16)
  data.writeUInt16LE(1, 20)
  data.writeUInt16LE(1, 22)
  data.writeUInt32LE(RATE, 24)
  data.writeUInt32LE(RATE * 2, 28)
  data.writeUInt16LE(2, 32)
  data.writeUInt16LE(16, 34)
  data.write('data', 36)
  data.writeUInt32LE(data.length - HEADER_BYTES, 40)
  for (let sample = 0; sample < seconds * RATE; sample += 1) {
    data.writeInt16LE(Math.round(3000 * Math.sin((2 * Math.PI * 440 * sample) / RATE)), HEADER_BYTES + sample * 2)
  }
  return new Uint8Array(data)
}

/** A small day at the practice: a booked call, a message overdue, an abandoned call and one from a withheld number. */
export const fillDay = async (server: ConsoleServer, now: Instant = systemClock.now()) => {
  const booked = await server.call(later(now, -2 * HOUR), { number: '+4520123456' })
  await booked.pickUp()
  await booked.say('Harbour Dental, this is the automatic assistant. How can I help you?', 'Harbour Dental, this is the')
  await booked.hear('I would like a check-up')
  await booked.decide('booking')
  await booked.learn('service', 'choice', 'check-up', 'named')
  await booked.say('What day would suit you?')
  await booked.hear('1', 'keypad')
  await booked.learn('name', 'name', 'Ingrid Aagaard')
  await booked.learn('number', 'phone', '+4520123456', 'caller-id')
  const start = later(now, 3 * HOUR - (now % (5 * MINUTE)))
  const appointment = await server.book(booked.contact, start, 'Ingrid Aagaard')
  await booked.record(
    { type: 'booking-asked', data: { appointment, service: 'check-up', person: 'anna', start } },
    { type: 'booking-made', data: { appointment } },
    { type: 'measured', data: { replyMs: 96 } },
    { type: 'measured', data: { replyMs: 141, packetsLost: 0, jitterMs: 1.25 } },
  )
  await booked.say('You are booked. Goodbye.')
  await booked.end('booked', 'booked')

  const message = await server.call(later(now, -5 * HOUR), { number: '+4533445566' })
  await message.pickUp()
  await message.decide('urgent', true)
  await message.say('Please leave your message after the tone.')
  const recording = await message.speakMessage()
  await message.learn('number', 'phone', '+4533445566', 'caller-id')
  const overdue = await message.owe(
    later(now, -HOUR),
    { name: 'Mette Holm', number: '+4533445566', matter: 'A crown has come loose' },
    { urgent: true, recording },
  )
  await message.end('message-taken', 'message-filed')

  const abandoned = await server.call(later(now, -26 * HOUR))
  await abandoned.pickUp()
  await abandoned.end('abandoned')
  return { booked: booked.contact, message: message.contact, abandoned: abandoned.contact, appointment, start, overdue, recording }
}
