import type { SipResponse } from '../message/message.ts'
import type { Carrier, Effect, Step, Timings } from './step.ts'

/**
 * The server transaction of everything but INVITE and ACK (RFC 3261, 17.2.2).
 *
 * A request came: *trying*, repetitions are swallowed. A provisional response makes it *proceeding*, a final one *completed*;
 * in both each repetition of the request is answered with the latest response, so that the work is never done twice. Over
 * UDP it stays completed for 64*T1 (timer J), over TCP not at all. Then it is *terminated*.
 */
export type NonInviteServer =
  | { readonly is: 'trying' }
  | { readonly is: 'proceeding' | 'completed'; readonly last: SipResponse }
  | { readonly is: 'terminated' }

export type NonInviteServerEvent =
  | { readonly is: 'request' }
  | { readonly is: 'respond'; readonly response: SipResponse }
  | { readonly is: 'timer'; readonly timer: 'J' }

type Now = Step<NonInviteServer, Effect<SipResponse, 'J', never>>

export const newNonInviteServer: NonInviteServer = { is: 'trying' }

export const stepNonInviteServer = (state: NonInviteServer, event: NonInviteServerEvent, carrier: Carrier, timings: Timings): Now => {
  if (state.is === 'terminated') return { state, effects: [] }
  if (event.is === 'request') {
    // "Once in the Trying state, any further request retransmissions are discarded."
    return { state, effects: state.is === 'trying' ? [] : [{ do: 'send', message: state.last }] }
  }
  if (event.is === 'timer')
    return state.is === 'completed' ? { state: { is: 'terminated' }, effects: [{ do: 'end' }] } : { state, effects: [] }
  // "Any other final responses passed by the TU ... while in the Completed state MUST be discarded."
  if (state.is === 'completed') return { state, effects: [] }
  const { response } = event
  const send = { do: 'send', message: response } as const
  if (response.status < 200) return { state: { is: 'proceeding', last: response }, effects: [send] }
  // "timer J to fire in 64*T1 seconds for unreliable transports, and zero seconds for reliable transports."
  return carrier === 'unreliable'
    ? { state: { is: 'completed', last: response }, effects: [send, { do: 'start', timer: 'J', ms: 64 * timings.t1 }] }
    : { state: { is: 'terminated' }, effects: [send, { do: 'end' }] }
}
