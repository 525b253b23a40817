import { afterEach, expect, test } from 'vitest'
import { textOfBytes } from '../../src/telephony/core/message/bytes.ts'
import { replyTo } from '../../src/telephony/core/message/reply.ts'
import { writeMessage } from '../../src/telephony/core/message/write-message.ts'
import { eventually } from '../support/eventually.ts'
import { RawSipPeer, rawRequest, sdpOffer, toTagOf } from '../support/raw-sip-peer.ts'
import { startTestEndpoint, type TestEndpoint, type TestOptions } from '../support/sip-test-endpoint.ts'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

const start = async (options: TestOptions = {}): Promise<{ readonly us: TestEndpoint; readonly peer: RawSipPeer }> => {
  const us = await startTestEndpoint(options)
  const peer = await RawSipPeer.open(us.port)
  open.push(us.endpoint, peer)
  return { us, peer }
}

/** A call answered by us and acknowledged by the peer; gives our tag. */
const establish = async (peer: RawSipPeer, callId: string, body = sdpOffer()): Promise<string> => {
  peer.send(rawRequest({ method: 'INVITE', port: peer.port, callId, cseq: 1, body }))
  const toTag = toTagOf(await peer.response(200, 'INVITE'))
  peer.send(rawRequest({ method: 'ACK', port: peer.port, callId, cseq: 1, toTag }))
  return toTag
}

test('a call is answered with the first codec offered, confirmed by its ACK and ended by BYE', async () => {
  const { us, peer } = await start()
  let confirmed = 0
  peer.send(rawRequest({ method: 'INVITE', port: peer.port, callId: 'one', cseq: 1, body: sdpOffer({ codecs: '3 0 8' }) }))
  const answer = await peer.response(200, 'INVITE')
  expect(peer.statuses()).toEqual([100, 180, 200])
  expect(textOfBytes(answer.body)).toContain('m=audio 40000 RTP/AVP 0 101\r\n')
  us.calls[0]?.on('confirmed', () => (confirmed += 1))
  expect(us.endpoint.liveCalls).toBe(1)
  const toTag = toTagOf(answer)
  peer.send(rawRequest({ method: 'ACK', port: peer.port, callId: 'one', cseq: 1, toTag }))
  await eventually('confirmed', () => confirmed === 1)
  expect(us.calls[0]?.caller.number).toBe('+4520123456')
  expect(us.calls[0]?.called).toBe('100')
  expect(us.media.sessions[0]?.configured).toEqual([
    {
      remote: { address: '127.0.0.1', port: 30_000 },
      codec: 'PCMU',
      payloadType: 0,
      telephoneEventPayloadType: 101,
      send: true,
      receive: true,
    },
  ])
  peer.send(rawRequest({ method: 'BYE', port: peer.port, callId: 'one', cseq: 2, toTag }))
  await peer.response(200, 'BYE')
  expect(us.ends).toEqual([{ by: 'caller', why: 'hung-up' }])
  expect(us.media.sessions[0]?.closed).toBe(true)
  expect(us.endpoint.liveCalls).toBe(0)
  expect(us.errors).toEqual([])
})

test('a repeated INVITE and a repeated BYE change nothing', async () => {
  const { us, peer } = await start()
  const toTag = await establish(peer, 'twice')
  for (let again = 0; again < 3; again += 1) {
    peer.send(rawRequest({ method: 'INVITE', port: peer.port, callId: 'twice', cseq: 1, body: sdpOffer() }))
    peer.send(rawRequest({ method: 'BYE', port: peer.port, callId: 'twice', cseq: 2, toTag }))
  }
  await eventually('three answers', () => peer.statuses('BYE').length === 3)
  expect(peer.statuses('BYE')).toEqual([200, 200, 200])
  expect(us.calls).toHaveLength(1)
  expect(us.ends).toHaveLength(1)
})

