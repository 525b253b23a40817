import type { SipRequest, SipResponse } from '../core/message/message.ts'
import { writeMessage } from '../core/message/write-message.ts'
import { type InviteServer, type InviteServerEvent, newInviteServer, stepInviteServer } from '../core/transaction/invite-server.ts'
import {
  type NonInviteServer,
  type NonInviteServerEvent,
  newNonInviteServer,
  stepNonInviteServer,
} from '../core/transaction/non-invite-server.ts'
import type { Timings } from '../core/transaction/step.ts'
import { carrierOf, type Flow } from './flow.ts'
import { type Timers, TimerSet } from './timers.ts'

export interface ServerTransaction {
  readonly request: SipRequest
  respond(response: SipResponse): void
  /** The request came again. */
  repeated(): void
  /** Stops all timers; nothing is sent any more. */
  abandon(): void
}

export type ServerSurroundings = {
  readonly flow: Flow
  readonly timings: Timings
  readonly timers: Timers
  readonly ended: () => void
}

/** Runs the machine of an INVITE: sends what it wants sent, and minds its timers. */
export class InviteServerTransaction implements ServerTransaction {
  readonly request: SipRequest
  /** An ACK that belongs to a 2xx goes up to the call. */
  acknowledged: (ack: SipRequest) => void = () => {}
  readonly #around: ServerSurroundings
  readonly #timers: TimerSet<'G' | 'H' | 'I' | 'L'>
  #state: InviteServer = newInviteServer

  constructor(request: SipRequest, around: ServerSurroundings) {
    this.request = request
    this.#around = around
    this.#timers = new TimerSet(around.timers)
  }

  /** The INVITE can still be cancelled: it has no final response (RFC 3261, 9.2). */
  get pending(): boolean {
    return this.#state.is === 'proceeding'
  }

  respond(response: SipResponse): void {
    this.#take({ is: 'respond', response })
  }

  repeated(): void {
    this.#take({ is: 'request' })
  }

  receiveAck(ack: SipRequest): void {
    const accepted = this.#state.is === 'accepted'
    this.#take({ is: 'ack', ack })
    if (accepted) this.acknowledged(ack)
  }

  abandon(): void {
    this.#timers.cancelAll()
  }

  #take(event: InviteServerEvent): void {
    const { flow, timings, ended } = this.#around
    const { state, effects } = stepInviteServer(this.#state, event, carrierOf(flow), timings)
    this.#state = state
    for (const effect of effects) {
      if (effect.do === 'send') flow.send(writeMessage(effect.message))
      else if (effect.do === 'start') this.#timers.start(effect.timer, effect.ms, () => this.#take({ is: 'timer', timer: effect.timer }))
      else if (effect.do === 'cancel') this.#timers.cancel(effect.timer)
      else if (effect.do === 'end') ended()
    }
  }
}

/** Runs the machine of every other request. */
export class NonInviteServerTransaction implements ServerTransaction {
  readonly request: SipRequest
  readonly #around: ServerSurroundings
  readonly #timers: TimerSet<'J'>
  #state: NonInviteServer = newNonInviteServer

  constructor(request: SipRequest, around: ServerSurroundings) {
    this.request = request
    this.#around = around
    this.#timers = new TimerSet(around.timers)
  }

  respond(response: SipResponse): void {
    this.#take({ is: 'respond', response })
  }

  repeated(): void {
    this.#take({ is: 'request' })
  }

  abandon(): void {
    this.#timers.cancelAll()
  }

  #take(event: NonInviteServerEvent): void {
    const { flow, timings, ended } = this.#around
    const { state, effects } = stepNonInviteServer(this.#state, event, carrierOf(flow), timings)
    this.#state = state
    for (const effect of effects) {
      if (effect.do === 'send') flow.send(writeMessage(effect.message))
      else if (effect.do === 'start') this.#timers.start(effect.timer, effect.ms, () => this.#take({ is: 'timer', timer: effect.timer }))
      else if (effect.do === 'end') ended()
    }
  }
}
