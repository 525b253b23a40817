import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ContactDetail } from '../../src/contract/index.ts'
import { readWav } from '../../src/telephony/index.ts'
import { type BaresipPhone, type Cable, canLayCable, layCable, openBaresip } from '../support/baresip-phone.ts'
import { asked, contactEnded, contactWhere, timesSaid } from '../support/contact-watch.ts'
import { installed } from '../support/debian-tools.ts'
import { likeness } from '../support/likeness.ts'
import { type RunningServer, startServer } from '../support/running-server.ts'
import { spoken } from '../support/spoken.ts'

/*
 * A softphone that is not of our making, on a network of its own (it refuses a machine with nothing but loopback): what it heard
 * and what we recorded of it are compared with what was said at the other end.
 */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

describe.skipIf(!installed('ip', 'baresip') || !canLayCable())('baresip calls', () => {
  let cable: Cable
  let server: RunningServer
  let name: Int16Array
  beforeAll(async () => {
    cable = layCable()
    server = await startServer({ host: cable.here })
    name = await spoken('My name is Jane Miller, and I live by the harbour.')
  })
  afterAll(async () => {
    expect(await server.stop()).toBe(0)
    server.remove()
    cable.remove()
  })

  const call = async (from: string, converse: (phone: BaresipPhone) => Promise<void>): Promise<Int16Array> => {
    const phone = await openBaresip(cable, from)
    try {
      phone.dial(server.sip)
      await converse(phone)
      await phone.over()
      return phone.heard()
    } finally {
      await phone.close()
    }
  }

  /** Waits for the question and for the end of its words, as one does who does not know the menu. */
  const heardOut = (from: string, words: RegExp): Promise<ContactDetail> =>
    contactWhere(server, from, `${words.source} was heard to its end`, ({ turns }) =>
      turns.some(({ text, state }) => state === 'completed' && words.test(text ?? '')),
    )

  /** After the tone, which follows the announcement. */
  const sayName = async (phone: BaresipPhone, from: string): Promise<void> => {
    await heardOut(from, /I will record your name/)
    await sleep(1_000)
    phone.say(name)
    await asked(server, from, 'number-right')
  }

  const recordingOf = async (contact: ContactDetail): Promise<Int16Array> => {
    const recording = contact.turns.find(({ by }) => by === 'recording')?.recording
    return readWav(await server.wav(`/contacts/${contact.id}/recordings/${recording}`)).channels[0] ?? new Int16Array()
  }

  test('a booking by keypad: each side hears what the other says', async () => {
    const from = '+4520410001'
    const heard = await call(from, async (phone) => {
      await heardOut(from, /Welcome/)
      for (const [about, key] of [
        ['menu', '1'],
        ['service', '1'],
        ['day', '1'],
        ['time', '1'],
      ] as const) {
        await asked(server, from, about)
        phone.press(key)
      }
      await sayName(phone, from)
      for (const [about, key] of [
        ['number-right', '1'],
        ['confirm', '1'],
        ['more', '2'],
      ] as const) {
        await asked(server, from, about)
        phone.press(key)
      }
    })
    const contact = await contactEnded(server, from)
    expect(contact.outcome).toBe('booked')
    expect(contact.appointment).toMatchObject({ service: 'check-up', status: 'booked', number: from })
    expect(likeness(await spoken('Welcome to Harbour Dental.'), heard)).toBeGreaterThan(0.7)
    expect(likeness(name, await recordingOf(contact))).toBeGreaterThan(0.7)
    // The measure itself: other words are not taken for these.
    expect(likeness(await spoken('The quick brown fox jumps over the lazy dog.'), await recordingOf(contact))).toBeLessThan(0.6)
  })

  test('a booking with yes, no and digits by voice: speech arrives as turns, what is not understood is asked again and pressed', async () => {
    const from = '+4520410002'
    const digits = await spoken('two, zero, four, one, zero, zero, zero, two.')
    const [yes, no] = [await spoken('Yes, please.'), await spoken('No, thank you.')]
    /** Says it when the question is out, and presses the keys when it is asked again. */
    const answer = async (phone: BaresipPhone, about: string, words: Int16Array, keys: string): Promise<void> => {
      for (let asking = 1; asking <= 2; asking += 1) {
        const contact = await contactWhere(server, from, `"${about}" is out for the ${asking}. time, or answered`, (now) => {
          const questions = now.events.filter(({ type, data }) => type === 'saying' && data['about'] === about)
          const last = questions[asking - 1]?.data['utterance']
          const out = now.events.some(({ type, data }) => type === 'said' && data['utterance'] === last && last !== undefined)
          return out || hasMovedOn(now, about)
        })
        if (hasMovedOn(contact, about)) return
        if (asking === 2) phone.press(keys)
        else phone.say(words)
      }
    }
    await call(from, async (phone) => {
      for (const [about, key] of [
        ['menu', '1'],
        ['service', '1'],
        ['day', '1'],
        ['time', '1'],
      ] as const) {
        await asked(server, from, about)
        phone.press(key)
      }
      await sayName(phone, from)
      await answer(phone, 'number-right', no, '2')
      await answer(phone, 'number', digits, '20410002')
      await answer(phone, 'confirm', yes, '1')
      await answer(phone, 'more', no, '2')
    })
    const contact = await contactEnded(server, from)
    expect(contact.outcome).toBe('booked')
    const byVoice = contact.events.filter(({ type, data }) => type === 'caller-said' && data['by'] === 'voice')
    // Which words a recogniser makes of a synthetic voice is measured elsewhere; here speech must arrive as speech.
    expect(byVoice.length).toBeGreaterThan(0)
  })
})

/** Something else is asked after `about` was, or the contact is over. */
const hasMovedOn = (contact: ContactDetail, about: string): boolean => {
  if (timesSaid(contact, about) === 0) return false
  const last = contact.events.findLast(({ type, data }) => type === 'saying' && !String(data['about']).startsWith('tell:'))
  return contact.state === 'ended' || last?.data['about'] !== about
}