test('we hang up with BYE, to the Contact of the caller', async () => {
  const { us, peer } = await start()
  await establish(peer, 'ours')
  us.calls[0]?.on('confirmed', () => us.calls[0]?.hangUp())
  await eventually('BYE', () => peer.requests('BYE').length > 0)
  expect(us.ends).toEqual([{ by: 'us', why: 'hung-up' }])
})

test('a caller behind NAT, whose Contact leads nowhere, is reached the way it was last heard from', async () => {
  const { us, peer } = await start()
  const rebound = await RawSipPeer.open(us.port)
  open.push(rebound)
  const nowhere = (request: string): string => request.replace(/^Contact: .*$/m, 'Contact: <sip:raw@192.168.250.250:5060>')
  peer.send(nowhere(rawRequest({ method: 'INVITE', port: peer.port, callId: 'nat', cseq: 1, body: sdpOffer() })))
  const toTag = toTagOf(await peer.response(200, 'INVITE'))
  peer.send(nowhere(rawRequest({ method: 'ACK', port: peer.port, callId: 'nat', cseq: 1, toTag })))
  rebound.send(nowhere(rawRequest({ method: 'OPTIONS', port: rebound.port, callId: 'nat', cseq: 2, toTag })))
  await rebound.response(200, 'OPTIONS')
  us.calls[0]?.hangUp()
  await eventually('BYE at the new port', () => rebound.requests('BYE').length > 0)
  expect(peer.requests('BYE')).toEqual([])
})

test('a caller who cancels while the audio port is being opened is not answered', async () => {
  const { us, peer } = await start()
  us.media.delayMs = 100
  const invite = { port: peer.port, callId: 'gone', cseq: 1, branch: 'z9hG4bKgone' }
  peer.send(rawRequest({ method: 'INVITE', ...invite, body: sdpOffer() }))
  peer.send(rawRequest({ method: 'CANCEL', ...invite }))
  await peer.response(200, 'CANCEL')
  await peer.response(487, 'INVITE')
  peer.send(rawRequest({ method: 'ACK', ...invite, toTag: toTagOf(await peer.response(487, 'INVITE')) }))
  await eventually('the port is given back', () => us.media.sessions[0]?.closed === true)
  expect(us.calls).toEqual([])
  expect(us.endpoint.liveCalls).toBe(0)
})

test('a caller who cancels while it rings hears 487, and the end is told', async () => {
  const { us, peer } = await start({ onCall: (call) => call.ring() })
  const invite = { port: peer.port, callId: 'ring', cseq: 1, branch: 'z9hG4bKring' }
  peer.send(rawRequest({ method: 'INVITE', ...invite, body: sdpOffer() }))
  await peer.response(180)
  peer.send(rawRequest({ method: 'CANCEL', ...invite }))
  await peer.response(487, 'INVITE')
  expect(us.ends).toEqual([{ by: 'caller', why: 'cancelled' }])
})

test('a CANCEL that crosses our answer does nothing; the call stands', async () => {
  const { us, peer } = await start()
  const invite = { port: peer.port, callId: 'late', cseq: 1, branch: 'z9hG4bKlate' }
  peer.send(rawRequest({ method: 'INVITE', ...invite, body: sdpOffer() }))
  const toTag = toTagOf(await peer.response(200, 'INVITE'))
  peer.send(rawRequest({ method: 'CANCEL', ...invite }))
  await peer.response(200, 'CANCEL')
  expect(us.ends).toEqual([])
  peer.send(rawRequest({ method: 'BYE', port: peer.port, callId: 'late', cseq: 2, toTag }))
  await eventually('ended', () => us.ends.length === 1)
})

test('a BYE before the ACK ends the call', async () => {
  const { us, peer } = await start()
  peer.send(rawRequest({ method: 'INVITE', port: peer.port, callId: 'hasty', cseq: 1, body: sdpOffer() }))
  const toTag = toTagOf(await peer.response(200, 'INVITE'))
  peer.send(rawRequest({ method: 'BYE', port: peer.port, callId: 'hasty', cseq: 2, toTag }))
  await peer.response(200, 'BYE')
  expect(us.ends).toEqual([{ by: 'caller', why: 'hung-up' }])
})

