import { write } from 'sdp-transform'
import type { G711, SocketAddress } from '../negotiated-audio.ts'
import type { Direction } from './read-offer.ts'

/** One of our `m=` lines. A refused one keeps its place with port 0 (RFC 3264, section 6). */
export type OurLine =
  | {
      readonly is: 'audio'
      readonly codecs: readonly { readonly codec: G711; readonly payloadType: number }[]
      readonly telephoneEvent: number | undefined
      readonly direction: Direction
    }
  | { readonly is: 'refused'; readonly type: string; readonly protocol: string; readonly formats: string }

/** What we told the peer last: the next description must have as many lines, and a version higher by one if it differs (RFC 3264, section 8). */
export type Described = {
  /** Where our RTP is received: the address the peer shall use, which behind NAT is not the socket's. */
  readonly local: SocketAddress
  /** `o=` session id: digits. */
  readonly sessionId: number
  readonly version: number
  readonly lines: readonly OurLine[]
}

export const newDescription = (local: SocketAddress, sessionId: number): Described => ({ local, sessionId, version: 0, lines: [] })

/** The next description of ours. The version rises by one when, and only when, something changed. */
export const redescribe = (before: Described, lines: readonly OurLine[]): { readonly described: Described; readonly sdp: string } => {
  const first = before.version === 0
  const changed = first || body(before, before.lines) !== body(before, lines)
  const described = { ...before, lines, version: changed ? before.version + 1 : before.version }
  return { described, sdp: body(described, lines) }
}

const body = ({ local, sessionId, version }: Described, lines: readonly OurLine[]): string => {
  const ipVer = local.address.includes(':') ? 6 : 4
  return write({
    version: 0,
    origin: { username: '-', sessionId, sessionVersion: version, netType: 'IN', ipVer, address: local.address },
    name: '-',
    connection: { version: ipVer, ip: local.address },
    timing: { start: 0, stop: 0 },
    media: lines.map((line) => {
      if (line.is === 'refused') {
        return { type: line.type, port: 0, protocol: line.protocol, payloads: line.formats, rtp: [], fmtp: [] }
      }
      const event = line.telephoneEvent
      const codecs = line.codecs.map(({ codec, payloadType }) => ({ payload: payloadType, codec, rate: 8_000 }))
      return {
        type: 'audio',
        port: local.port,
        protocol: 'RTP/AVP',
        payloads: [...codecs.map(({ payload }) => payload), ...(event === undefined ? [] : [event])].join(' '),
        rtp: event === undefined ? codecs : [...codecs, { payload: event, codec: 'telephone-event', rate: 8_000 }],
        // RFC 4733, 2.4.1: events 0-15 are the keys of a telephone.
        fmtp: event === undefined ? [] : [{ payload: event, config: '0-15' }],
        ptime: 20,
        direction: line.direction,
      }
    }),
  })
}
