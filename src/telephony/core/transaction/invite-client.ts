import { ackOfRefusal } from '../message/compose-request.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import type { Carrier, Effect, Step, Timings } from './step.ts'

/**
 * The INVITE client transaction (RFC 3261, 17.1.1, with RFC 6026's Accepted state).
 *
 * Our INVITE is *calling*: over UDP repeated at doubling intervals (timer A), given up after 64*T1 (B). Any provisional
 * response makes it *proceeding*: no more repetitions, and it may ring as long as it likes. A refusal is acknowledged here
 * and makes it *completed*, where repeated refusals are acknowledged again for 64*T1 (D). A 2xx makes it *accepted*: each
 * 2xx of the next 64*T1 (M) goes up to the call, which sends the ACK. Then it is *terminated*.
 */
export type InviteClient =
  | { readonly is: 'calling'; readonly invite: SipRequest; readonly interval: number }
  | { readonly is: 'proceeding'; readonly invite: SipRequest }
  | { readonly is: 'accepted' }
  | { readonly is: 'completed'; readonly ack: SipRequest }
  | { readonly is: 'terminated' }

export type InviteClientEvent =
  | { readonly is: 'response'; readonly response: SipResponse }
  | { readonly is: 'timer'; readonly timer: 'A' | 'B' | 'D' | 'M' }
  | { readonly is: 'transport-error' }

export type ClientNews = { readonly is: 'response'; readonly response: SipResponse } | { readonly is: 'timeout' | 'transport-error' }

type Now = Step<InviteClient, Effect<SipRequest, 'A' | 'B' | 'D' | 'M', ClientNews>>

/** 17.1.1.2: the request is passed to the transport; timer A starts at T1 when that is unreliable, timer B at 64*T1 always. */
export const beginInviteClient = (invite: SipRequest, carrier: Carrier, timings: Timings): Now => ({
  state: { is: 'calling', invite, interval: timings.t1 },
  effects: [
    { do: 'send', message: invite },
    ...(carrier === 'unreliable' ? [{ do: 'start', timer: 'A', ms: timings.t1 } as const] : []),
    { do: 'start', timer: 'B', ms: 64 * timings.t1 },
  ],
})

const STOP = [{ do: 'cancel', timer: 'A' } as const, { do: 'cancel', timer: 'B' } as const]

export const stepInviteClient = (state: InviteClient, event: InviteClientEvent, carrier: Carrier, timings: Timings): Now => {
  if (state.is === 'terminated') return { state, effects: [] }
  if (event.is === 'response') return received(state, event.response, carrier, timings)
  if (event.is === 'transport-error') {
    // "Inform TU" of a transport error, from Calling and Completed (figure 5); in Accepted the call looks after itself.
    if (state.is === 'accepted' || state.is === 'proceeding') return { state, effects: [] }
    const told = state.is === 'calling' ? [{ do: 'deliver', news: { is: 'transport-error' } } as const] : []
    return { state: { is: 'terminated' }, effects: [...STOP, { do: 'cancel', timer: 'D' }, ...told, { do: 'end' }] }
  }
  switch (event.timer) {
    case 'A': {
      // "When timer A fires, the client transaction MUST retransmit the request ... reset to 2*T1", 4*T1 ...
      if (state.is !== 'calling') return { state, effects: [] }
      const interval = 2 * state.interval
      return {
        state: { ...state, interval },
        effects: [
          { do: 'send', message: state.invite },
          { do: 'start', timer: 'A', ms: interval },
        ],
      }
    }
    case 'B':
      // "If the client transaction is still in the Calling state when timer B fires, [it] SHOULD inform the TU".
      if (state.is !== 'calling') return { state, effects: [] }
      return {
        state: { is: 'terminated' },
        effects: [{ do: 'cancel', timer: 'A' }, { do: 'deliver', news: { is: 'timeout' } }, { do: 'end' }],
      }
    case 'D':
      return state.is === 'completed' ? { state: { is: 'terminated' }, effects: [{ do: 'end' }] } : { state, effects: [] }
    case 'M':
      return state.is === 'accepted' ? { state: { is: 'terminated' }, effects: [{ do: 'end' }] } : { state, effects: [] }
  }
}

const received = (state: Exclude<InviteClient, { is: 'terminated' }>, response: SipResponse, carrier: Carrier, timings: Timings): Now => {
  const deliver = { do: 'deliver', news: { is: 'response', response } } as const
  const accepted = response.status >= 200 && response.status < 300
  // RFC 6026, 7.2: in Accepted every 2xx is passed to the TU; anything else is swallowed.
  if (state.is === 'accepted') return { state, effects: accepted ? [deliver] : [] }
  if (state.is === 'completed') {
    // 17.1.1.2: "Any retransmissions of the final response ... MUST cause the ACK to be re-passed to the transport layer".
    return { state, effects: response.status >= 300 ? [{ do: 'send', message: state.ack }] : [] }
  }
  if (response.status < 200) return { state: { is: 'proceeding', invite: state.invite }, effects: [...STOP, deliver] }
  // RFC 6026, 8.4: timer M = 64*T1, also on reliable transports.
  if (accepted) return { state: { is: 'accepted' }, effects: [...STOP, deliver, { do: 'start', timer: 'M', ms: 64 * timings.t1 }] }
  const ack = ackOfRefusal(state.invite, response)
  const effects = [...STOP, { do: 'send', message: ack } as const, deliver]
  // "timer D ... at least 32 seconds for unreliable transports, and a value of zero seconds for reliable transports".
  return carrier === 'unreliable'
    ? { state: { is: 'completed', ack }, effects: [...effects, { do: 'start', timer: 'D', ms: 64 * timings.t1 }] }
    : { state: { is: 'terminated' }, effects: [...effects, { do: 'end' }] }
}
