import { bytesOfText } from '../message/bytes.ts'
import type { Header } from '../message/headers.ts'
import type { SipRequest } from '../message/message.ts'
import { ALLOWED, isKnownMethod } from '../message/methods.ts'
import { type ReplyParts, replyTo } from '../message/reply.ts'
import { findSdp } from '../sdp/find-sdp.ts'
import { agree, answerWith, offerFrom } from '../sdp/negotiate.ts'
import { refreshTarget } from './dialog.ts'
import { DTMF_TYPES, readDtmfInfo } from './dtmf-info.ts'
import { over } from './end-call.ts'
import { type Leg, type LegContext, type LegStep, andThen } from './leg.ts'
import { SDP_TYPE, acknowledged, capabilities, send2xx, takeIntoUse } from './send-2xx.ts'
import { MIN_SESSION_SECONDS, grantSession, isSessionTooShort, underSession } from './session-timer.ts'

const reply = (leg: Leg, request: SipRequest, status: number, parts: ReplyParts = {}): LegStep => ({
  leg,
  effects: [{ do: 'respond', to: request, response: replyTo(request, status, { toTag: leg.dialog.local.tag, ...parts }) }],
})

const header = (name: string, value: string): Header => ({ name, value })

/** A request within the dialog (RFC 3261, section 12.2.2). */
export const receiveWithin = (leg: Leg, request: SipRequest, chance: number, context: LegContext): LegStep => {
  const { remoteCseq } = leg.dialog
  // "If the remote sequence number was not empty, but the sequence number of the request is lower ... 500". Equal is old as well.
  if (remoteCseq !== undefined && request.cseq.number <= remoteCseq) return reply(leg, request, 500)
  const current: Leg = { ...leg, dialog: { ...leg.dialog, remoteCseq: request.cseq.number } }
  if (request.method === 'BYE') return receiveBye(current, request)
  if (current.phase === 'leaving' || current.phase === 'parting' || current.phase === 'over') return reply(current, request, 481)
  switch (request.method) {
    case 'INVITE':
      return receiveReinvite(current, request, chance, context)
    case 'UPDATE':
      return receiveUpdate(current, request, chance)
    case 'INFO':
      return receiveInfo(current, request)
    case 'OPTIONS':
      return reply(current, request, 200, { headers: [...capabilities(current.contact), header('accept', 'application/sdp')] })
    case 'REFER':
      // RFC 3515, 2.4.2: a transfer by the caller is declined.
      return reply(current, request, 603)
    case 'NOTIFY':
      // RFC 6665, 8.3.2: 489 for an event package nobody subscribed to or knows.
      return reply(current, request, 489)
    default:
      return reply(current, request, isKnownMethod(request.method) ? 405 : 501, { headers: [header('allow', ALLOWED.join(', '))] })
  }
}

const receiveBye = (leg: Leg, bye: SipRequest): LegStep => {
  const answered = reply(leg, bye, 200)
  // RFC 3261, 15: the caller may leave an early dialog by BYE; the INVITE is then answered as if cancelled (15.1.2: 487).
  const early = leg.phase === 'arriving' || leg.phase === 'ringing'
  const withdrawn = early && leg.invite !== undefined ? andThen(answered, (now) => reply(now, leg.invite ?? bye, 487)) : answered
  return andThen(withdrawn, (now) => over(now, { by: 'caller', why: early ? 'cancelled' : 'hung-up' }))
}

/** An offer of ours waits for its answer, in an ACK or in the response to a re-INVITE. */
const isOffering = (leg: Leg): boolean => leg.reinviting || leg.unacknowledged?.offered === true

/** RFC 3261, 14.2: before the first INVITE is answered, another is refused with 500 and a Retry-After of 0 to 10 seconds. */
const later = (leg: Leg, request: SipRequest, chance: number): LegStep =>
  reply(leg, request, 500, { headers: [header('retry-after', String(Math.floor(chance * 11)))] })

