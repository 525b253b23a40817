import { bytesOfText } from '../message/bytes.ts'
import type { Header } from '../message/headers.ts'
import { type SipResponse, tagOf } from '../message/message.ts'
import { findSdp } from '../sdp/find-sdp.ts'
import { newDescription } from '../sdp/describe.ts'
import { acceptAnswer, offerFrom } from '../sdp/negotiate.ts'
import type { SocketAddress } from '../negotiated-audio.ts'
import { type Dialog, ackWithin, dialogOfResponse, requestWithin } from './dialog.ts'
import { over, sayBye } from './end-call.ts'
import { type Leg, type LegContext, type LegStep, nothing, andThen } from './leg.ts'
import { SDP_TYPE, capabilities, takeIntoUse } from './send-2xx.ts'
import { sessionOfResponse, underSession } from './session-timer.ts'

export type Placing = {
  /** Call-ID, both ends and the target, before there is a remote tag. */
  readonly dialog: Dialog
  readonly contact: string
  readonly local: SocketAddress
  readonly sessionId: number
}

/** A call we place: INVITE with our offer (RFC 3261, 13.2.1). */
export const place = ({ dialog, contact, local, sessionId }: Placing): LegStep => {
  const ours = offerFrom(newDescription(local, sessionId))
  return invite(
    {
      phase: 'calling',
      direction: 'outgoing',
      dialog,
      contact,
      invite: undefined,
      described: ours.described,
      agreement: undefined,
      unacknowledged: undefined,
      reinviting: false,
      lastAck: undefined,
      provisional: false,
      held: false,
      session: undefined,
    },
    ours.sdp,
    [],
  )
}

const invite = (leg: Leg, sdp: string, extra: readonly Header[]): LegStep => {
  const headers = [...capabilities(leg.contact), ...extra, SDP_TYPE]
  const { dialog, draft } = requestWithin(leg.dialog, 'INVITE', { headers, body: bytesOfText(sdp) })
  return { leg: { ...leg, dialog }, effects: [{ do: 'request', draft, purpose: 'invite' }] }
}

/** A challenge we can answer (RFC 3261, 22.2): the same offer again, with credentials and the next CSeq; unless we hung up meanwhile. */
export const receiveChallenge = (leg: Leg, credentials: Header): LegStep => {
  if (leg.phase === 'cancelling') return over(leg, { by: 'us', why: 'hung-up' })
  return leg.phase === 'calling' ? invite({ ...leg, provisional: false }, offerFrom(leg.described).sdp, [credentials]) : nothing(leg)
}

export const receiveInviteResponse = (leg: Leg, response: SipResponse, { timings }: LegContext): LegStep => {
  if (response.status < 200) {
    const seen: Leg = { ...leg, provisional: true }
    if (leg.phase !== 'cancelling' || leg.provisional) return nothing(seen)
    // Hung up before anybody answered anything: now the CANCEL may go. If nothing comes of it within 64*T1, it is over (9.1).
    return { leg: seen, effects: [{ do: 'cancel-invite' }, { do: 'start', timer: 'cancelled', ms: 64 * timings.t1 }] }
  }
  if (response.status >= 300) return refused(leg, response.status)
  if (leg.phase === 'calling' || leg.phase === 'cancelling') return answered(leg, response)
  // Another 2xx: the same again (its ACK was lost), or another phone of a forked call (RFC 3261, 13.2.2.4).
  if (tagOf(response.to) === leg.dialog.remote.tag) {
    const again = leg.lastAck
    return again === undefined || again.cseq !== response.cseq.number
      ? nothing(leg)
      : { leg, effects: [{ do: 'acknowledge', draft: again.draft }] }
  }
  const other = dialogOfResponse(leg.dialog, response)
  return {
    leg,
    effects: [
      { do: 'acknowledge', draft: ackWithin(other, response.cseq.number) },
      { do: 'request', draft: requestWithin(other, 'BYE').draft, purpose: 'stray' },
    ],
  }
}

const refused = (leg: Leg, status: number): LegStep => {
  // Only the INVITE's own answers end it; a re-INVITE's come under their own name.
  if (leg.phase === 'cancelling') return over(leg, { by: 'us', why: 'hung-up' })
  if (leg.phase !== 'calling') return nothing(leg)
  return andThen({ leg, effects: [{ do: 'tell', news: { is: 'refused', status } }] }, (now) =>
    over(now, { by: 'caller', why: 'cancelled' }),
  )
}

const answered = (leg: Leg, response: SipResponse): LegStep => {
  const dialog = dialogOfResponse(leg.dialog, response)
  const draft = ackWithin(dialog, response.cseq.number)
  const acknowledged: LegStep = {
    leg: { ...leg, dialog, lastAck: { draft, cseq: response.cseq.number } },
    effects: [{ do: 'acknowledge', draft }],
  }
  // RFC 3261, 9.1: a CANCEL that came too late; the call stands, and is ended by BYE.
  if (leg.phase === 'cancelling') return andThen(acknowledged, (now) => sayBye(now, { by: 'us', why: 'hung-up' }))
  const answer = findSdp(response)
  const agreement = answer.is === 'sdp' ? acceptAnswer(leg.described, answer.text) : undefined
  if (agreement === undefined || 'status' in agreement) {
    return andThen({ ...acknowledged, effects: [...acknowledged.effects, { do: 'tell', news: { is: 'refused', status: 488 } }] }, (now) =>
      sayBye(now, { by: 'us', why: 'hung-up' }),
    )
  }
  const confirmed = andThen(acknowledged, (now) => ({
    leg: { ...now, phase: 'confirmed' },
    effects: [
      { do: 'tell', news: { is: 'answered' } },
      { do: 'tell', news: { is: 'confirmed' } },
    ],
  }))
  const used = andThen(confirmed, (now) => takeIntoUse(now, agreement))
  return andThen(used, (now) => underSession(now, sessionOfResponse(response.headers)))
}
