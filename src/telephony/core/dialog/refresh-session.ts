import { bytesOfText } from '../message/bytes.ts'
import type { SipResponse } from '../message/message.ts'
import { findSdp } from '../sdp/find-sdp.ts'
import { acceptAnswer, sameAgain } from '../sdp/negotiate.ts'
import { ackWithin, refreshTarget, requestWithin } from './dialog.ts'
import { leave } from './end-call.ts'
import { type Leg, type LegStep, nothing, andThen } from './leg.ts'
import { SDP_TYPE, capabilities, takeIntoUse } from './send-2xx.ts'
import { armSession, sessionOfResponse, underSession } from './session-timer.ts'

/** A refresh (RFC 4028, section 10): a re-INVITE that changes nothing. Put off while an offer of the peer's is being settled. */
export const refresh = (leg: Leg): LegStep => {
  if (leg.phase !== 'confirmed' || leg.session?.refresher !== 'us') return nothing(leg)
  if (leg.reinviting || leg.unacknowledged !== undefined) return { leg, effects: [{ do: 'start', timer: 'refresh', ms: 2_000 }] }
  const ours = sameAgain(leg.described)
  const { dialog, draft } = requestWithin(leg.dialog, 'INVITE', {
    headers: [...capabilities(leg.contact), { name: 'session-expires', value: `${leg.session.seconds};refresher=uac` }, SDP_TYPE],
    body: bytesOfText(ours.sdp),
  })
  return { leg: { ...leg, dialog, reinviting: true }, effects: [{ do: 'request', draft, purpose: 'reinvite' }] }
}

export const receiveReinviteResponse = (leg: Leg, response: SipResponse, chance: number): LegStep => {
  if (response.status < 200) return nothing(leg)
  if (response.status < 300) return accepted(leg, response)
  const settled: Leg = { ...leg, reinviting: false }
  if (leg.phase !== 'confirmed') return nothing(settled)
  if (response.status === 491) {
    // RFC 3261, 14.1: the owner of the Call-ID waits 2.1 to 4 seconds, the other 0 to 2, and tries again.
    const ms = leg.direction === 'outgoing' ? 2_100 + chance * 1_900 : chance * 2_000
    return { leg: settled, effects: [{ do: 'start', timer: 'refresh', ms }] }
  }
  // RFC 3261, 12.2.1.2: 481 and 408 mean that the dialog is gone.
  if (response.status === 481 || response.status === 408) return leave(settled, { by: 'network', why: 'timeout' })
  // Refused for now: the session stands as it was, and is asked for again at the next half interval.
  return { leg: settled, effects: armSession(settled.session) }
}

const accepted = (leg: Leg, response: SipResponse): LegStep => {
  const cseq = response.cseq.number
  // A repetition: its ACK was lost.
  if (!leg.reinviting && leg.lastAck?.cseq === cseq) return { leg, effects: [{ do: 'acknowledge', draft: leg.lastAck.draft }] }
  const dialog = refreshTarget(leg.dialog, response)
  const draft = ackWithin(dialog, cseq)
  const acknowledged: LegStep = {
    leg: { ...leg, dialog, reinviting: false, lastAck: { draft, cseq } },
    effects: [{ do: 'acknowledge', draft }],
  }
  if (leg.phase !== 'confirmed') return acknowledged
  const answer = findSdp(response)
  const agreement = answer.is === 'sdp' ? acceptAnswer(leg.described, answer.text) : undefined
  const used = agreement === undefined || 'status' in agreement ? acknowledged : andThen(acknowledged, (now) => takeIntoUse(now, agreement))
  return andThen(used, (now) => underSession(now, sessionOfResponse(response.headers) ?? now.session))
}