test('a call whose ACK never comes is repeated, then ended by BYE', async () => {
  const { us, peer } = await start({ timings: { t1: 10, t2: 80, t4: 100 } })
  peer.send(rawRequest({ method: 'INVITE', port: peer.port, callId: 'deaf', cseq: 1, body: sdpOffer() }))
  await eventually('BYE', () => peer.requests('BYE').length > 0)
  expect(peer.statuses('INVITE').filter((status) => status === 200).length).toBeGreaterThan(4)
  expect(us.ends).toEqual([{ by: 'network', why: 'no-ack' }])
})

test.each([
  ['sendonly', sdpOffer({ direction: 'sendonly', version: 2 }), 'a=recvonly'],
  ['inactive', sdpOffer({ direction: 'inactive', version: 2 }), 'a=inactive'],
  ['c=0.0.0.0', sdpOffer({ address: '0.0.0.0', version: 2 }), 'a=recvonly'],
])('a caller holds us with %s and comes back', async (_how, hold, answered) => {
  const { us, peer } = await start()
  const holds: boolean[] = []
  const toTag = await establish(peer, 'hold')
  us.calls[0]?.on('hold', (held) => holds.push(held))
  for (const [cseq, body] of [
    [2, hold],
    [3, sdpOffer({ version: 3 })],
  ] as const) {
    peer.send(rawRequest({ method: 'INVITE', port: peer.port, callId: 'hold', cseq, toTag, body }))
    await eventually(`200 to ${cseq}`, () => peer.heard.some((m) => m.kind === 'response' && m.status === 200 && m.cseq.number === cseq))
    peer.send(rawRequest({ method: 'ACK', port: peer.port, callId: 'hold', cseq, toTag }))
  }
  await eventually('held and back', () => holds.length === 2)
  expect(holds).toEqual([true, false])
  const answers = peer.heard.filter((m) => m.kind === 'response' && m.status === 200).map((m) => textOfBytes(m.body))
  expect(answers[1]).toContain(answered)
  expect(answers.map((sdp) => /o=- \d+ (\d+) /.exec(sdp)?.[1])).toEqual(['1', '2', '3'])
  const audio = us.media.sessions[0]?.configured ?? []
  expect(audio.map(({ send }) => send)).toEqual([true, false, true])
})

test('an INVITE without offer is given ours, and its ACK answers it', async () => {
  const { us, peer } = await start()
  peer.send(rawRequest({ method: 'INVITE', port: peer.port, callId: 'late-offer', cseq: 1 }))
  const offer = await peer.response(200, 'INVITE')
  expect(textOfBytes(offer.body)).toContain('m=audio 40000 RTP/AVP 8 0 101')
  const toTag = toTagOf(offer)
  expect(us.media.sessions[0]?.configured).toEqual([])
  peer.send(rawRequest({ method: 'ACK', port: peer.port, callId: 'late-offer', cseq: 1, toTag, body: sdpOffer({ codecs: '0' }) }))
  await eventually('configured', () => us.media.sessions[0]?.configured.length === 1)
  expect(us.media.sessions[0]?.configured[0]).toMatchObject({ codec: 'PCMU', send: true, receive: true })
})

test('an ACK that owes us an answer and brings none ends the call', async () => {
  const { us, peer } = await start()
  await establish(peer, 'no-answer', '')
  await eventually('BYE', () => peer.requests('BYE').length > 0)
  expect(us.ends).toEqual([{ by: 'us', why: 'hung-up' }])
})

test('a second offer while ours is open hears 491', async () => {
  const { peer } = await start()
  peer.send(rawRequest({ method: 'INVITE', port: peer.port, callId: 'glare', cseq: 1 }))
  const toTag = toTagOf(await peer.response(200, 'INVITE'))
  peer.send(rawRequest({ method: 'INVITE', port: peer.port, callId: 'glare', cseq: 2, toTag, body: sdpOffer() }))
  await peer.response(491, 'INVITE')
})

