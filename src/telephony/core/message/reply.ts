import { type Header, type Headers, first } from './headers.ts'
import { type Malformed, type SipRequest, type SipResponse, tagOf } from './message.ts'
import { readNameAddr } from './name-addr.ts'
import { writeParts } from './write-message.ts'

/** Reason phrases of the statuses we send (RFC 3261, section 21; RFC 4028; RFC 3261, 21.4.26 for 491). */
const REASONS: ReadonlyMap<number, string> = new Map([
  [100, 'Trying'],
  [180, 'Ringing'],
  [200, 'OK'],
  [400, 'Bad Request'],
  [405, 'Method Not Allowed'],
  [406, 'Not Acceptable'],
  [408, 'Request Timeout'],
  [413, 'Request Entity Too Large'],
  [415, 'Unsupported Media Type'],
  [416, 'Unsupported URI Scheme'],
  [420, 'Bad Extension'],
  [422, 'Session Interval Too Small'],
  [480, 'Temporarily Unavailable'],
  [481, 'Call/Transaction Does Not Exist'],
  [482, 'Loop Detected'],
  [486, 'Busy Here'],
  [487, 'Request Terminated'],
  [488, 'Not Acceptable Here'],
  [489, 'Bad Event'],
  [491, 'Request Pending'],
  [500, 'Server Internal Error'],
  [501, 'Not Implemented'],
  [503, 'Service Unavailable'],
  [505, 'Version Not Supported'],
  [513, 'Message Too Large'],
  [603, 'Decline'],
])

export const SOFTWARE = 'Firstline'

export const reasonOf = (status: number): string => REASONS.get(status) ?? 'Unknown'

/** Header fields a reply copies from its request, in this order (RFC 3261, section 8.2.6.2). */
const COPIED = ['via', 'from', 'to', 'call-id', 'cseq'] as const

const copied = (headers: Headers, toTag: string | undefined): Header[] => {
  const reply: Header[] = []
  for (const name of COPIED) {
    for (const header of headers) {
      if (header.name !== name) continue
      const tagged = name === 'to' && toTag !== undefined && readNameAddr(header.value)?.params.has('tag') !== true
      reply.push(tagged ? { name, value: `${header.value};tag=${toTag}` } : header)
      if (name !== 'via') break
    }
  }
  return reply
}

export type ReplyParts = {
  /** Our end of the dialog; given to every reply but 100 (8.2.6.2), unless To has one. */
  readonly toTag?: string | undefined
  readonly headers?: Headers
  readonly body?: Uint8Array
}

const NOTHING = new Uint8Array(0)

/** The reply to a request that was understood (RFC 3261, section 8.2.6). */
export const replyTo = (request: SipRequest, status: number, parts: ReplyParts = {}): SipResponse => {
  const toTag = status === 100 ? undefined : parts.toTag
  const tagged = toTag === undefined || tagOf(request.to) !== undefined ? request.to : withTag(request.to, toTag)
  return {
    kind: 'response',
    status,
    reason: reasonOf(status),
    headers: [...copied(request.headers, toTag), { name: 'server', value: SOFTWARE }, ...(parts.headers ?? [])],
    via: request.via,
    from: request.from,
    to: tagged,
    callId: request.callId,
    cseq: request.cseq,
    body: parts.body ?? NOTHING,
  }
}

const withTag = (address: SipRequest['to'], tag: string): SipRequest['to'] => ({
  ...address,
  params: new Map([...address.params, ['tag', tag]]),
})

/** The reply to what was not understood, made of those headers that could be read. Undefined when nothing is owed. */
export const refusalOf = (what: Malformed, toTag: string): Uint8Array | undefined => {
  // Without a Via nobody can be told (RFC 3261, section 18.2.2).
  if (what.status === undefined || first(what.headers, 'via') === undefined) return undefined
  return writeParts(`SIP/2.0 ${what.status} ${reasonOf(what.status)}`, [
    ...copied(what.headers, toTag),
    { name: 'server', value: SOFTWARE },
  ])
}
