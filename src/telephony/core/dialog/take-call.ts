import { type SipRequest } from '../message/message.ts'
import { replyTo } from '../message/reply.ts'
import { newDescription } from '../sdp/describe.ts'
import { type Agreement, answerWith, offerFrom } from '../sdp/negotiate.ts'
import { dialogOfInvite } from './dialog.ts'
import { refuse } from './end-call.ts'
import { type Leg, type LegContext, type LegEvent, type LegStep, nothing, andThen } from './leg.ts'
import { send2xx, takeIntoUse } from './send-2xx.ts'
import { grantSession, underSession } from './session-timer.ts'

export type Arrival = {
  readonly invite: SipRequest
  /** From the vetting of the INVITE: undefined when it carried no offer. */
  readonly agreement: Agreement | undefined
  readonly localTag: string
  /** `o=` session id, chance. */
  readonly sessionId: number
}

/** A call that came in: 100 is sent at once, so that the peer stops repeating its INVITE. */
export const arrive = ({ invite, agreement, localTag, sessionId }: Arrival): LegStep => ({
  leg: {
    phase: 'arriving',
    direction: 'incoming',
    dialog: dialogOfInvite(invite, localTag),
    contact: '',
    invite,
    described: newDescription({ address: '0.0.0.0', port: 0 }, sessionId),
    agreement,
    unacknowledged: undefined,
    reinviting: false,
    lastAck: undefined,
    provisional: false,
    held: false,
    session: undefined,
  },
  effects: [{ do: 'respond', to: invite, response: replyTo(invite, 100) }],
})

/** What the callee does before the call is answered. Out of turn, each of these is nothing. */
export const stepUnanswered = (
  leg: Leg,
  event: LegEvent & { is: 'media-open' | 'ring' | 'answer' | 'reject' | 'cancel' },
  context: LegContext,
): LegStep => {
  const { invite } = leg
  if (invite === undefined || (leg.phase !== 'arriving' && leg.phase !== 'ringing')) return nothing(leg)
  switch (event.is) {
    case 'media-open':
      if (leg.phase !== 'arriving') return nothing(leg)
      return {
        leg: { ...leg, phase: 'ringing', contact: event.contact, described: { ...leg.described, local: event.local } },
        effects: [{ do: 'tell', news: { is: 'arrived' } }],
      }
    case 'ring': {
      const headers = [...invite.headers.filter((header) => header.name === 'record-route'), { name: 'contact', value: leg.contact }]
      const response = replyTo(invite, 180, { toTag: leg.dialog.local.tag, headers })
      return { leg, effects: [{ do: 'respond', to: invite, response }] }
    }
    case 'answer':
      return leg.phase === 'ringing' ? answer(leg, invite, context) : nothing(leg)
    case 'reject':
      return refuse(leg, event.status, { by: 'us', why: 'rejected' })
    case 'cancel':
      // RFC 3261, 9.2: the UAS "SHOULD immediately respond to the INVITE with a 487 (Request Terminated)".
      return refuse(leg, 487, { by: 'caller', why: 'cancelled' })
  }
}

const answer = (leg: Leg, invite: SipRequest, context: LegContext): LegStep => {
  const ours = leg.agreement === undefined ? offerFrom(leg.described) : answerWith(leg.described, leg.agreement)
  const granted = grantSession(invite.headers)
  const answered: Leg = { ...leg, phase: 'answered', described: ours.described }
  const sent = send2xx(answered, invite, ours.sdp, leg.agreement === undefined, granted?.headers ?? [], context)
  const timed = granted === undefined ? sent : andThen(sent, (now) => underSession(now, granted.session))
  const { agreement } = leg
  return agreement === undefined ? timed : andThen(timed, (now) => takeIntoUse(now, agreement))
}
