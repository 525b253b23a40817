import type { SipRequest } from '../message/message.ts'
import type { ClientNews, InviteClientEvent } from './invite-client.ts'
import type { Carrier, Effect, Step, Timings } from './step.ts'

/**
 * The client transaction of everything but INVITE and ACK (RFC 3261, 17.1.2).
 *
 * Our request is *trying*: over UDP repeated at T1, 2*T1 ... up to every T2 (timer E), given up after 64*T1 (F). A provisional
 * response makes it *proceeding*, repeated every T2. A final response makes it *completed*; over UDP repeated responses are
 * swallowed for T4 (K). Then it is *terminated*.
 */
export type NonInviteClient =
  | { readonly is: 'trying' | 'proceeding'; readonly request: SipRequest; readonly interval: number }
  | { readonly is: 'completed' }
  | { readonly is: 'terminated' }

export type NonInviteClientEvent = Exclude<InviteClientEvent, { is: 'timer' }> | { readonly is: 'timer'; readonly timer: 'E' | 'F' | 'K' }

type Now = Step<NonInviteClient, Effect<SipRequest, 'E' | 'F' | 'K', ClientNews>>

export const beginNonInviteClient = (request: SipRequest, carrier: Carrier, timings: Timings): Now => ({
  state: { is: 'trying', request, interval: timings.t1 },
  effects: [
    { do: 'send', message: request },
    { do: 'start', timer: 'F', ms: 64 * timings.t1 },
    ...(carrier === 'unreliable' ? [{ do: 'start', timer: 'E', ms: timings.t1 } as const] : []),
  ],
})

const STOP = [{ do: 'cancel', timer: 'E' } as const, { do: 'cancel', timer: 'F' } as const]

export const stepNonInviteClient = (state: NonInviteClient, event: NonInviteClientEvent, carrier: Carrier, timings: Timings): Now => {
  if (state.is === 'terminated') return { state, effects: [] }
  if (state.is === 'completed') {
    return event.is === 'timer' && event.timer === 'K' ? { state: { is: 'terminated' }, effects: [{ do: 'end' }] } : { state, effects: [] }
  }
  if (event.is === 'transport-error') {
    return { state: { is: 'terminated' }, effects: [...STOP, { do: 'deliver', news: { is: 'transport-error' } }, { do: 'end' }] }
  }
  if (event.is === 'response') {
    const deliver = { do: 'deliver', news: { is: 'response', response: event.response } } as const
    if (event.response.status < 200) return { state: { ...state, is: 'proceeding' }, effects: [deliver] }
    // "timer K to fire in T4 seconds for unreliable transports, and zero seconds for reliable transports."
    return carrier === 'unreliable'
      ? { state: { is: 'completed' }, effects: [...STOP, deliver, { do: 'start', timer: 'K', ms: timings.t4 }] }
      : { state: { is: 'terminated' }, effects: [...STOP, deliver, { do: 'end' }] }
  }
  if (event.timer === 'F') {
    return {
      state: { is: 'terminated' },
      effects: [{ do: 'cancel', timer: 'E' }, { do: 'deliver', news: { is: 'timeout' } }, { do: 'end' }],
    }
  }
  if (event.timer === 'K') return { state, effects: [] }
  // "MIN(2*T1, T2)" doubling while Trying; T2 while Proceeding.
  const interval = state.is === 'proceeding' ? timings.t2 : Math.min(2 * state.interval, timings.t2)
  return {
    state: { ...state, interval },
    effects: [
      { do: 'send', message: state.request },
      { do: 'start', timer: 'E', ms: interval },
    ],
  }
}
