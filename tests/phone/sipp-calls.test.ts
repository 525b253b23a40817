import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { contactEnded, contactsFrom, contactWhere } from '../support/contact-watch.ts'
import { installed } from '../support/debian-tools.ts'
import { likeness } from '../support/likeness.ts'
import { rawRequest } from '../support/raw-sip-peer.ts'
import { openRtpPeer, type RtpPeer } from '../support/rtp-peer.ts'
import { type RunningServer, startServer } from '../support/running-server.ts'
import { spoken } from '../support/spoken.ts'

/*
 * sipp speaks the SIP; the audio of its calls goes to an RTP peer of ours, whose port it offers. What came of a call is asked of
 * our own API, since sipp counts success also where a call failed.
 */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

type Transport = 'udp' | 'tcp'

type SippRun = {
  readonly scenario: string
  readonly transport?: Transport
  readonly caller: string
  readonly rtp: number
  readonly calls?: number
}

describe.skipIf(!installed('sipp'))('sipp calls', () => {
  let server: RunningServer
  let rtp: RtpPeer
  let greeting: Int16Array
  let name: Int16Array
  beforeAll(async () => {
    server = await startServer()
    greeting = await spoken('Welcome to Harbour Dental.')
    name = await spoken('Jane Miller, and I have been a patient of yours for years.')
  })
  afterAll(async () => {
    expect(await server.stop()).toBe(0)
    server.remove()
  })
  beforeEach(async () => {
    rtp = await openRtpPeer()
  })
  afterEach(() => rtp.close())

  /** Runs sipp to its end; fails, with what it said, unless all its calls went as its scenario has it. */
  const sipp = async ({ scenario, transport = 'udp', caller, rtp: port, calls = 1 }: SippRun): Promise<void> => {
    const [, line = '', host = ''] = /^sip:(.+)@(.+)$/.exec(server.sip) ?? []
    const file = join(import.meta.dirname, 'scenarios', `${scenario}.xml`)
    const words = [
      host,
      '-sf',
      file,
      '-s',
      line,
      '-i',
      '127.0.0.1',
      '-t',
      transport === 'udp' ? 'u1' : 't1',
      '-m',
      String(calls),
      '-l',
      '5',
    ]
    const keys = ['-key', 'caller', caller, '-key', 'rtp', String(port)]
    const child = spawn('sipp', [...words, ...keys, '-nostdin', '-timeout', '160', '-timeout_error'], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text))
    const [code] = (await once(child, 'close')) as [number | null]
    if (code !== 0) throw new Error(`sipp ended with ${code}:\n${said.slice(-4_000)}`)
  }

  /** Answers the whole menu on the RTP port, as somebody who knows it by heart, until the goodbye is on its way. */
  const bookOnTheRtpPort = async (number: string, how: 'events' | 'tones'): Promise<void> => {
    await rtp.waitForPackets(1, 60_000)
    rtp.sendTo(rtp.received[0]?.from ?? rtp.address)
    await rtp.press('1111', how)
    await contactWhere(server, number, 'the name is asked for, and the tone has sounded', ({ turns }) =>
      turns.some(({ text, state }) => state === 'completed' && /I will record your name/.test(text ?? '')),
    )
    await sleep(1_000)
    await rtp.say(name)
    // Ends the recording; the question after it is waited for.
    await rtp.press('#', how)
    await contactWhere(server, number, 'the number is asked for', ({ events }) =>
      events.some(({ data }) => data['about'] === 'number-right'),
    )
    await rtp.press('112', how)
  }

  test.each<Transport>(['udp', 'tcp'])('a call over %s is picked up, greeted, and ends when the caller hangs up', async (transport) => {
    const caller = transport === 'udp' ? '+4520310001' : '+4520310002'
    await sipp({ scenario: 'call', transport, caller, rtp: rtp.address.port })
    expect(likeness(greeting, rtp.heard())).toBeGreaterThan(0.7)
    const contact = await contactEnded(server, caller)
    expect(contact).toMatchObject({ outcome: 'abandoned', callerNumber: caller })
    expect(contact.followUps).toEqual([])
  })

  test('callers who cancel leave no call behind: each was not picked up and is not on record, or was and is abandoned', async () => {
    await sipp({ scenario: 'cancel', caller: '+4520310003', rtp: rtp.address.port, calls: 20 })
    const onRecord = async (): Promise<readonly (string | null)[]> => {
      const contacts = await contactsFrom(server, '+4520310003')
      return contacts.map(({ outcome }) => outcome)
    }
    await expect.poll(onRecord, { timeout: 30_000 }).not.toContain(null)
    const outcomes = await onRecord()
    expect(outcomes).toEqual(outcomes.map(() => 'abandoned'))
    expect(outcomes.length).toBeLessThanOrEqual(20)
    const health = (await (await fetch(`${server.http}/healthz`)).json()) as { calls: number }
    expect(health.calls).toBe(0)
  })

  test.each<readonly [Transport, 'events' | 'tones']>([
    ['udp', 'events'],
    ['tcp', 'tones'],
  ])('a call over %s books by keys sent as %s', async (transport, how) => {
    const caller = how === 'events' ? '+4520310004' : '+4520310005'
    const call = sipp({ scenario: 'stay', transport, caller, rtp: rtp.address.port })
    await Promise.all([call, bookOnTheRtpPort(caller, how)])
    const contact = await contactEnded(server, caller)
    expect(contact.outcome).toBe('booked')
    expect(
      contact.turns
        .filter(({ by }) => by === 'keypad')
        .map(({ text }) => text)
        .join(''),
    ).toBe('1111112')
    expect(contact.appointment).toMatchObject({ status: 'booked', number: caller })
  })

  test('a flood of 20,000 OPTIONS while somebody books: they are booked, and their audio never stops for half a second', async () => {
    const flooder = createSocket('udp4')
    flooder.bind(0, '127.0.0.66')
    await once(flooder, 'listening')
    let answers = 0
    flooder.on('message', () => (answers += 1))
    const port = Number(server.sip.split(':').at(-1))
    const caller = '+4520310006'
    const call = sipp({ scenario: 'stay', caller, rtp: rtp.address.port })
    await rtp.waitForPackets(1, 60_000)
    const flood = async (): Promise<void> => {
      for (let sent = 0; sent < 20_000;) {
        for (let burst = 0; burst < 100; burst += 1, sent += 1) {
          const request = rawRequest({ method: 'OPTIONS', port: flooder.address().port, callId: `flood-${sent}`, cseq: 1 })
          flooder.send(request, port, '127.0.0.1')
        }
        await sleep(20)
      }
    }
    await Promise.all([call, flood(), bookOnTheRtpPort(caller, 'events')])
    flooder.close()
    expect((await contactEnded(server, caller)).outcome).toBe('booked')
    expect(answers).toBeGreaterThan(0)
    const times = rtp.received.map(({ at }) => at)
    expect(Math.max(...times.slice(1).map((at, i) => at - (times[i] ?? at)))).toBeLessThan(500)
    expect(rtp.gaps()).toBeLessThan(rtp.received.length / 100)
  })
})
