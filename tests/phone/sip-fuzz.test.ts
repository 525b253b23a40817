import { readFileSync, readdirSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { bytesOfText } from '../../src/telephony/core/message/bytes.ts'
import { eventually } from '../support/eventually.ts'
import { drawing, mutate } from '../support/mutate-bytes.ts'
import { ownLoopback } from '../support/own-loopback.ts'
import { RawSipPeer, rawRequest, sdpOffer, toTagOf } from '../support/raw-sip-peer.ts'
import { startTestEndpoint } from '../support/sip-test-endpoint.ts'

const DATAGRAMS = 20_000
const FOLDER = new URL('../fixtures/rfc4475/', import.meta.url)

test(
  'whatever datagrams come, outside calls and within, no error is logged and the next call is answered',
  { timeout: 90_000 },
  async () => {
    const us = await startTestEndpoint({
      maxCalls: 100_000,
      maxTransactions: 100_000,
      allowance: { perSecond: 1e6, burst: 1e6 },
      timings: { t1: 50, t2: 400, t4: 100 },
    })
    // Answers go to whatever port a mutated Via names, so not to an address where somebody may listen.
    const peer = await RawSipPeer.open(us.port, ownLoopback(2))
    try {
      peer.send(rawRequest({ method: 'INVITE', port: peer.port, callId: 'within', cseq: 1, body: sdpOffer() }))
      const toTag = toTagOf(await peer.response(200, 'INVITE'))
      const ours = ['ACK', 'INVITE', 'UPDATE', 'INFO', 'OPTIONS', 'REFER'].flatMap((method) =>
        [1, 5, 9].map((cseq) => bytesOfText(rawRequest({ method, port: peer.port, callId: 'within', cseq, toTag, body: sdpOffer() }))),
      )
      const begins = ['INVITE', 'CANCEL', 'OPTIONS'].map((method) =>
        bytesOfText(rawRequest({ method, port: peer.port, callId: 'begins', cseq: 1, body: sdpOffer(), branch: 'z9hG4bKbegins' })),
      )
      const torture = readdirSync(FOLDER).flatMap((file) =>
        file.endsWith('.dat') ? [new Uint8Array(readFileSync(new URL(file, FOLDER)))] : [],
      )
      const corpus = [...ours, ...ours, ...begins, ...begins, ...torture]
      const draw = drawing(4_475)
      for (let sent = 0; sent < DATAGRAMS; sent += 1) {
        peer.send(mutate(corpus[draw(corpus.length)] ?? new Uint8Array(0), draw))
        if (sent % 50 === 0) await setImmediate()
      }
      // Repeated as any caller would: the kernel may have dropped some of so many.
      const after = rawRequest({ method: 'INVITE', port: peer.port, callId: 'after', cseq: 1, body: sdpOffer() })
      await eventually('the next call is answered', () => {
        peer.send(after)
        return us.calls.some(({ sipCallId }) => sipCallId === 'after')
      })
      expect(us.errors).toEqual([])
      // That something was tried: calls began, and many kinds of answers were given.
      expect(us.calls.length).toBeGreaterThan(20)
      expect(new Set(peer.statuses()).size).toBeGreaterThan(10)
    } finally {
      await us.endpoint.close()
      peer.close()
    }
    // Each call that rang has ended once.
    expect(us.ends).toHaveLength(us.calls.length)
  },
)