test.each([
  ['application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n', '5'],
  ['application/dtmf-relay', 'Signal= 11\r\nDuration= 100', '#'],
  ['application/dtmf', '*', '*'],
])('a key pressed by INFO (%s) is a digit', async (type, body, digit) => {
  const { us, peer } = await start()
  const heard: string[] = []
  const toTag = await establish(peer, 'keys')
  us.calls[0]?.on('digit', (key, source) => heard.push(`${key} ${source}`))
  peer.send(rawRequest({ method: 'INFO', port: peer.port, callId: 'keys', cseq: 2, toTag, headers: [`Content-Type: ${type}`], body }))
  await peer.response(200, 'INFO')
  expect(heard).toEqual([`${digit} sip-info`])
})

test('within a call every method has its answer', async () => {
  const { us, peer } = await start()
  const toTag = await establish(peer, 'within')
  const expected: readonly (readonly [string, number])[] = [
    ['OPTIONS', 200],
    ['REFER', 603],
    ['MESSAGE', 405],
    ['NOTIFY', 489],
    ['UPDATE', 200],
    ['PRACK', 405],
    ['DANCE', 501],
  ]
  for (const [index, [method, status]] of expected.entries()) {
    peer.send(rawRequest({ method, port: peer.port, callId: 'within', cseq: 2 + index, toTag }))
    await peer.response(status, method)
  }
  peer.send(rawRequest({ method: 'OPTIONS', port: peer.port, callId: 'within', cseq: 1, toTag, branch: 'z9hG4bKold' }))
  await peer.response(500, 'OPTIONS')
  expect(us.ends).toEqual([])
})

test('outside a call every method has its answer, and none leaves a transaction', async () => {
  const { us, peer } = await start()
  const expected: readonly (readonly [string, number, string | undefined])[] = [
    ['OPTIONS', 200, undefined],
    ['REGISTER', 405, undefined],
    ['MESSAGE', 405, undefined],
    ['DANCE', 501, undefined],
    ['BYE', 481, undefined],
    ['BYE', 481, 'nobody'],
    ['INVITE', 481, 'nobody'],
    ['CANCEL', 481, undefined],
  ]
  for (const [index, [method, status, toTag]] of expected.entries()) {
    peer.send(rawRequest({ method, port: peer.port, callId: `out-${index}`, cseq: 1, toTag }))
    await eventually(`${status} to ${method}`, () => peer.heard.length > index)
    expect([method, peer.statuses().at(-1)]).toEqual([method, status])
  }
  expect(us.transactions.size).toBe(0)
})

test('a call needs what we have not: 420, 415, 406, 422, 488', async () => {
  const { us, peer } = await start()
  const wrong: readonly (readonly [number, readonly string[], string])[] = [
    [420, ['Require: 100rel'], sdpOffer()],
    [415, ['Content-Type: text/plain'], 'hello'],
    [415, ['Content-Encoding: gzip', 'Content-Type: application/sdp'], 'xx'],
    [406, ['Accept: text/plain'], sdpOffer()],
    [422, ['Session-Expires: 30', 'Supported: timer'], sdpOffer()],
    [488, [], sdpOffer({ codecs: '3 18' })],
    [400, [], 'v=1\r\nnonsense'],
  ]
  for (const [index, [status, headers, body]] of wrong.entries()) {
    peer.send(rawRequest({ method: 'INVITE', port: peer.port, callId: `wrong-${index}`, cseq: 1, headers, body }))
    await eventually(`${status}`, () => peer.heard.length > index)
    expect(peer.statuses().at(-1)).toBe(status)
  }
  expect(us.calls).toEqual([])
})

