import { type MediaDescription, type SessionDescription, parse } from 'sdp-transform'
import type { G711 } from '../negotiated-audio.ts'

/** `a=sendrecv|sendonly|recvonly|inactive`, from the side of whoever wrote it (RFC 3264, section 5.1). */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

/** One `m=` line as its writer meant it. */
export type MediaLine = {
  readonly type: string
  readonly port: number
  readonly protocol: string
  /** The formats, as written. */
  readonly formats: string
  /** An IP address. Undefined where `c=0.0.0.0` (RFC 2543's hold), or no address, says that nothing shall be sent. */
  readonly address: string | undefined
  /** An audio codec of ours among the formats, by the writer's order of preference. */
  readonly codecs: readonly { readonly codec: G711; readonly payloadType: number }[]
  readonly telephoneEvent: number | undefined
  readonly direction: Direction
}

/** Far more than any telephone sends, and short enough that no reader of it can be made to work long. */
const MAX_SDP_CHARACTERS = 8_192
const MAX_LINE_CHARACTERS = 1_024

/** Names of hosts are not looked up for media: nobody sends them, and a look-up would let a caller steer us. */
const IP_ADDRESS = /^[0-9A-Fa-f:.]+$/

/** Session description (RFC 4566), as its media lines. Undefined when it is not one; never throws. */
export const readSdp = (text: string): readonly MediaLine[] | undefined => {
  if (text.length > MAX_SDP_CHARACTERS || !text.startsWith('v=0')) return undefined
  if (text.split('\n').some((line) => line.length > MAX_LINE_CHARACTERS)) return undefined
  let session: SessionDescription
  try {
    session = parse(text)
  } catch {
    return undefined
  }
  // RFC 4566, section 5: o= is mandatory, and each m= needs a c= of its own or the session's.
  if (session.origin === undefined) return undefined
  const lines: MediaLine[] = []
  for (const media of session.media) {
    const line = readMedia(media, session)
    if (line === undefined) return undefined
    lines.push(line)
  }
  return lines
}

const readMedia = (media: MediaDescription, session: SessionDescription): MediaLine | undefined => {
  // The library leaves a line it cannot read as an empty object, and makes a number of a single format.
  if (typeof media.type !== 'string' || !Number.isInteger(media.port) || media.port < 0 || media.port > 65_535) return undefined
  const formats = String(media.payloads ?? '')
  const connection = media.connection ?? session.connection
  if (connection === undefined && media.port !== 0) return undefined
  const address = connection === undefined ? undefined : String(connection.ip)
  const reachable = address === undefined || IP_ADDRESS.test(address)
  const payloadTypes = reachable ? formats.split(' ').map(Number) : []
  return {
    type: media.type,
    port: media.port,
    protocol: String(media.protocol),
    formats,
    address: address === undefined || address === '0.0.0.0' || address === '::' ? undefined : address,
    codecs: payloadTypes.flatMap((payloadType) => {
      const codec = codecOf(media, payloadType)
      return codec === undefined ? [] : [{ codec, payloadType }]
    }),
    telephoneEvent: payloadTypes.find((payloadType) => isMapped(media, payloadType, 'telephone-event')),
    direction: directionOf(media) ?? directionOf(session) ?? 'sendrecv',
  }
}

const directionOf = (at: { readonly direction?: string | undefined }): Direction | undefined =>
  at.direction === 'sendrecv' || at.direction === 'sendonly' || at.direction === 'recvonly' || at.direction === 'inactive'
    ? at.direction
    : undefined

const isMapped = (media: MediaDescription, payloadType: number, name: string): boolean =>
  Number.isInteger(payloadType) &&
  payloadType >= 0 &&
  payloadType <= 127 &&
  media.rtp.some(
    (map) =>
      map.payload === payloadType &&
      String(map.codec).toLowerCase() === name &&
      map.rate === 8_000 &&
      (map.encoding === undefined || Number(map.encoding) === 1),
  )

/** Payload types 0 and 8 mean PCMU and PCMA without a map (RFC 3551, table 4); with one, the map says. */
const codecOf = (media: MediaDescription, payloadType: number): G711 | undefined => {
  if (isMapped(media, payloadType, 'pcmu')) return 'PCMU'
  if (isMapped(media, payloadType, 'pcma')) return 'PCMA'
  if (media.rtp.some((map) => map.payload === payloadType)) return undefined
  return payloadType === 0 ? 'PCMU' : payloadType === 8 ? 'PCMA' : undefined
}
