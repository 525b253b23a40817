import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOfText } from '../message/bytes.ts'
import type { SipMessage } from '../message/message.ts'
import { readMessage } from '../message/read-message.ts'
import { newDescription, redescribe } from './describe.ts'
import { findSdp } from './find-sdp.ts'
import { acceptAnswer, agree, type Agreement, answerWith, offerFrom } from './negotiate.ts'
import { readSdp } from './read-offer.ts'

const ours = newDescription({ address: '192.0.2.9', port: 20_000 }, 77)

const sdp = (...lines: readonly string[]): string => `${['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', 't=0 0', ...lines].join('\r\n')}\r\n`

const agreed = (offer: string): Agreement => {
  const agreement = agree(offer)
  if ('status' in agreement) throw new Error(`refused with ${agreement.status}`)
  return agreement
}

test('the offerer is given its first codec that is ours, and every other line is refused in its place', () => {
  const offer = sdp(
    'c=IN IP4 192.0.2.1',
    'm=video 5000 RTP/AVP 31',
    'm=audio 4000 RTP/AVP 18 96 0 8 97',
    'a=rtpmap:96 PCMA/8000',
    'a=rtpmap:97 telephone-event/8000',
    'm=audio 4002 RTP/AVP 0',
  )
  const agreement = agreed(offer)
  expect(agreement.audio).toEqual({
    remote: { address: '192.0.2.1', port: 4_000 },
    codec: 'PCMA',
    payloadType: 96,
    telephoneEventPayloadType: 97,
    send: true,
    receive: true,
  })
  const lines = answerWith(ours, agreement).sdp.split('\r\n')
  expect(lines).toEqual([
    'v=0',
    'o=- 77 1 IN IP4 192.0.2.9',
    's=-',
    'c=IN IP4 192.0.2.9',
    't=0 0',
    'm=video 0 RTP/AVP 31',
    'm=audio 20000 RTP/AVP 96 97',
    'a=rtpmap:96 PCMA/8000',
    'a=rtpmap:97 telephone-event/8000',
    'a=fmtp:97 0-15',
    'a=ptime:20',
    'a=sendrecv',
    'm=audio 0 RTP/AVP 0',
    '',
  ])
})

test.each([
  ['no audio', sdp('c=IN IP4 1.2.3.4', 'm=video 5 RTP/AVP 31'), 488],
  ['no codec of ours', sdp('c=IN IP4 1.2.3.4', 'm=audio 5 RTP/AVP 18 3'), 488],
  ['0 mapped to something else', sdp('c=IN IP4 1.2.3.4', 'm=audio 5 RTP/AVP 0', 'a=rtpmap:0 opus/48000/2'), 488],
  ['encrypted only', sdp('c=IN IP4 1.2.3.4', 'm=audio 5 RTP/SAVP 0'), 488],
  ['refused lines only', sdp('c=IN IP4 1.2.3.4', 'm=audio 0 RTP/AVP 0'), 488],
  ['a host name', sdp('c=IN IP4 media.example.com', 'm=audio 5 RTP/AVP 0'), 488],
  ['no media', sdp('c=IN IP4 1.2.3.4'), 488],
  ['no connection', sdp('m=audio 5 RTP/AVP 0'), 400],
  ['no port', sdp('c=IN IP4 1.2.3.4', 'm=audio x RTP/AVP 0'), 400],
  ['port out of range', sdp('c=IN IP4 1.2.3.4', 'm=audio 70000 RTP/AVP 0'), 400],
  ['no origin', 'v=0\r\ns=-\r\nm=audio 5 RTP/AVP 0\r\n', 400],
  ['nothing', '', 400],
  ['noise', '\0\u00ff{}', 400],
  ['too much', sdp('c=IN IP4 1.2.3.4', `a=${'x'.repeat(2_000)}`, 'm=audio 5 RTP/AVP 0'), 400],
])('%s is refused with the right status', (_what, offer, status) => {
  expect(agree(offer)).toEqual({ status })
})

const anyDirection = fc.constantFrom('sendrecv', 'sendonly', 'recvonly', 'inactive')
const anyAddress = fc.constantFrom('192.0.2.1', '0.0.0.0')
const anyLine = fc.record({
  type: fc.constantFrom('audio', 'video', 'image', 'message'),
  port: fc.nat({ max: 65_535 }),
  protocol: fc.constantFrom('RTP/AVP', 'RTP/SAVP', 'UDP/TLS/RTP/SAVPF', 'udptl', 'TCP/MSRP'),
  formats: fc.uniqueArray(fc.constantFrom(0, 3, 8, 18, 96, 101), { minLength: 1 }),
  direction: anyDirection,
  address: fc.option(anyAddress),
})
const anyOffer = fc
  .record({ address: anyAddress, direction: fc.option(anyDirection), lines: fc.array(anyLine, { maxLength: 5 }) })
  .map((offer) =>
    sdp(
      `c=IN IP4 ${offer.address}`,
      ...(offer.direction === null ? [] : [`a=${offer.direction}`]),
      ...offer.lines.flatMap((line) => [
        `m=${line.type} ${line.port} ${line.protocol} ${line.formats.join(' ')}`,
        ...(line.address === null ? [] : [`c=IN IP4 ${line.address}`]),
        'a=rtpmap:101 telephone-event/8000',
        `a=${line.direction}`,
      ]),
    ),
  )

