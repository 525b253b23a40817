import { textOfBytes } from './bytes.ts'
import { type Header, type Headers, all, first, longName } from './headers.ts'
import type { Malformed, SipMessage } from './message.ts'
import { isKnownMethod } from './methods.ts'
import { readNameAddr } from './name-addr.ts'
import { isToken, readNumber, splitOutside, strip } from './scan.ts'
import { readUri } from './uri.ts'
import { readVia } from './via.ts'

/** No head of ours comes near; RFC 4475's longest is 3.5 kB. More is refused with 513 (RFC 3261, section 21.5.7). */
export const MAX_HEAD_BYTES = 16_384
export const MAX_BODY_BYTES = 65_536
/** RFC 3261, 8.1.1.5: "The sequence number value MUST be expressible as a 32-bit unsigned integer and MUST be less than 2**31." */
const MAX_CSEQ = 2 ** 31 - 1

/** Kept as one value a field, so that each can be read, copied and counted alone. */
const SPLIT_AT_COMMAS: ReadonlySet<string> = new Set(['via', 'route', 'record-route', 'contact'])
const ONCE = ['from', 'to', 'call-id', 'cseq', 'max-forwards', 'content-length', 'content-type'] as const

/**
 * Reads one message. In a datagram everything after the body is noise, and the body may go without Content-Length
 * (RFC 3261, section 18.3); on a stream it may not. Never throws; leading CRLFs are skipped (section 7.5).
 */
export const readMessage = (bytes: Uint8Array, carrier: 'datagram' | 'stream'): SipMessage | Malformed => {
  let start = 0
  while (bytes[start] === 0x0d || bytes[start] === 0x0a) start += 1
  const end = endOfHead(bytes, start)
  const headEnd = end < 0 ? bytes.length : end
  if (headEnd - start > MAX_HEAD_BYTES) {
    // The first lines are read all the same: whoever sent it can be told.
    const beginning = readLines(textOfBytes(bytes, start, start + MAX_HEAD_BYTES))
    return malformed('the head is longer than 16 kB', beginning.headers, owes(beginning.startLine) ? 513 : undefined)
  }
  const { startLine, headers, broken } = readLines(textOfBytes(bytes, start, headEnd))
  const owed = owes(startLine) ? 400 : undefined
  if (broken !== undefined) return malformed(broken, headers, owed)
  const rest = bytes.subarray(end < 0 ? bytes.length : end + 4)
  return startLine.startsWith('SIP/') ? readResponse(startLine, headers, rest, carrier) : readRequest(startLine, headers, rest, carrier)
}

const malformed = (why: string, headers: Headers, status: Malformed['status']): Malformed => ({ kind: 'malformed', why, status, headers })

/** A response is owed nothing, nor is an ACK (RFC 3261, section 17.1.1.3: "an ACK ... MUST NOT" be answered). */
const owes = (startLine: string): boolean => !startLine.startsWith('SIP/') && !startLine.startsWith('ACK ')

/** Index of the empty line, or -1. */
export const endOfHead = (bytes: Uint8Array, from: number): number => {
  for (let index = bytes.indexOf(0x0d, from); index >= 0; index = bytes.indexOf(0x0d, index + 1)) {
    if (bytes[index + 1] === 0x0a && bytes[index + 2] === 0x0d && bytes[index + 3] === 0x0a) return index
  }
  return -1
}

type Lines = { readonly startLine: string; readonly headers: Headers; readonly broken: string | undefined }

const readLines = (head: string): Lines => {
  const lines = head.split('\r\n')
  const startLine = lines[0] ?? ''
  const fields: { name: string; pieces: string[] }[] = []
  let broken: string | undefined
  for (let index = 1; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (line === '') continue
    if (line.startsWith(' ') || line.startsWith('\t')) {
      // Folding (RFC 3261, 7.3.1): the line break and the LWS around it stand for a single SP.
      const last = fields.at(-1)
      if (last === undefined) broken ??= 'the first header line is a continuation'
      else last.pieces.push(strip(line))
      continue
    }
    const colon = line.indexOf(':')
    const name = strip(colon < 0 ? '' : line.slice(0, colon))
    if (!isToken(name)) broken ??= `"${line.slice(0, 40)}" is no header field`
    else fields.push({ name: longName(name), pieces: [strip(line.slice(colon + 1))] })
  }
  const headers: Header[] = []
  for (const field of fields) {
    const value = strip(field.pieces.join(' '))
    const members = SPLIT_AT_COMMAS.has(field.name) ? splitOutside(value, ',') : [value]
    if (members === undefined) broken ??= `a quote or bracket in ${field.name} is never closed`
    for (const member of members ?? [value]) headers.push({ name: field.name, value: strip(member) })
  }
  return { startLine, headers, broken }
}

