import type { NegotiatedAudio } from '../negotiated-audio.ts'
import { type Described, type OurLine, redescribe } from './describe.ts'
import { type Direction, type MediaLine, readSdp } from './read-offer.ts'

/** An offer we can answer: which of its lines carries the audio, and what was settled. */
export type Agreement = { readonly lines: readonly OurLine[]; readonly audio: NegotiatedAudio }

/** Why there is none: 400 for what is no session description, 488 for one we cannot serve (RFC 3261, 21.4.26; RFC 3264, section 6). */
export type NoAgreement = { readonly status: 400 | 488 }

const MIRROR: Readonly<Record<Direction, Direction>> = {
  // RFC 3264, section 6.1.
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
}

/**
 * Finds the offerer's first acceptable codec in its first acceptable audio line (RFC 3264, section 6). Every other line is
 * refused and keeps its place.
 */
export const agree = (offer: string): Agreement | NoAgreement => {
  const theirs = readSdp(offer)
  if (theirs === undefined) return { status: 400 }
  const chosen = theirs.findIndex(
    (line) => line.type === 'audio' && line.protocol === 'RTP/AVP' && line.port !== 0 && line.codecs.length > 0,
  )
  const line = theirs[chosen]
  const codec = line?.codecs[0]
  if (line === undefined || codec === undefined) return { status: 488 }
  const direction = MIRROR[theirDirection(line)]
  const lines = theirs.map((their, index): OurLine =>
    index === chosen
      ? { is: 'audio', codecs: [codec], telephoneEvent: line.telephoneEvent, direction }
      : { is: 'refused', type: their.type, protocol: their.protocol, formats: their.formats },
  )
  return { lines, audio: audioOf(line, codec, direction) }
}

/** RFC 3264, section 8.4: `c=0.0.0.0` asks, as RFC 2543 did, that nothing be sent; the peer may still send. */
const theirDirection = (line: MediaLine): Direction => {
  if (line.address !== undefined) return line.direction
  return line.direction === 'sendrecv' || line.direction === 'sendonly' ? 'sendonly' : 'inactive'
}

const audioOf = (line: MediaLine, codec: { codec: NegotiatedAudio['codec']; payloadType: number }, ours: Direction): NegotiatedAudio => ({
  remote: line.address === undefined ? undefined : { address: line.address, port: line.port },
  codec: codec.codec,
  payloadType: codec.payloadType,
  telephoneEventPayloadType: line.telephoneEvent,
  send: line.address !== undefined && (ours === 'sendrecv' || ours === 'sendonly'),
  receive: ours === 'sendrecv' || ours === 'recvonly',
})

/** PCMA first, as European networks carry it; telephone-event under the customary 101. */
const OFFERED: OurLine = {
  is: 'audio',
  codecs: [
    { codec: 'PCMA', payloadType: 8 },
    { codec: 'PCMU', payloadType: 0 },
  ],
  telephoneEvent: 101,
  direction: 'sendrecv',
}

/** Our answer to an offer we agreed to. */
export const answerWith = (before: Described, agreement: Agreement): { readonly described: Described; readonly sdp: string } =>
  redescribe(before, agreement.lines)

/** Our offer: everything we can, on the line that carries audio; lines once refused stay refused (RFC 3264, section 8). */
export const offerFrom = (before: Described): { readonly described: Described; readonly sdp: string } => {
  const kept = before.lines.map((line): OurLine => (line.is === 'audio' ? OFFERED : line))
  return redescribe(before, kept.some((line) => line.is === 'audio') ? kept : [...kept, OFFERED])
}

/** The description as it stands, for a session refresh (RFC 4028, section 7.4): same version, nothing changes. */
export const sameAgain = (before: Described): { readonly described: Described; readonly sdp: string } => redescribe(before, before.lines)

/** What the answer to our last offer settled, or why it settles nothing (RFC 3264, section 7). */
export const acceptAnswer = (offered: Described, answer: string): Agreement | NoAgreement => {
  const theirs = readSdp(answer)
  if (theirs === undefined) return { status: 400 }
  const at = offered.lines.findIndex((line) => line.is === 'audio')
  const ours = offered.lines[at]
  const line = theirs[at]
  // RFC 3264, section 6: "the answer MUST contain exactly the same number of "m=" lines as the offer".
  if (theirs.length !== offered.lines.length || ours?.is !== 'audio' || line === undefined) return { status: 488 }
  const codec = line.codecs[0]
  if (line.type !== 'audio' || line.port === 0 || codec === undefined) return { status: 488 }
  const direction = meeting(ours.direction, MIRROR[theirDirection(line)])
  const settled: OurLine = { is: 'audio', codecs: [codec], telephoneEvent: line.telephoneEvent, direction }
  return { lines: offered.lines.map((each, index) => (index === at ? settled : each)), audio: audioOf(line, codec, direction) }
}

/** Both must be willing, for each way. */
const meeting = (one: Direction, other: Direction): Direction => {
  const sends = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'sendonly'
  const receives = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'recvonly'
  const send = sends(one) && sends(other)
  const receive = receives(one) && receives(other)
  return send ? (receive ? 'sendrecv' : 'sendonly') : receive ? 'recvonly' : 'inactive'
}
