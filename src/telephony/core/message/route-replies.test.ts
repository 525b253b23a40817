import { expect, test } from 'vitest'
import { bytesOfText } from './bytes.ts'
import type { SipRequest } from './message.ts'
import { readMessage } from './read-message.ts'
import { replyTo } from './reply.ts'
import { replyRoute, stampHeaders, stampSource } from './route-replies.ts'

const source = { address: '198.51.100.7', port: 40_000 }

const from = (via: string): SipRequest => {
  const message = readMessage(
    bytesOfText(
      `OPTIONS sip:b@h SIP/2.0\r\nVia: ${via}\r\nVia: SIP/2.0/UDP far\r\nFrom: <sip:a@h>\r\nTo: <sip:b@h>\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\n\r\n`,
    ),
    'datagram',
  )
  if (message.kind !== 'request') throw new Error('no request')
  return message
}

const viasOf = (via: string): string[] =>
  replyTo(stampSource(from(via), source), 200).headers.flatMap(({ name, value }) => (name === 'via' ? [value] : []))

test('a Via that tells the truth stays as it is', () => {
  expect(viasOf('SIP/2.0/UDP 198.51.100.7:5062;branch=z9hG4bKa')).toEqual([
    'SIP/2.0/UDP 198.51.100.7:5062;branch=z9hG4bKa',
    'SIP/2.0/UDP far',
  ])
})

test('another sent-by than the source is told where it came from', () => {
  expect(viasOf('SIP/2.0/UDP pc.example;branch=z9hG4bKa')[0]).toBe('SIP/2.0/UDP pc.example;branch=z9hG4bKa;received=198.51.100.7')
})

test('rport is filled in, with received beside it', () => {
  expect(viasOf('SIP/2.0/UDP 198.51.100.7;rport;branch=z9hG4bKa')[0]).toBe(
    'SIP/2.0/UDP 198.51.100.7;rport=40000;branch=z9hG4bKa;received=198.51.100.7',
  )
})

test('a reply goes to the port it came from with rport, else to the port in sent-by, else to 5060; never to a maddr', () => {
  const route = (via: string) => replyRoute(from(via).via, source)
  expect(route('SIP/2.0/UDP h:5062;rport')).toEqual(source)
  expect(route('SIP/2.0/UDP h:5062;maddr=192.0.2.99')).toEqual({ address: '198.51.100.7', port: 5_062 })
  expect(route('SIP/2.0/UDP h')).toEqual({ address: '198.51.100.7', port: 5_060 })
  expect(replyRoute(undefined, source)).toEqual(source)
})

test('what could not be read as a whole is stamped when its Via is sound', () => {
  expect(stampHeaders([{ name: 'via', value: 'SIP/2.0/UDP h;rport' }], source).headers[0]?.value).toBe(
    'SIP/2.0/UDP h;rport=40000;received=198.51.100.7',
  )
  expect(stampHeaders([{ name: 'via', value: 'SIP/2.0/UDP h;;' }], source).via).toBeUndefined()
})