type Views = Pick<SipMessage, 'headers' | 'via' | 'from' | 'to' | 'callId' | 'cseq' | 'body'>

/** What every message must have (RFC 3261, section 8.1.1), or the sentence that says what is wrong. */
const readViews = (headers: Headers, rest: Uint8Array, carrier: 'datagram' | 'stream'): Views | string => {
  for (const name of ONCE) if (all(headers, name).length > 1) return `${name} stands more than once`
  const vias = all(headers, 'via')
  const via = readVia(vias[0] ?? '')
  if (via === undefined || vias.includes('')) return 'Via is missing or malformed'
  const from = readNameAddr(first(headers, 'from') ?? '')
  if (from === undefined) return 'From is missing or malformed'
  const to = readNameAddr(first(headers, 'to') ?? '')
  if (to === undefined) return 'To is missing or malformed'
  const callId = first(headers, 'call-id') ?? ''
  if (callId === '' || callId.includes(' ')) return 'Call-ID is missing or malformed'
  const cseq = readCseq(first(headers, 'cseq') ?? '')
  if (cseq === undefined) return 'CSeq is missing, malformed or 2**31 and more'
  for (const contact of all(headers, 'contact')) {
    if (contact !== '*' && readNameAddr(contact) === undefined) return 'Contact is malformed'
  }
  const length = first(headers, 'content-length')
  if (length === undefined && carrier === 'stream') return 'Content-Length is missing on a stream'
  const size = length === undefined ? rest.length : readNumber(length, MAX_BODY_BYTES)
  if (size === undefined || size > rest.length) return 'Content-Length is malformed, or larger than what came'
  return { headers, via, from, to, callId, cseq, body: rest.slice(0, size) }
}

const readCseq = (value: string): { readonly number: number; readonly method: string } | undefined => {
  const words = value.split(/[ \t]+/)
  const number = readNumber(words[0] ?? '', MAX_CSEQ)
  const method = words[1] ?? ''
  return number === undefined || words.length !== 2 || !isToken(method) ? undefined : { number, method }
}

const readRequest = (line: string, headers: Headers, rest: Uint8Array, carrier: 'datagram' | 'stream'): SipMessage | Malformed => {
  const owed = owes(line) ? 400 : undefined
  // Request-Line = Method SP Request-URI SP SIP-Version CRLF (RFC 3261, section 25.1): one SP each, none elsewhere.
  const [method = '', uri = '', version = '', ...more] = line.split(' ')
  if (!isToken(method) || more.length > 0 || !version.startsWith('SIP/')) return malformed('the request line is malformed', headers, owed)
  // RFC 3261, 21.5.6: 505 Version Not Supported.
  if (version.toUpperCase() !== 'SIP/2.0') return malformed(`${version.slice(0, 20)} is not SIP/2.0`, headers, owed && 505)
  const views = readViews(headers, rest, carrier)
  if (typeof views === 'string') return malformed(views, headers, owed)
  // RFC 4475, 3.1.2.17 and 3.1.2.18: 400, but 501 for a method nobody knows.
  if (views.cseq.method !== method) return malformed('the method is not that of CSeq', headers, owed && (isKnownMethod(method) ? 400 : 501))
  const target = readUri(uri)
  if (target === undefined) return malformed('the Request-URI is malformed', headers, owed)
  // RFC 3261, 19.1.1: headers are not allowed in a Request-URI.
  if (target.kind === 'sip' && target.headers !== undefined) return malformed('the Request-URI carries headers', headers, owed)
  // RFC 3261, 8.2.2.1: 416 for a scheme we do not understand. `tel` (RFC 3966) is what some trunks dial.
  if (target.kind === 'other' && target.scheme !== 'tel')
    return malformed(`we do not understand ${target.scheme} URIs`, headers, owed && 416)
  return { kind: 'request', method, uri, target, ...views }
}

const readResponse = (line: string, headers: Headers, rest: Uint8Array, carrier: 'datagram' | 'stream'): SipMessage | Malformed => {
  const status = readNumber(line.slice(8, 11), 699)
  if (!line.toUpperCase().startsWith('SIP/2.0 ') || status === undefined || status < 100 || (line.length > 11 && line[11] !== ' ')) {
    return malformed('the status line is malformed', headers, undefined)
  }
  const views = readViews(headers, rest, carrier)
  if (typeof views === 'string') return malformed(views, headers, undefined)
  return { kind: 'response', status, reason: line.slice(12), ...views }
}
