import { bytesOfText } from '../message/bytes.ts'
import type { Header } from '../message/headers.ts'
import type { SipRequest } from '../message/message.ts'
import { ALLOWED } from '../message/methods.ts'
import { replyTo } from '../message/reply.ts'
import { acceptAnswer, type Agreement } from '../sdp/negotiate.ts'
import { findSdp } from '../sdp/find-sdp.ts'
import { leave, sayBye } from './end-call.ts'
import { type Leg, type LegContext, type LegEffect, type LegStep, nothing, andThen } from './leg.ts'

/** Fields every 2xx to INVITE and UPDATE carries (RFC 3261, 13.3.1.4: Allow and Supported SHOULD be there). */
export const capabilities = (contact: string): readonly Header[] => [
  { name: 'contact', value: contact },
  { name: 'allow', value: ALLOWED.join(', ') },
  { name: 'supported', value: 'timer' },
]

export const SDP_TYPE: Header = { name: 'content-type', value: 'application/sdp' }

/**
 * Sends the 2xx of an INVITE, and again until its ACK comes: "an interval that starts at T1 seconds and doubles for each
 * retransmission until it reaches T2", over reliable transports too (RFC 3261, 13.3.1.4).
 */
export const send2xx = (
  leg: Leg,
  request: SipRequest,
  sdp: string,
  offered: boolean,
  headers: readonly Header[],
  { timings }: LegContext,
): LegStep => {
  const recordRoutes = request.headers.filter((header) => header.name === 'record-route')
  const response = replyTo(request, 200, {
    toTag: leg.dialog.local.tag,
    // RFC 3261, 12.1.1: Record-Route is copied into the response.
    headers: [...recordRoutes, ...capabilities(leg.contact), ...headers, SDP_TYPE],
    body: bytesOfText(sdp),
  })
  return {
    leg: { ...leg, unacknowledged: { request, response, interval: timings.t1, offered } },
    effects: [
      { do: 'respond', to: request, response },
      { do: 'start', timer: 'repeat-2xx', ms: timings.t1 },
      { do: 'start', timer: 'no-ack', ms: 64 * timings.t1 },
    ],
  }
}

export const repeat2xx = (leg: Leg, { timings }: LegContext): LegStep => {
  const waiting = leg.unacknowledged
  if (waiting === undefined) return nothing(leg)
  const interval = Math.min(2 * waiting.interval, timings.t2)
  return {
    leg: { ...leg, unacknowledged: { ...waiting, interval } },
    effects: [
      { do: 'respond', to: waiting.request, response: waiting.response },
      { do: 'start', timer: 'repeat-2xx', ms: interval },
    ],
  }
}

/** "If the server retransmits the 2xx response for 64*T1 seconds without receiving an ACK, the dialog is confirmed, but the session SHOULD be terminated ... with a BYE". */
export const giveUpOnAck = (leg: Leg): LegStep =>
  leg.unacknowledged === undefined ? nothing(leg) : sayBye(leg, { by: 'network', why: 'no-ack' })

const STOP: readonly LegEffect[] = [
  { do: 'cancel', timer: 'repeat-2xx' },
  { do: 'cancel', timer: 'no-ack' },
]

/** The peer has our 2xx: its ACK came, or a request that nobody sends before. */
export const acknowledged = (leg: Leg): LegStep => {
  const stopped: LegStep = { leg: { ...leg, unacknowledged: undefined }, effects: STOP }
  if (leg.phase === 'leaving') return andThen(stopped, (now) => sayBye(now, { by: 'us', why: 'hung-up' }))
  if (leg.phase !== 'answered') return stopped
  return andThen(stopped, (now) => ({ leg: { ...now, phase: 'confirmed' }, effects: [{ do: 'tell', news: { is: 'confirmed' } }] }))
}

/** Takes what was agreed into use, and tells when the peer began or ended to hold us. */
export const takeIntoUse = (leg: Leg, agreement: Agreement): LegStep => {
  const held = !agreement.audio.send
  return {
    leg: { ...leg, held, described: { ...leg.described, lines: agreement.lines } },
    effects: [
      { do: 'configure', audio: agreement.audio },
      ...(held === leg.held ? [] : [{ do: 'tell', news: { is: 'hold', held } } as const]),
    ],
  }
}

export const receiveAck = (leg: Leg, ack: SipRequest): LegStep => {
  const waiting = leg.unacknowledged
  if (waiting === undefined || waiting.request.cseq.number !== ack.cseq.number) return nothing(leg)
  if (!waiting.offered) return acknowledged(leg)
  // RFC 3261, 13.2.1: with our offer in the 2xx the ACK MUST carry the answer. Without one there is no session.
  const answer = findSdp(ack)
  const agreement = answer.is === 'sdp' ? acceptAnswer(leg.described, answer.text) : undefined
  return andThen(acknowledged(leg), (now) => {
    if (now.phase !== 'confirmed') return nothing(now)
    return agreement === undefined || 'status' in agreement ? leave(now, { by: 'us', why: 'hung-up' }) : takeIntoUse(now, agreement)
  })
}