test('lost audio ends the call with BYE', async () => {
  const { us, peer } = await start()
  await establish(peer, 'mute')
  await eventually('a session', () => us.media.sessions[0]?.listeners.lost.length === 1)
  us.calls[0]?.on('confirmed', () => us.media.sessions[0]?.listeners.lost[0]?.('no-audio'))
  await eventually('BYE', () => peer.requests('BYE').length > 0)
  expect(us.ends).toEqual([{ by: 'network', why: 'no-audio' }])
})

test('a full house, no audio port, and a draining one turn calls away with 503', async () => {
  const { us, peer } = await start({ maxCalls: 1 })
  await establish(peer, 'first')
  peer.send(rawRequest({ method: 'INVITE', port: peer.port, callId: 'second', cseq: 1, body: sdpOffer() }))
  const full = await peer.response(503)
  expect(full.headers.find(({ name }) => name === 'retry-after')?.value).toBe('10')
  us.endpoint.drain()
  peer.send(rawRequest({ method: 'OPTIONS', port: peer.port, callId: 'probe', cseq: 1 }))
  await peer.response(503, 'OPTIONS')
  const other = await start()
  other.us.media.refuse = true
  other.peer.send(rawRequest({ method: 'INVITE', port: other.peer.port, callId: 'no-port', cseq: 1, body: sdpOffer() }))
  await other.peer.response(503)
  expect(other.us.endpoint.liveCalls).toBe(0)
})

test('closing says goodbye to every call', async () => {
  const { us, peer } = await start()
  await establish(peer, 'closing')
  await eventually('alive', () => us.endpoint.liveCalls === 1)
  const closing = us.endpoint.close()
  await eventually('BYE', () => peer.requests('BYE').length > 0)
  await closing
  expect(us.ends).toEqual([{ by: 'us', why: 'hung-up' }])
})

test('behind NAT, Contact and SDP carry the public address', async () => {
  const { peer } = await start({ publicAddress: '203.0.113.7' })
  peer.send(rawRequest({ method: 'INVITE', port: peer.port, callId: 'nat', cseq: 1, body: sdpOffer() }))
  const answer = await peer.response(200, 'INVITE')
  expect(answer.headers.find(({ name }) => name === 'contact')?.value).toContain('@203.0.113.7:')
  expect(textOfBytes(answer.body)).toContain('c=IN IP4 203.0.113.7')
})

test('two endpoints call each other, by UDP and by TCP', async () => {
  const { us } = await start()
  const them = await startTestEndpoint({ seed: 2 })
  open.push(them.endpoint)
  for (const transport of ['udp', 'tcp']) {
    const call = await them.endpoint.call(`sip:200@127.0.0.1:${us.port};transport=${transport}`, {
      fromUser: '20123456',
      displayName: 'Søren "S"',
    })
    const ends: unknown[] = []
    call.on('ended', (end) => ends.push(end))
    expect((await call.answered).inviteTo200Ms).toBeGreaterThan(0)
    const rung = us.calls.at(-1)
    expect(rung?.caller).toEqual({ number: '+4520123456', displayName: 'Søren "S"', withheld: false, divertedFrom: undefined })
    expect(rung?.source.transport).toBe(transport)
    call.hangUp()
    await eventually('both ended', () => ends.length === 1 && us.endpoint.liveCalls === 0)
  }
  expect(us.ends).toEqual([
    { by: 'caller', why: 'hung-up' },
    { by: 'caller', why: 'hung-up' },
  ])
  expect([...us.errors, ...them.errors]).toEqual([])
})

