import type { SocketAddress } from '../negotiated-audio.ts'
import type { Headers } from './headers.ts'
import type { SipRequest } from './message.ts'
import { type Via, readVia, writeVia } from './via.ts'

/** Port of SIP over UDP and TCP when none is written (RFC 3261, section 19.1.2). */
export const DEFAULT_PORT = 5_060

/**
 * Where the reply goes over UDP: with `rport` back to the very port it came from (RFC 3581, section 4); without, to the
 * address it came from and the port in sent-by (RFC 3261, section 18.2.2). `maddr` is ignored: it would let a stranger aim
 * our replies.
 */
export const replyRoute = (via: Via | undefined, source: SocketAddress): SocketAddress =>
  via === undefined || via.params.has('rport') ? source : { address: source.address, port: via.port ?? DEFAULT_PORT }

/** Writes into the topmost Via where the message really came from (RFC 3261, 18.2.1; RFC 3581, section 4). */
const stampVia = (via: Via, source: SocketAddress): Via => {
  const params = new Map(via.params)
  const rport = params.has('rport')
  if (rport) params.set('rport', String(source.port))
  // "received" whenever sent-by is not the source, and always beside rport.
  if (rport || via.host !== source.address) params.set('received', source.address)
  return { ...via, params }
}

const withTopVia = (headers: Headers, via: Via): Headers => {
  const top = headers.findIndex((header) => header.name === 'via')
  return headers.map((header, index) => (index === top ? { name: 'via', value: writeVia(via) } : header))
}

/** The request as if its sender had known its own address. */
export const stampSource = (request: SipRequest, source: SocketAddress): SipRequest => {
  const via = stampVia(request.via, source)
  return { ...request, via, headers: withTopVia(request.headers, via) }
}

/** The same for what could not be read as a whole: its headers stamped, when there is a sound Via. */
export const stampHeaders = (headers: Headers, source: SocketAddress): { readonly headers: Headers; readonly via: Via | undefined } => {
  const top = headers.find((header) => header.name === 'via')
  const via = top === undefined ? undefined : readVia(top.value)
  if (via === undefined) return { headers, via: undefined }
  const stamped = stampVia(via, source)
  return { headers: withTopVia(headers, stamped), via: stamped }
}
