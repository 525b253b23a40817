import fc from 'fast-check'
import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findSdp } from '../sdp/find-sdp.ts'
import { drawing, mutate } from '../../../../tests/support/mutate-bytes.ts'
import { byteTextOf, bytesOfText, textOfBytes, unicodeOf } from './bytes.ts'
import { first, listed } from './headers.ts'
import type { SipMessage } from './message.ts'
import { readMessage } from './read-message.ts'
import { refusalOf } from './reply.ts'
import { endOfQuoted, quoted, splitOutside, unquoted } from './scan.ts'
import { readUri, unescaped } from './uri.ts'
import { readVia, writeVia } from './via.ts'
import { writeMessage } from './write-message.ts'

const FOLDER = new URL('../../../../tests/fixtures/rfc4475/', import.meta.url)
const corpus = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.dat'))
  .map((file) => new Uint8Array(readFileSync(new URL(file, FOLDER))))

const torture = (name: string): SipMessage => {
  const message = readMessage(new Uint8Array(readFileSync(new URL(`${name}.dat`, FOLDER))), 'datagram')
  if (message.kind === 'malformed') throw new Error(message.why)
  return message
}

test('the short tortuous INVITE is read as it is meant', () => {
  const message = torture('wsinv')
  expect(message.to.params.get('tag')).toBe('1918181833n')
  expect(message.from.display).toBe('J Rosenberg \\"')
  expect(message.cseq).toEqual({ number: 9, method: 'INVITE' })
  expect(message.via).toMatchObject({ protocol: 'UDP', host: '192.0.2.2' })
  expect(message.headers.filter(({ name }) => name === 'via')).toHaveLength(3)
  expect(first(message.headers, 'newfangledheader')).toBe('newfangled value continued newfangled value')
  expect(first(message.headers, 'unknownheaderwithunusualvalue')).toBe(';;,,;;,;')
  expect(first(message.headers, 'subject')).toBe('')
})

test('escapes are resolved once, and only where they are escapes', () => {
  expect(torture('esc02').from.display).toBe('%Z%45')
  const user = torture('semiuri')
  expect(user.kind === 'request' && user.target.kind === 'sip' && unescaped(user.target.user ?? '')).toBe('user;par=u@example.net')
  expect(unescaped('%2541%4')).toBe('%41%4')
})

test('a datagram ends with its body; noise after it is not read', () => {
  expect(torture('dblreq').body).toHaveLength(0)
  expect(torture('mpart01').body.includes(0)).toBe(true)
})

test('what is written is read again as the same message', () => {
  for (const bytes of corpus) {
    const message = readMessage(bytes, 'datagram')
    if (message.kind === 'malformed') continue
    const again = readMessage(writeMessage(message), 'stream')
    if (again.kind === 'malformed') throw new Error(again.why)
    expect(textOfBytes(writeMessage(again))).toBe(textOfBytes(writeMessage(message)))
  }
})

test('addresses in brackets, ports and parameters of a URI', () => {
  expect(readUri('sip:bob@[2001:db8::9:1]:5070;transport=tcp')).toMatchObject({ user: 'bob', host: '2001:db8::9:1', port: 5_070 })
  expect(readUri('SIPS:Alice:secret@Atlanta.example')).toMatchObject({ scheme: 'sips', user: 'Alice', host: 'atlanta.example' })
  for (const wrong of ['sip:', 'sip:@host', 'sip:a@b@c', 'sip:host:0', 'sip:host:99999', 'sip:[::1', 'sip:a b@host', '<sip:a@b>', ':x']) {
    expect([wrong, readUri(wrong)]).toEqual([wrong, undefined])
  }
})

test('a Via keeps its meaning when it is written again', () => {
  const via = readVia('SIP / 2.0 / UDP  [2001:db8::1]:5061 ; branch = z9hG4bKx ; rport')
  expect(via && writeVia(via)).toBe('SIP/2.0/UDP [2001:db8::1]:5061;branch=z9hG4bKx;rport')
})

test('quoting any text and taking it back gives the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const printable = text.replaceAll(/[\u0000-\u001f\u007f]/g, ' ') // oxlint-disable-line no-control-regex
      expect(unicodeOf(unquoted(quoted(byteTextOf(text))))).toBe(printable)
      expect(endOfQuoted(quoted(byteTextOf(text)), 0)).toBe(quoted(byteTextOf(text)).length)
    }),
  )
})

test('text is written as UTF-8 and read back, whatever characters it has', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(unicodeOf(byteTextOf(text))).toBe(text.toWellFormed())
      expect(Buffer.from(bytesOfText(byteTextOf(text))).toString('utf8')).toBe(text.toWellFormed())
    }),
  )
})

test('bytes that are no UTF-8 become replacement characters, never a throw', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(unicodeOf(textOfBytes(bytes)).isWellFormed()).toBe(true)
    }),
  )
})

test('lists are split at commas outside quotes and brackets only', () => {
  expect(splitOutside('"a,b" <sip:c,d@e>, <sip:f@g>;x="1,2"', ',')).toHaveLength(2)
  expect(splitOutside('"open', ',')).toBeUndefined()
  expect(listed([{ name: 'allow', value: 'INVITE, , ACK' }], 'allow')).toEqual(['INVITE', 'ACK'])
})

test('a head over 16 kB is owed 513, an ACK or response nothing', () => {
  const long = `Subject: ${'x'.repeat(20_000)}\r\n\r\n`
  const via = 'Via: SIP/2.0/UDP h;branch=z9hG4bKa\r\n'
  const read = (start: string) => readMessage(bytesOfText(`${start}\r\n${via}${long}`), 'datagram')
  expect(read('OPTIONS sip:a@b SIP/2.0')).toMatchObject({ kind: 'malformed', status: 513 })
  expect(read('ACK sip:a@b SIP/2.0')).toMatchObject({ kind: 'malformed', status: undefined })
  expect(read('SIP/2.0 200 OK')).toMatchObject({ kind: 'malformed', status: undefined })
})

const MUTATIONS = 1_000_000
test(`${MUTATIONS.toLocaleString('en')} mutations of the corpus: none throws, what is refused can be told so`, { timeout: 300_000 }, () => {
  const draw = drawing(20_260)
  const counted = { request: 0, response: 0, malformed: 0 }
  for (let round = 0; round < MUTATIONS; round += 1) {
    const message = readMessage(mutate(corpus[draw(corpus.length)] ?? new Uint8Array(0), draw), draw(2) === 0 ? 'datagram' : 'stream')
    counted[message.kind] += 1
    if (message.kind === 'malformed') refusalOf(message, 'tag')
    else if (round % 8 === 0) findSdp(message)
  }
  expect(counted.request + counted.response + counted.malformed).toBe(MUTATIONS)
  expect(Math.min(counted.request, counted.response, counted.malformed)).toBeGreaterThan(MUTATIONS / 100)
})
