import { readFileSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { ownLoopback } from '../support/own-loopback.ts'
import { RawSipPeer, rawRequest, sayOverTcp } from '../support/raw-sip-peer.ts'
import { startTestEndpoint, type TestEndpoint } from '../support/sip-test-endpoint.ts'

const FOLDER = new URL('../fixtures/rfc4475/', import.meta.url)
const message = (name: string): Buffer => readFileSync(new URL(`${name}.dat`, FOLDER))

/**
 * What each message of RFC 4475 gets from us, an endpoint that answers calls and registers nobody. 'silence' where nothing is
 * owed: responses that belong to nothing, and what has no Via.
 */
const OWED: Readonly<Record<string, number | 'silence'>> = {
  // 3.1.1 Valid messages.
  wsinv: 481, // its To has a tag: it speaks of a dialog nobody knows
  intmeth: 501,
  esc01: 200,
  escnull: 405,
  esc02: 501,
  lwsdisp: 200,
  longreq: 200,
  dblreq: 405,
  semiuri: 200,
  transports: 200,
  mpart01: 405,
  unreason: 'silence',
  noreason: 'silence',
  // 3.1.2 Invalid messages.
  badinv01: 400,
  clerr: 400,
  ncl: 400,
  scalar02: 400,
  scalarlg: 'silence',
  quotbal: 400,
  ltgtruri: 400,
  lwsruri: 400,
  lwsstart: 400,
  trws: 400,
  escruri: 400,
  baddate: 200, // a Date we have no use for does no harm
  regbadct: 400,
  badaspec: 400,
  baddn: 400,
  badvers: 505,
  mismatch01: 400,
  mismatch02: 501,
  bigcode: 'silence',
  // 3.2 Transaction layer, 3.3 application layer, 3.4 RFC 2543.
  badbranch: 200,
  insuf: 400,
  unkscm: 416,
  novelsc: 416,
  unksm2: 405,
  bext01: 420,
  invut: 415,
  regaut01: 405,
  multi01: 400,
  mcl01: 400,
  bcast: 'silence',
  zeromf: 200,
  cparam01: 405,
  cparam02: 405,
  regescrt: 405,
  sdp01: 406,
  inv2543: 200,
  // The appendix's own example: no version, no Via.
  test: 'silence',
}

/** The messages ask for answers to port 5060, where their hosts would listen; this address of the loopback is ours alone. */
const PEER = ownLoopback(1)

let us: TestEndpoint
let peer: RawSipPeer
/** One message names port 5050 in its Via, and has no rport: the answer belongs there (RFC 3261, 18.2.2). */
let peerAt5050: RawSipPeer

beforeAll(async () => {
  // No 200 shall be repeated into the next message's test.
  us = await startTestEndpoint({ timings: { t1: 60_000, t2: 60_000, t4: 60_000 } })
  peer = await RawSipPeer.open(us.port, PEER, 5_060)
  peerAt5050 = await RawSipPeer.open(us.port, PEER, 5_050)
})

afterAll(async () => {
  // One call that stays: the messages' callers never acknowledge. They are told goodbye, and the rest is abandoned.
  await us.endpoint.close()
  peer.close()
  peerAt5050.close()
})

test('every message of the RFC is in the table', () => {
  const files = readdirSync(FOLDER).flatMap((file) => (file.endsWith('.dat') ? [file.slice(0, -4)] : []))
  expect(Object.keys(OWED).sort()).toEqual(files.sort())
})

let probes = 0

/** Status codes of the final responses among what was heard, the probe's aside. */
const finals = (callId: string): number[] =>
  [...peer.texts, ...peerAt5050.texts].flatMap((text) => {
    const status = Number(/^SIP\/2\.0 (\d{3}) /.exec(text)?.[1])
    return status >= 200 && !text.includes(`Call-ID: ${callId}\r\n`) ? [status] : []
  })

test.each(Object.entries(OWED))('%s gets %s', async (name, owed) => {
  peer.texts.length = 0
  peerAt5050.texts.length = 0
  peer.send(message(name))
  // The probe is answered after everything before it, save for calls, which are answered when their audio port is open.
  probes += 1
  const callId = `probe-${probes}`
  peer.send(rawRequest({ method: 'OPTIONS', port: 5_060, callId, cseq: 1 }))
  await eventually('the probe is answered', () => peer.texts.some((text) => text.includes(`Call-ID: ${callId}\r\n`)))
  if (owed !== 'silence') await eventually(`${owed}`, () => finals(callId).length > 0)
  expect(finals(callId)).toEqual(owed === 'silence' ? [] : [owed])
  expect(us.errors).toEqual([])
})

test('without rport, the answer goes to the port in Via', async () => {
  peerAt5050.texts.length = 0
  peer.send(message('quotbal'))
  await eventually('400 at port 5050', () => peerAt5050.texts.length === 1)
})

test('what is broken on a stream is answered, and the connection closed', async () => {
  for (const name of ['mcl01', 'ncl']) {
    const heard = await sayOverTcp(
      us.port,
      [message(name), rawRequest({ method: 'OPTIONS', port: 5_060, callId: 'after', cseq: 1 })],
      () => false,
    )
    expect(heard.startsWith('SIP/2.0 400 ')).toBe(true)
    expect(heard).not.toContain('Call-ID: after')
  }
})

test('on a stream messages are cut by Content-Length, in whatever pieces they come', async () => {
  const two = Buffer.concat([message('semiuri'), message('zeromf')])
  const heard = await sayOverTcp(us.port, ['\r\n\r\n', two.subarray(0, 100), two.subarray(100, 700), two.subarray(700)], (text) => {
    return text.split('SIP/2.0 200 OK').length === 3
  })
  expect(heard.startsWith('\r\nSIP/2.0 200 OK\r\n')).toBe(true)
})
