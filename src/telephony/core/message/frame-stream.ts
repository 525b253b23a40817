import { textOfBytes } from './bytes.ts'
import { MAX_BODY_BYTES, MAX_HEAD_BYTES, endOfHead } from './read-message.ts'
import { readNumber, strip } from './scan.ts'

/** What was received of a stream and is not yet a whole message. */
export type Framing = {
  readonly pending: Uint8Array
  /** Where the search for the end of the head goes on. */
  readonly scanned: number
}

export type Frame =
  | { readonly kind: 'message'; readonly bytes: Uint8Array }
  /** A keep-alive (RFC 5626, section 4.4.1: CRLF CRLF), to be answered with one CRLF. */
  | { readonly kind: 'ping' }
  /** Nothing after this can be made out: `bytes` may still be answered, then the connection is to be closed. */
  | { readonly kind: 'broken'; readonly bytes: Uint8Array }

export const emptyFraming: Framing = { pending: new Uint8Array(0), scanned: 0 }

/** Cuts a stream into messages by Content-Length (RFC 3261, section 18.3). */
export const frameStream = (framing: Framing, chunk: Uint8Array): { readonly framing: Framing; readonly frames: readonly Frame[] } => {
  const frames: Frame[] = []
  let pending = joined(framing.pending, chunk)
  let scanned = framing.scanned
  for (;;) {
    const crlfs = leadingCrlfs(pending)
    for (let pair = 1; pair < crlfs; pair += 2) frames.push({ kind: 'ping' })
    // An odd CRLF is kept while nothing follows it: it may be the first half of a ping.
    const dropped = crlfs * 2 === pending.length && crlfs % 2 === 1 ? (crlfs - 1) * 2 : crlfs * 2
    if (dropped > 0) scanned = 0
    pending = pending.subarray(dropped)
    const end = endOfHead(pending, scanned)
    if (end < 0 || pending.length <= 2) {
      if (pending.length > MAX_HEAD_BYTES) frames.push({ kind: 'broken', bytes: pending })
      return { framing: { pending, scanned: Math.max(0, pending.length - 3) }, frames }
    }
    const length = contentLength(textOfBytes(pending, 0, Math.min(end, MAX_HEAD_BYTES)))
    if (end > MAX_HEAD_BYTES || length === undefined) {
      // RFC 4475, 3.1.2.3 and 3.3.9: "over TCP, the framing error is not recoverable, and the connection should be closed."
      return { framing: emptyFraming, frames: [...frames, { kind: 'broken', bytes: pending.subarray(0, end + 4) }] }
    }
    const size = end + 4 + length
    if (pending.length < size) return { framing: { pending, scanned: end }, frames }
    frames.push({ kind: 'message', bytes: pending.subarray(0, size) })
    pending = pending.subarray(size)
    scanned = 0
  }
}

const joined = (before: Uint8Array, chunk: Uint8Array): Uint8Array => {
  if (before.length === 0) return chunk
  const all = new Uint8Array(before.length + chunk.length)
  all.set(before)
  all.set(chunk, before.length)
  return all
}

const leadingCrlfs = (bytes: Uint8Array): number => {
  let count = 0
  while (bytes[count * 2] === 0x0d && bytes[count * 2 + 1] === 0x0a) count += 1
  return count
}

/** The one Content-Length of a head; undefined when it is missing, given twice, or no length. */
const contentLength = (head: string): number | undefined => {
  let found: string | undefined
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':')
    const name = strip(line.slice(0, Math.max(0, colon))).toLowerCase()
    if (name !== 'content-length' && name !== 'l') continue
    if (found !== undefined) return undefined
    found = strip(line.slice(colon + 1))
  }
  return found === undefined ? undefined : readNumber(found, MAX_BODY_BYTES)
}
