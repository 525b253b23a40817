import type { CallEnd } from '../call.ts'
import { replyTo } from '../message/reply.ts'
import { requestWithin } from './dialog.ts'
import { LIVING, type Leg, type LegEffect, type LegStep, type LegTimer, nothing } from './leg.ts'

const TIMERS: readonly LegTimer[] = ['repeat-2xx', 'no-ack', 'session', 'refresh', 'cancelled']

const silenced: readonly LegEffect[] = TIMERS.map((timer) => ({ do: 'cancel', timer }) as const)

/** News of the end, for a call that was alive; the only place where it is told. */
const told = (leg: Leg, end: CallEnd): readonly LegEffect[] => (LIVING.has(leg.phase) ? [{ do: 'tell', news: { is: 'ended', end } }] : [])

/** Nothing more is to be said on the wire. */
export const over = (leg: Leg, end: CallEnd): LegStep =>
  leg.phase === 'over'
    ? nothing(leg)
    : { leg: { ...leg, phase: 'over', unacknowledged: undefined }, effects: [...silenced, ...told(leg, end), { do: 'forget' }] }

/** BYE (RFC 3261, 15.1.1). */
export const sayBye = (leg: Leg, end: CallEnd): LegStep => {
  const { dialog, draft } = requestWithin(leg.dialog, 'BYE')
  return {
    leg: { ...leg, dialog, phase: 'parting', unacknowledged: undefined },
    effects: [...silenced, { do: 'request', draft, purpose: 'bye' }, ...told(leg, end)],
  }
}

/** Refuses the INVITE with its final response. */
export const refuse = (leg: Leg, status: number, end: CallEnd): LegStep => {
  if (leg.invite === undefined) return over(leg, end)
  // RFC 3261, 21.5.4: a 503 says when to come back.
  const headers = status === 503 ? [{ name: 'retry-after', value: '10' }] : []
  const response = replyTo(leg.invite, status, { toTag: leg.dialog.local.tag, headers })
  const ended = over(leg, end)
  return { leg: ended.leg, effects: [{ do: 'respond', to: leg.invite, response }, ...ended.effects] }
}

/** Ends the call from our side, in whatever way its phase asks for. */
export const leave = (leg: Leg, end: CallEnd): LegStep => {
  switch (leg.phase) {
    case 'arriving':
    case 'ringing':
      return refuse(leg, end.by === 'us' ? 480 : 503, end)
    case 'answered':
      // RFC 3261, 15: the callee "MUST NOT send a BYE on a confirmed dialog until it has received an ACK for its 2xx response or
      // until the server transaction times out". The 2xx goes on being repeated meanwhile.
      return {
        leg: { ...leg, phase: 'leaving' },
        effects: [{ do: 'cancel', timer: 'session' }, { do: 'cancel', timer: 'refresh' }, ...told(leg, end)],
      }
    case 'confirmed':
      return sayBye(leg, end)
    case 'calling':
      // RFC 3261, 9.1: "If no provisional response has been received, the CANCEL request MUST NOT be sent" yet.
      return {
        leg: { ...leg, phase: 'cancelling' },
        effects: [...(leg.provisional ? [{ do: 'cancel-invite' } as const] : []), ...told(leg, end)],
      }
    case 'cancelling':
    case 'leaving':
    case 'parting':
    case 'over':
      return nothing(leg)
  }
}
