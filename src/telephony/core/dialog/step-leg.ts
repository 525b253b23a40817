import { leave, over, sayBye } from './end-call.ts'
import { type Leg, type LegContext, type LegEvent, type LegStep, LIVING, nothing, andThen } from './leg.ts'
import { receiveChallenge, receiveInviteResponse } from './place-call.ts'
import { receiveReinviteResponse, refresh } from './refresh-session.ts'
import { giveUpOnAck, receiveAck, repeat2xx } from './send-2xx.ts'
import { stepUnanswered } from './take-call.ts'
import { receiveWithin } from './within-call.ts'

/** One event of a call: what becomes of it, and what is to be done. Out of turn, every event is nothing. */
export const stepLeg = (leg: Leg, event: LegEvent, context: LegContext): LegStep => {
  switch (event.is) {
    case 'media-open':
    case 'ring':
    case 'answer':
    case 'reject':
    case 'cancel':
      return stepUnanswered(leg, event, context)
    case 'hang-up':
      return hangUp(leg, context)
    case 'media-lost':
      return leave(leg, { by: 'network', why: event.why })
    case 'ack':
      return receiveAck(leg, event.ack)
    case 'request':
      return receiveWithin(leg, event.request, event.chance, context)
    case 'response':
      return receiveResponse(leg, event, context)
    case 'unanswered':
      return goUnanswered(leg, event)
    case 'timer':
      return timeUp(leg, event.timer, context)
    case 'authorize':
      return receiveChallenge(leg, event.header)
  }
}

const hangUp = (leg: Leg, { timings }: LegContext): LegStep => {
  const left = leave(leg, { by: 'us', why: 'hung-up' })
  // RFC 3261, 9.1: a peer of RFC 2543 may never answer the cancelled INVITE: over after 64*T1.
  if (left.leg.phase !== 'cancelling' || leg.phase === 'cancelling' || !leg.provisional) return left
  return { leg: left.leg, effects: [...left.effects, { do: 'start', timer: 'cancelled', ms: 64 * timings.t1 }] }
}

const receiveResponse = (leg: Leg, event: LegEvent & { is: 'response' }, context: LegContext): LegStep => {
  switch (event.to) {
    case 'invite':
      return receiveInviteResponse(leg, event.response, context)
    case 'reinvite':
      return receiveReinviteResponse(leg, event.response, event.chance)
    case 'bye':
      return event.response.status < 200 ? nothing(leg) : over(leg, { by: 'us', why: 'hung-up' })
    case 'stray':
      return nothing(leg)
  }
}

const goUnanswered = (leg: Leg, { of, why }: LegEvent & { is: 'unanswered' }): LegStep => {
  switch (of) {
    case 'invite':
      // RFC 3261, 8.1.3.1: a time-out counts as 408, a transport error as 503.
      if (leg.phase !== 'calling') return leg.phase === 'cancelling' ? over(leg, { by: 'us', why: 'hung-up' }) : nothing(leg)
      return andThen({ leg, effects: [{ do: 'tell', news: { is: 'refused', status: why === 'timeout' ? 408 : 503 } }] }, (now) =>
        over(now, { by: 'network', why }),
      )
    case 'reinvite':
      return LIVING.has(leg.phase) ? leave({ ...leg, reinviting: false }, { by: 'network', why }) : nothing({ ...leg, reinviting: false })
    case 'bye':
      return over(leg, { by: 'us', why: 'hung-up' })
    case 'stray':
      return nothing(leg)
  }
}

const timeUp = (leg: Leg, timer: (LegEvent & { is: 'timer' })['timer'], context: LegContext): LegStep => {
  switch (timer) {
    case 'repeat-2xx':
      return repeat2xx(leg, context)
    case 'no-ack':
      return giveUpOnAck(leg)
    case 'session':
      return leg.phase === 'confirmed' || leg.phase === 'answered' ? sayBye(leg, { by: 'network', why: 'timeout' }) : nothing(leg)
    case 'refresh':
      return refresh(leg)
    case 'cancelled':
      return leg.phase === 'cancelling' ? over(leg, { by: 'us', why: 'hung-up' }) : nothing(leg)
  }
}
