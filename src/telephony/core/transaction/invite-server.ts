import type { SipRequest, SipResponse } from '../message/message.ts'
import type { Carrier, Effect, Step, Timings } from './step.ts'

/**
 * The INVITE server transaction (RFC 3261, 17.2.1, with RFC 6026's Accepted state).
 *
 * An INVITE came: we are *proceeding*, and answer each repetition of it with our latest provisional response. A refusal makes
 * it *completed*: over UDP the refusal is repeated (timer G) until the ACK comes, at most 64*T1 (H). The ACK makes it
 * *confirmed*, where further ACKs are swallowed for T4 (I). A 2xx makes it *accepted*: from there the call itself repeats
 * the 2xx and waits for the ACK, while this machine swallows repeated INVITEs for 64*T1 (L). Then it is *terminated*.
 */
export type InviteServer =
  | { readonly is: 'proceeding'; readonly last: SipResponse | undefined }
  | { readonly is: 'accepted' }
  | { readonly is: 'completed'; readonly last: SipResponse; readonly interval: number }
  | { readonly is: 'confirmed' }
  | { readonly is: 'terminated' }

export type InviteServerEvent =
  | { readonly is: 'request' }
  | { readonly is: 'ack'; readonly ack: SipRequest }
  | { readonly is: 'respond'; readonly response: SipResponse }
  | { readonly is: 'timer'; readonly timer: 'G' | 'H' | 'I' | 'L' }

export type InviteServerNews =
  | { readonly is: 'acknowledged'; readonly ack: SipRequest }
  /** No ACK came for a refusal. */
  | { readonly is: 'timeout' }

type Now = Step<InviteServer, Effect<SipResponse, 'G' | 'H' | 'I' | 'L', InviteServerNews>>

export const newInviteServer: InviteServer = { is: 'proceeding', last: undefined }

export const stepInviteServer = (state: InviteServer, event: InviteServerEvent, carrier: Carrier, timings: Timings): Now => {
  switch (state.is) {
    case 'proceeding':
      return proceeding(state, event, carrier, timings)
    case 'completed':
      return completed(state, event, carrier, timings)
    case 'accepted':
      // RFC 6026, 7.1: "retransmissions of the INVITE ... MUST be absorbed"; every 2xx of the TU is passed to the transport.
      if (event.is === 'respond' && event.response.status >= 200 && event.response.status < 300) {
        return { state, effects: [{ do: 'send', message: event.response }] }
      }
      // RFC 6026, 7.1: an ACK received here is passed to the TU.
      if (event.is === 'ack') return { state, effects: [{ do: 'deliver', news: { is: 'acknowledged', ack: event.ack } }] }
      return event.is === 'timer' && event.timer === 'L' ? terminated : { state, effects: [] }
    case 'confirmed':
      // 17.2.1: "once timer I fires, the server MUST transition to the Terminated state".
      return event.is === 'timer' && event.timer === 'I' ? terminated : { state, effects: [] }
    case 'terminated':
      return { state, effects: [] }
  }
}

const terminated: Now = { state: { is: 'terminated' }, effects: [{ do: 'end' }] }

const proceeding = (state: InviteServer & { is: 'proceeding' }, event: InviteServerEvent, carrier: Carrier, timings: Timings): Now => {
  // "If a request retransmission is received while in the Proceeding state, the most recent provisional response ... MUST be passed".
  if (event.is === 'request') return { state, effects: state.last === undefined ? [] : [{ do: 'send', message: state.last }] }
  if (event.is !== 'respond') return { state, effects: [] }
  const { response } = event
  if (response.status < 200) return { state: { is: 'proceeding', last: response }, effects: [{ do: 'send', message: response }] }
  // RFC 6026, 7.1: a 2xx leads to Accepted, where timer L runs 64*T1.
  if (response.status < 300) {
    return {
      state: { is: 'accepted' },
      effects: [
        { do: 'send', message: response },
        { do: 'start', timer: 'L', ms: 64 * timings.t1 },
      ],
    }
  }
  // 17.2.1: timer G "set to fire in T1 seconds for unreliable transports", timer H to 64*T1 for all.
  return {
    state: { is: 'completed', last: response, interval: timings.t1 },
    effects: [
      { do: 'send', message: response },
      ...(carrier === 'unreliable' ? [{ do: 'start', timer: 'G', ms: timings.t1 } as const] : []),
      { do: 'start', timer: 'H', ms: 64 * timings.t1 },
    ],
  }
}

const completed = (state: InviteServer & { is: 'completed' }, event: InviteServerEvent, carrier: Carrier, timings: Timings): Now => {
  const resend = { do: 'send', message: state.last } as const
  if (event.is === 'request') return { state, effects: [resend] }
  if (event.is === 'ack') {
    // "If an ACK is received ... MUST transition to Confirmed", timer I = T4 for unreliable transports, zero for reliable ones.
    const effects = [{ do: 'cancel', timer: 'G' } as const, { do: 'cancel', timer: 'H' } as const]
    const confirmed: Now = { state: { is: 'confirmed' }, effects: [...effects, { do: 'start', timer: 'I', ms: timings.t4 }] }
    return carrier === 'unreliable' ? confirmed : { ...terminated, effects: [...effects, ...terminated.effects] }
  }
  if (event.is !== 'timer') return { state, effects: [] }
  if (event.timer === 'G') {
    // "reset ... to fire in MIN(2*T1, T2) seconds", doubling up to T2.
    const interval = Math.min(2 * state.interval, timings.t2)
    return { state: { ...state, interval }, effects: [resend, { do: 'start', timer: 'G', ms: interval }] }
  }
  // "If timer H fires while in Completed ... the ACK was never received", the TU is told.
  if (event.timer === 'H') {
    return {
      state: { is: 'terminated' },
      effects: [{ do: 'cancel', timer: 'G' }, { do: 'deliver', news: { is: 'timeout' } }, { do: 'end' }],
    }
  }
  return { state, effects: [] }
}