test('a call we place can be refused, be cancelled by us, and go nowhere', async () => {
  const { us } = await start({ onCall: (call) => (call.called === 'busy' ? call.reject(486) : call.ring()) })
  const them = await startTestEndpoint({ seed: 2, timings: { t1: 5, t2: 40, t4: 50 } })
  open.push(them.endpoint)
  const busy = await them.endpoint.call(`sip:busy@127.0.0.1:${us.port}`)
  await expect(busy.answered).rejects.toMatchObject({ name: 'CallRefused', status: 486 })
  const ringing = await them.endpoint.call(`sip:ring@127.0.0.1:${us.port}`)
  await eventually('rings', () => us.calls.length === 2)
  ringing.hangUp()
  await expect(ringing.answered).rejects.toMatchObject({ status: 487 })
  await eventually('cancelled', () => us.ends.length === 2)
  expect(us.ends).toEqual([
    { by: 'us', why: 'rejected' },
    { by: 'caller', why: 'cancelled' },
  ])
  const nobody = await RawSipPeer.open(us.port)
  open.push(nobody)
  const silent = await them.endpoint.call(`sip:x@127.0.0.1:${nobody.port}`)
  await expect(silent.answered).rejects.toMatchObject({ status: 408 })
  await expect(them.endpoint.call('mailto:a@b')).rejects.toMatchObject({ name: 'NotDiallable' })
  await eventually('nothing is left', () => them.endpoint.liveCalls === 0)
})

test('a challenge is answered once, then taken as a refusal', async () => {
  const them = await startTestEndpoint({ credentials: { user: 'me', password: 'secret' } })
  const peer = await RawSipPeer.open(them.port)
  open.push(them.endpoint, peer)
  const call = await them.endpoint.call(`sip:200@127.0.0.1:${peer.port}`)
  const challenge = (cseq: number): void => {
    const invite = peer.requests('INVITE').find((each) => each.cseq.number === cseq)
    if (invite?.kind !== 'request') throw new Error('no INVITE')
    const headers = [{ name: 'proxy-authenticate', value: `Digest realm="pbx", nonce="${cseq}", qop="auth"` }]
    peer.send(writeMessage(replyTo(invite, 407, { toTag: 'pbx', headers })))
  }
  await eventually('INVITE', () => peer.requests('INVITE').length === 1)
  challenge(1)
  await eventually('INVITE with credentials', () => peer.requests('INVITE').some(({ cseq }) => cseq.number === 2))
  const again = peer.requests('INVITE').find(({ cseq }) => cseq.number === 2)
  expect(again?.headers.find(({ name }) => name === 'proxy-authorization')?.value).toMatch(
    /^Digest username="me", realm="pbx", nonce="1", uri="sip:200@/,
  )
  challenge(2)
  await expect(call.answered).rejects.toMatchObject({ status: 407 })
  await eventually('both refusals are acknowledged', () => peer.requests('ACK').length === 2)
})

test('bound to every address, we name the one that faces the peer', async () => {
  const { peer } = await start({ address: '0.0.0.0' })
  peer.send(rawRequest({ method: 'INVITE', port: peer.port, callId: 'any', cseq: 1, body: sdpOffer() }))
  const answer = await peer.response(200, 'INVITE')
  expect(answer.headers.find(({ name }) => name === 'contact')?.value).toContain('@127.0.0.1:')
  expect(textOfBytes(answer.body)).toContain('c=IN IP4 127.0.0.1')
})

test('two endpoints call each other over IPv6', async () => {
  const us = await startTestEndpoint({ address: '::1' })
  const them = await startTestEndpoint({ address: '::1', seed: 2 })
  open.push(us.endpoint, them.endpoint)
  const call = await them.endpoint.call(`sip:200@[::1]:${us.port}`)
  await call.answered
  expect(us.calls[0]?.source.address).toBe('::1')
  us.calls[0]?.on('confirmed', () => us.calls[0]?.hangUp())
  await eventually('over on both sides', () => us.endpoint.liveCalls === 0 && them.endpoint.liveCalls === 0)
  expect([...us.errors, ...them.errors]).toEqual([])
})

test('a trusted source that is none, and a port that is taken, are refused', async () => {
  await expect(startTestEndpoint({ trustedSources: ['my trunk'] })).rejects.toMatchObject({ name: 'NotANetwork', text: 'my trunk' })
  const { us } = await start()
  await expect(startTestEndpoint({ port: us.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
