import type { CallEnd, Digit } from '../call.ts'
import type { Draft } from '../message/compose-request.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import type { NegotiatedAudio, SocketAddress } from '../negotiated-audio.ts'
import type { Described } from '../sdp/describe.ts'
import type { Agreement } from '../sdp/negotiate.ts'
import type { Timings } from '../transaction/step.ts'
import type { Dialog } from './dialog.ts'

/**
 * One call as one user agent sees it: an INVITE, the dialog it makes, and how both end.
 *
 * A call that comes in is *arriving* until its audio port is open, then *ringing* until it is answered, rejected or
 * cancelled. Answered, its 200 is repeated until the ACK comes (*answered*), which *confirms* it.
 * A call we place is *calling* until a 2xx (we acknowledge it, and it is confirmed) or a refusal; hung up before, it is
 * *cancelling* until the other side agrees that it is over, or has answered all the same and is told goodbye.
 * Hung up by us before its ACK came, a call is *leaving*: over for everybody here, but the BYE has to wait for the ACK.
 * With the BYE out it is *parting*; with its answer, or after the peer's BYE, it is *over* and can be forgotten.
 *
 * `ended` is told on the one step that leaves the living phases, so exactly once.
 */
export type Phase = 'arriving' | 'ringing' | 'answered' | 'confirmed' | 'calling' | 'cancelling' | 'leaving' | 'parting' | 'over'

export const LIVING: ReadonlySet<Phase> = new Set<Phase>(['arriving', 'ringing', 'answered', 'confirmed', 'calling'])

export type Leg = {
  readonly phase: Phase
  readonly direction: 'incoming' | 'outgoing'
  readonly dialog: Dialog
  /** Our Contact, as written; empty while arriving. */
  readonly contact: string
  /** The INVITE that came, to be answered through its transaction. */
  readonly invite: SipRequest | undefined
  readonly described: Described
  /** What the INVITE's offer comes to; undefined for a late offer (ours in the 2xx, theirs in the ACK). */
  readonly agreement: Agreement | undefined
  /** A 2xx of ours that waits for its ACK (13.3.1.4). */
  readonly unacknowledged: Unacknowledged | undefined
  /** A re-INVITE of ours without final response (14.1). */
  readonly reinviting: boolean
  /** The ACK we sent last, to be sent again for each repetition of its 2xx (13.2.2.4). */
  readonly lastAck: { readonly draft: Draft; readonly cseq: number } | undefined
  /** A provisional response came: only now may CANCEL be sent (9.1). */
  readonly provisional: boolean
  readonly held: boolean
  /** Who keeps the session alive, how often (RFC 4028). */
  readonly session: SessionInterval | undefined
}

export type Unacknowledged = {
  readonly request: SipRequest
  readonly response: SipResponse
  readonly interval: number
  /** Our offer is in it: the answer comes in the ACK. */
  readonly offered: boolean
}

export type SessionInterval = { readonly seconds: number; readonly refresher: 'us' | 'peer' }

/** Why we sent a request: its response comes back under this name. */
export type Purpose = 'invite' | 'reinvite' | 'bye' | 'stray'

export type LegTimer = 'repeat-2xx' | 'no-ack' | 'session' | 'refresh' | 'cancelled'

export type LegEvent =
  /** Where our RTP is received, and our Contact for this peer. */
  | { readonly is: 'media-open'; readonly local: SocketAddress; readonly contact: string }
  | { readonly is: 'ring' | 'answer' }
  | { readonly is: 'hang-up' }
  | { readonly is: 'reject'; readonly status: number }
  | { readonly is: 'media-lost'; readonly why: 'no-audio' | 'media-lost' }
  /** A CANCEL of the INVITE (already answered with 200 by the layer below). */
  | { readonly is: 'cancel' }
  | { readonly is: 'ack'; readonly ack: SipRequest }
  /** A request within the dialog, BYE and re-INVITE among them. `chance` in [0, 1). */
  | { readonly is: 'request'; readonly request: SipRequest; readonly chance: number }
  | { readonly is: 'response'; readonly to: Purpose; readonly response: SipResponse; readonly chance: number }
  | { readonly is: 'unanswered'; readonly of: Purpose; readonly why: 'timeout' | 'transport' }
  | { readonly is: 'timer'; readonly timer: LegTimer }
  /** The INVITE again, with credentials (RFC 3261, 22.2). */
  | { readonly is: 'authorize'; readonly header: { readonly name: string; readonly value: string } }

export type LegNews =
  | { readonly is: 'arrived' | 'answered' | 'confirmed' }
  | { readonly is: 'refused'; readonly status: number }
  | { readonly is: 'hold'; readonly held: boolean }
  | { readonly is: 'digit'; readonly digit: Digit }
  | { readonly is: 'ended'; readonly end: CallEnd }

export type LegEffect =
  | { readonly do: 'respond'; readonly to: SipRequest; readonly response: SipResponse }
  | { readonly do: 'request'; readonly draft: Draft; readonly purpose: Purpose }
  /** An ACK of a 2xx: no transaction, nothing comes back. */
  | { readonly do: 'acknowledge'; readonly draft: Draft }
  | { readonly do: 'cancel-invite' }
  | { readonly do: 'start'; readonly timer: LegTimer; readonly ms: number }
  | { readonly do: 'cancel'; readonly timer: LegTimer }
  | { readonly do: 'configure'; readonly audio: NegotiatedAudio }
  | { readonly do: 'tell'; readonly news: LegNews }
  | { readonly do: 'forget' }

export type LegStep = { readonly leg: Leg; readonly effects: readonly LegEffect[] }

export type LegContext = { readonly timings: Timings }

export const nothing = (leg: Leg): LegStep => ({ leg, effects: [] })

/** One step after another. */
export const andThen = (before: LegStep, next: (leg: Leg) => LegStep): LegStep => {
  const after = next(before.leg)
  return { leg: after.leg, effects: [...before.effects, ...after.effects] }
}
