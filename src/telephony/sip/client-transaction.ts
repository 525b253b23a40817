import type { SipRequest, SipResponse } from '../core/message/message.ts'
import { writeMessage } from '../core/message/write-message.ts'
import { beginInviteClient, type ClientNews, type InviteClient, stepInviteClient } from '../core/transaction/invite-client.ts'
import { beginNonInviteClient, type NonInviteClient, stepNonInviteClient } from '../core/transaction/non-invite-client.ts'
import type { Carrier, Effect, Step, Timings } from '../core/transaction/step.ts'
import { carrierOf, type Flow } from './flow.ts'
import { type Timers, TimerSet } from './timers.ts'

type Letter = 'A' | 'B' | 'D' | 'M' | 'E' | 'F' | 'K'

type Event<Timer> =
  | { readonly is: 'response'; readonly response: SipResponse }
  | { readonly is: 'transport-error' }
  | { readonly is: 'timer'; readonly timer: Timer }

/** The two client machines have one shape: a first step, and a step for each event. */
type Machine<State, Timer extends Letter> = {
  readonly begin: (request: SipRequest, carrier: Carrier, timings: Timings) => Step<State, Effect<SipRequest, Timer, ClientNews>>
  readonly step: (
    state: State,
    event: Event<Timer>,
    carrier: Carrier,
    timings: Timings,
  ) => Step<State, Effect<SipRequest, Timer, ClientNews>>
}

const INVITE: Machine<InviteClient, 'A' | 'B' | 'D' | 'M'> = { begin: beginInviteClient, step: stepInviteClient }
const OTHER: Machine<NonInviteClient, 'E' | 'F' | 'K'> = { begin: beginNonInviteClient, step: stepNonInviteClient }

export type ClientSurroundings = {
  readonly flow: Flow
  readonly timings: Timings
  readonly timers: Timers
  readonly news: (news: ClientNews) => void
  readonly ended: () => void
}

export interface ClientTransaction {
  readonly request: SipRequest
  readonly flow: Flow
  begin(): void
  receive(response: SipResponse): void
  /** Stops all timers; nothing is told any more. */
  abandon(): void
}

export const clientTransaction = (request: SipRequest, around: ClientSurroundings): ClientTransaction =>
  request.method === 'INVITE' ? new Running(request, INVITE, around) : new Running(request, OTHER, around)

class Running<State, Timer extends Letter> implements ClientTransaction {
  readonly request: SipRequest
  readonly flow: Flow
  readonly #machine: Machine<State, Timer>
  readonly #around: ClientSurroundings
  readonly #timers: TimerSet<Timer>
  #state: State | undefined

  constructor(request: SipRequest, machine: Machine<State, Timer>, around: ClientSurroundings) {
    this.request = request
    this.flow = around.flow
    this.#machine = machine
    this.#around = around
    this.#timers = new TimerSet(around.timers)
  }

  begin(): void {
    this.#run(this.#machine.begin(this.request, carrierOf(this.flow), this.#around.timings))
  }

  receive(response: SipResponse): void {
    this.#take({ is: 'response', response })
  }

  abandon(): void {
    this.#timers.cancelAll()
    this.#state = undefined
  }

  #take(event: Event<Timer>): void {
    if (this.#state !== undefined) this.#run(this.#machine.step(this.#state, event, carrierOf(this.flow), this.#around.timings))
  }

  #run({ state, effects }: Step<State, Effect<SipRequest, Timer, ClientNews>>): void {
    this.#state = state
    for (const effect of effects) {
      switch (effect.do) {
        case 'send':
          this.flow.send(writeMessage(effect.message), () => this.#take({ is: 'transport-error' }))
          break
        case 'start':
          this.#timers.start(effect.timer, effect.ms, () => this.#take({ is: 'timer', timer: effect.timer }))
          break
        case 'cancel':
          this.#timers.cancel(effect.timer)
          break
        case 'deliver':
          this.#around.news(effect.news)
          break
        case 'end':
          this.#around.ended()
          break
      }
    }
  }
}
