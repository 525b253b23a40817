import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { ownLoopback } from '../support/own-loopback.ts'
import { RawSipPeer, rawRequest, sdpOffer, toTagOf } from '../support/raw-sip-peer.ts'
import { startTestEndpoint } from '../support/sip-test-endpoint.ts'

const FLOOD = 20_000
/** Datagrams between two looks at the event loop; the kernel's buffer holds more. */
const BURST = 50

test('a flood of OPTIONS, INVITEs and noise leaves a live call alone, and nothing behind', { timeout: 60_000 }, async () => {
  const us = await startTestEndpoint({ allowance: { perSecond: 50, burst: 200 }, maxCalls: 150, maxTransactions: 100 })
  const caller = await RawSipPeer.open(us.port)
  // Another source than the caller's: the flood's allowance is its own.
  const flooder = await RawSipPeer.open(us.port, ownLoopback(3))
  try {
    const digits: string[] = []
    caller.send(rawRequest({ method: 'INVITE', port: caller.port, callId: 'live', cseq: 1, body: sdpOffer() }))
    const toTag = toTagOf(await caller.response(200, 'INVITE'))
    caller.send(rawRequest({ method: 'ACK', port: caller.port, callId: 'live', cseq: 1, toTag }))
    us.calls[0]?.on('digit', (digit) => digits.push(digit))
    let most = 0
    let key = 0
    for (let sent = 0; sent < FLOOD; sent += 1) {
      const flood = { port: flooder.port, callId: `flood-${sent}`, cseq: 1 }
      if (sent % 10 === 9) flooder.send('OPTIONS sip:x SIP/2.0\r\nVia: rubbish\r\n\r\n')
      else if (sent % 10 === 8) flooder.send(rawRequest({ method: 'BYE', toTag: 'nobody', ...flood }))
      else if (sent % 10 === 7) flooder.send(rawRequest({ method: 'INVITE', body: sdpOffer(), ...flood }))
      else flooder.send(rawRequest({ method: 'OPTIONS', ...flood }))
      if (sent % BURST === 0) await setImmediate()
      most = Math.max(most, us.transactions.size)
      // The live call goes on meanwhile: a key each thousand datagrams, answered before the next.
      if (sent % 1_000 === 0) {
        key += 1
        const body = `Signal=${key % 10}\r\n`
        const headers = ['Content-Type: application/dtmf-relay']
        caller.send(rawRequest({ method: 'INFO', port: caller.port, callId: 'live', cseq: 1 + key, toTag, headers, body }))
        await eventually(`key ${key} is answered`, () => caller.statuses('INFO').length === key)
      }
    }
    expect(caller.statuses('INFO')).toEqual(Array(key).fill(200))
    expect(digits).toHaveLength(key)
    expect(most).toBeLessThanOrEqual(101)
    expect(us.errors).toEqual([])
    // The flooder was told to go away, then met with silence. Of its calls those within its allowance rang, no more.
    expect(flooder.statuses('OPTIONS')).toContain(503)
    expect(flooder.statuses('OPTIONS').length).toBeLessThan(FLOOD / 10)
    caller.send(rawRequest({ method: 'BYE', port: caller.port, callId: 'live', cseq: 100, toTag }))
    await caller.response(200, 'BYE')
    expect(us.ends).toContainEqual({ by: 'caller', why: 'hung-up' })
  } finally {
    await us.endpoint.close()
    caller.close()
    flooder.close()
  }
})

test('with its transactions used up, a call is still heard to its end', async () => {
  const us = await startTestEndpoint({ maxTransactions: 1 })
  const caller = await RawSipPeer.open(us.port)
  try {
    caller.send(rawRequest({ method: 'INVITE', port: caller.port, callId: 'only', cseq: 1, body: sdpOffer() }))
    const toTag = toTagOf(await caller.response(200, 'INVITE'))
    caller.send(rawRequest({ method: 'ACK', port: caller.port, callId: 'only', cseq: 1, toTag }))
    caller.send(rawRequest({ method: 'INVITE', port: caller.port, callId: 'more', cseq: 1, body: sdpOffer() }))
    await caller.response(503, 'INVITE')
    caller.send(rawRequest({ method: 'BYE', port: caller.port, callId: 'only', cseq: 2, toTag }))
    await caller.response(200, 'BYE')
    expect(us.ends).toEqual([{ by: 'caller', why: 'hung-up' }])
  } finally {
    await us.endpoint.close()
    caller.close()
  }
})