test('an answer is always valid: as many lines as the offer, formats from the offer, directions that meet', () => {
  fc.assert(
    fc.property(anyOffer, (offer) => {
      const agreement = agree(offer)
      const theirs = readSdp(offer)
      if ('status' in agreement) return
      const answer = readSdp(answerWith(ours, agreement).sdp)
      expect(answer).toHaveLength(theirs?.length ?? -1)
      for (const [index, line] of (answer ?? []).entries()) {
        const their = theirs?.[index]
        expect(line.type).toBe(their?.type)
        expect(line.protocol).toBe(their?.protocol)
        const offered = their?.formats.split(' ') ?? []
        if (line.port === 0) continue
        expect(line.formats.split(' ').every((format) => offered.includes(format))).toBe(true)
        const takes = their?.direction === 'sendrecv' || their?.direction === 'recvonly'
        const gives = their?.direction === 'sendrecv' || their?.direction === 'sendonly'
        if (line.direction === 'sendrecv' || line.direction === 'sendonly') expect(takes).toBe(true)
        if (line.direction === 'sendrecv' || line.direction === 'recvonly') expect(gives).toBe(true)
      }
      // Exactly one line carries the audio.
      expect(answer?.filter(({ port }) => port !== 0)).toHaveLength(1)
    }),
  )
})

test('hold and back gives what was before, and the version rises with each change only', () => {
  fc.assert(
    fc.property(fc.constantFrom('sendonly', 'inactive'), anyAddress, (direction, address) => {
      const talk = sdp('c=IN IP4 192.0.2.1', 'm=audio 4000 RTP/AVP 8 101', 'a=rtpmap:101 telephone-event/8000')
      const hold = sdp(`c=IN IP4 ${address}`, 'm=audio 4000 RTP/AVP 8 101', 'a=rtpmap:101 telephone-event/8000', `a=${direction}`)
      const first = answerWith(ours, agreed(talk))
      const again = answerWith(first.described, agreed(talk))
      const held = answerWith(again.described, agreed(hold))
      const back = answerWith(held.described, agreed(talk))
      expect([first, again, held, back].map(({ described }) => described.version)).toEqual([1, 1, 2, 3])
      expect(agreed(hold).audio.send).toBe(false)
      expect(agreed(talk).audio).toEqual(agreed(talk).audio)
      expect(back.described.lines).toEqual(first.described.lines)
    }),
  )
})

test('our offer and any answer to it come to a codec of both', () => {
  const offer = offerFrom(ours)
  const reply = agreed(offer.sdp)
  const answer = answerWith(newDescription({ address: '192.0.2.1', port: 4_000 }, 1), reply)
  expect(acceptAnswer(offer.described, answer.sdp)).toMatchObject({
    audio: { codec: 'PCMA', payloadType: 8, telephoneEventPayloadType: 101, send: true, receive: true, remote: { port: 4_000 } },
  })
  expect(acceptAnswer(offer.described, sdp('c=IN IP4 1.2.3.4', 'm=audio 0 RTP/AVP 8'))).toEqual({ status: 488 })
  expect(acceptAnswer(offer.described, sdp('c=IN IP4 1.2.3.4', 'm=audio 5 RTP/AVP 8', 'm=audio 5 RTP/AVP 8'))).toEqual({ status: 488 })
  expect(acceptAnswer(offer.described, 'x')).toEqual({ status: 400 })
})

test('a later offer of ours keeps the lines that were refused', () => {
  const first = answerWith(ours, agreed(sdp('c=IN IP4 1.2.3.4', 'm=video 5 RTP/AVP 31', 'm=audio 5 RTP/AVP 0')))
  const offer = offerFrom(first.described)
  expect(readSdp(offer.sdp)?.map(({ type, port }) => [type, port === 0])).toEqual([
    ['video', true],
    ['audio', false],
  ])
  expect(offer.described.version).toBe(2)
  expect(redescribe(offer.described, offer.described.lines).described.version).toBe(2)
})

test('no text makes the reader throw', () => {
  const pieces = fc.constantFrom(
    'v=0',
    'o=- 1 1 IN IP4 1.2.3.4',
    'c=IN IP4',
    'm=audio',
    'm=',
    'a=rtpmap:',
    'a=rtpmap:0 PCMU/8000',
    '0',
    ' ',
    '\r\n',
    '\n',
    'a=',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string())), (parts) => {
      agree(`v=0\r\n${parts.join('')}`)
      acceptAnswer(offerFrom(ours).described, parts.join(''))
    }),
  )
})

const withBody = (headers: readonly string[], body: string): SipMessage => {
  const lines = [
    'INVITE sip:b@h SIP/2.0',
    'Via: SIP/2.0/UDP h',
    'From: <sip:a@h>',
    'To: <sip:b@h>',
    'Call-ID: c',
    'CSeq: 1 INVITE',
    ...headers,
  ]
  const message = readMessage(bytesOfText(`${lines.join('\r\n')}\r\n\r\n${body}`), 'datagram')
  if (message.kind === 'malformed') throw new Error(message.why)
  return message
}

test('the session description is found in a multipart body too', () => {
  const body = `--b1\r\nContent-Type: application/isup\r\n\r\n\x01\x02\r\n--b1\r\nContent-Type: application/sdp\r\n\r\nv=0\r\no=x\r\n--b1--\r\n`
  expect(findSdp(withBody(['Content-Type: multipart/mixed; boundary="b1"'], body))).toEqual({ is: 'sdp', text: 'v=0\r\no=x\r\n' })
  expect(findSdp(withBody(['Content-Type: multipart/mixed'], body))).toEqual({ is: 'unreadable' })
  expect(findSdp(withBody(['Content-Type: text/plain', 'Content-Disposition: render;handling=optional'], 'x'))).toEqual({ is: 'none' })
})