const tooShort = (leg: Leg, request: SipRequest): LegStep =>
  reply(leg, request, 422, { headers: [header('min-se', String(MIN_SESSION_SECONDS))] })

const receiveReinvite = (leg: Leg, request: SipRequest, chance: number, context: LegContext): LegStep => {
  if (leg.phase !== 'answered' && leg.phase !== 'confirmed') return later(leg, request, chance)
  // RFC 3261, 14.2: "MUST return a 491 (Request Pending)" while an INVITE of ours is in progress; RFC 3264, section 4: and no
  // second offer while one is open.
  if (isOffering(leg)) return reply(leg, request, 491)
  if (isSessionTooShort(request.headers)) return tooShort(leg, request)
  // Nobody asks again before it has our 200: its ACK was lost.
  return andThen(acknowledged(leg), (now) => {
    const offer = findSdp(request)
    if (offer.is === 'unreadable') return reply(now, request, 415, { headers: [header('accept', 'application/sdp')] })
    const agreement = offer.is === 'sdp' ? agree(offer.text) : undefined
    // RFC 3261, 14.2: "If the new session description is not acceptable ... 488"; the session goes on as it was.
    if (agreement !== undefined && 'status' in agreement) return reply(now, request, agreement.status)
    const granted = grantSession(request.headers)
    const ours = agreement === undefined ? offerFrom(now.described) : answerWith(now.described, agreement)
    const moved: Leg = { ...now, dialog: refreshTarget(now.dialog, request), described: ours.described }
    const sent = send2xx(moved, request, ours.sdp, agreement === undefined, granted?.headers ?? [], context)
    const used = agreement === undefined ? sent : andThen(sent, (next) => takeIntoUse(next, agreement))
    return andThen(used, (next) => underSession(next, granted?.session))
  })
}

/** UPDATE (RFC 3311): a target refresh, with or without an offer. */
const receiveUpdate = (leg: Leg, request: SipRequest, chance: number): LegStep => {
  const offer = findSdp(request)
  if (offer.is === 'unreadable') return reply(leg, request, 415, { headers: [header('accept', 'application/sdp')] })
  if (isSessionTooShort(request.headers)) return tooShort(leg, request)
  if (offer.is === 'sdp') {
    // RFC 3311, 5.2: 491 while an offer of ours is open, 500 with Retry-After while theirs is not answered yet.
    if (isOffering(leg)) return reply(leg, request, 491)
    if (leg.phase !== 'answered' && leg.phase !== 'confirmed') return later(leg, request, chance)
  }
  const agreement = offer.is === 'sdp' ? agree(offer.text) : undefined
  if (agreement !== undefined && 'status' in agreement) return reply(leg, request, agreement.status)
  const granted = grantSession(request.headers)
  const moved: Leg = { ...leg, dialog: refreshTarget(leg.dialog, request) }
  const fields = [...capabilities(leg.contact), ...(granted?.headers ?? [])]
  const timed = (step: LegStep): LegStep =>
    granted === undefined && leg.session === undefined ? step : andThen(step, (now) => underSession(now, granted?.session))
  if (agreement === undefined) return timed(reply(moved, request, 200, { headers: fields }))
  const ours = answerWith(moved.described, agreement)
  const sent = reply({ ...moved, described: ours.described }, request, 200, { headers: [...fields, SDP_TYPE], body: bytesOfText(ours.sdp) })
  return timed(andThen(sent, (now) => takeIntoUse(now, agreement)))
}

const receiveInfo = (leg: Leg, info: SipRequest): LegStep => {
  const digit = readDtmfInfo(info)
  if (digit !== undefined)
    return andThen(reply(leg, info, 200), (now) => ({ leg: now, effects: [{ do: 'tell', news: { is: 'digit', digit } }] }))
  // RFC 2976, 2.2: an INFO without body is answered 200; a body not understood 415.
  if (info.body.length === 0) return reply(leg, info, 200)
  return reply(leg, info, 415, { headers: [header('accept', DTMF_TYPES.join(', '))] })
}
