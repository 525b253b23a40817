import type { Clock } from '#kernel/clock.ts'
import type { Digit, DigitSource } from '../core/call.ts'
import {
  type Leg,
  type LegEffect,
  type LegEvent,
  type LegNews,
  type LegStep,
  type LegTimer,
  LIVING,
  type Purpose,
} from '../core/dialog/leg.ts'
import { stepLeg } from '../core/dialog/step-leg.ts'
import type { Draft } from '../core/message/compose-request.ts'
import type { Header } from '../core/message/headers.ts'
import type { SipRequest, SipResponse } from '../core/message/message.ts'
import type { ClientNews } from '../core/transaction/invite-client.ts'
import type { SocketAddress } from '../core/negotiated-audio.ts'
import type { Timings } from '../core/transaction/step.ts'
import type { MediaSession } from '../door.ts'
import { CallListeners } from './call-listeners.ts'
import type { ClientTransaction } from './client-transaction.ts'
import type { Flow } from './flow.ts'
import type { Log } from './log.ts'
import { type Timers, TimerSet } from './timers.ts'

/** What a call needs of the endpoint it lives in. */
export interface CallHouse {
  readonly timings: Timings
  readonly timers: Timers
  readonly clock: Clock
  readonly log: Log
  /** A number in [0, 1). */
  chance(): number
  respond(to: SipRequest, response: SipResponse): void
  /** Sends a request of ours the way this call's dialog asks for. */
  ask(draft: Draft, call: LiveCall, news: (news: ClientNews) => void, begun: (transaction: ClientTransaction) => void): void
  acknowledge(draft: Draft, call: LiveCall): void
  cancel(invite: ClientTransaction): void
  /** Credentials that answer a challenge to a request of ours, when we have any. */
  answerTo(challenge: SipResponse, request: SipRequest): Header | undefined
  /** It has ended: it counts no more. */
  ended(call: LiveCall): void
  /** Nothing more will be sent or received for it. */
  forget(call: LiveCall): void
}

/** Steps a leg, event by event, and does what each step asks for. */
export class LiveCall {
  readonly listeners: CallListeners
  /** News that only the endpoint or the placer of the call waits for. */
  onArrived: () => void = () => {}
  onAnswered: () => void = () => {}
  onRefused: (status: number) => void = () => {}
  /** The way the peer was last heard from. */
  back: Flow
  /** Where this peer reaches us, as our Via and Contact say. */
  self: SocketAddress
  readonly #house: CallHouse
  readonly #timers: TimerSet<LegTimer>
  readonly #waiting: LegEvent[] = []
  #leg: Leg
  #stepping = false
  #media: MediaSession | undefined
  #inviting: ClientTransaction | undefined
  #ended = false
  #authorized = false

  constructor(leg: Leg, back: Flow, self: SocketAddress, house: CallHouse) {
    this.#leg = leg
    this.back = back
    this.self = self
    this.#house = house
    this.#timers = new TimerSet(house.timers)
    this.listeners = new CallListeners((error) =>
      house.log.error({ sipCallId: leg.dialog.callId, error }, 'a listener of a call has failed'),
    )
  }

  get leg(): Leg {
    return this.#leg
  }

  get media(): MediaSession | undefined {
    return this.#media
  }

  get alive(): boolean {
    return LIVING.has(this.#leg.phase)
  }

  /** The effects of the step that made the leg. */
  begin(first: LegStep): void {
    this.#adopt(first)
    this.#drain()
  }

  /** The audio of the call, from now on this call's to close. */
  adoptMedia(media: MediaSession): void {
    this.#media = media
    media.on('digit', (digit, source) => this.#heard(digit, source))
    media.on('lost', (why) => this.take({ is: 'media-lost', why: why === 'no-audio' ? 'no-audio' : 'media-lost' }))
    if (this.#ended) media.close()
  }

  /** Takes an event in its turn: what a listener does meanwhile waits until this step is done. */
  take(event: LegEvent): void {
    this.#waiting.push(event)
    this.#drain()
  }

  /** The endpoint closes: no timer of this call shall run any more. */
  abandon(): void {
    this.#timers.cancelAll()
    this.#media?.close()
  }

  #drain(): void {
    if (this.#stepping) return
    this.#stepping = true
    try {
      for (let event = this.#waiting.shift(); event !== undefined; event = this.#waiting.shift()) {
        this.#adopt(stepLeg(this.#leg, event, this.#house))
      }
    } finally {
      this.#stepping = false
    }
  }

  #adopt({ leg, effects }: LegStep): void {
    this.#leg = leg
    for (const effect of effects) this.#run(effect)
  }

  #run(effect: LegEffect): void {
    switch (effect.do) {
      case 'respond':
        return this.#house.respond(effect.to, effect.response)
      case 'request':
        return this.#ask(effect.draft, effect.purpose)
      case 'acknowledge':
        return this.#house.acknowledge(effect.draft, this)
      case 'cancel-invite':
        return this.#inviting === undefined ? undefined : this.#house.cancel(this.#inviting)
      case 'start':
        return this.#timers.start(effect.timer, effect.ms, () => this.take({ is: 'timer', timer: effect.timer }))
      case 'cancel':
        return this.#timers.cancel(effect.timer)
      case 'configure':
        return this.#media?.configure(effect.audio)
      case 'tell':
        return this.#tell(effect.news)
      case 'forget':
        return this.#house.forget(this)
    }
  }

  #ask(draft: Draft, purpose: Purpose): void {
    this.#house.ask(
      draft,
      this,
      (news) => {
        if (news.is === 'response') this.#hear(purpose, news.response)
        else this.take({ is: 'unanswered', of: purpose, why: news.is === 'timeout' ? 'timeout' : 'transport' })
      },
      (transaction) => {
        if (purpose === 'invite') this.#inviting = transaction
      },
    )
  }

  /** RFC 3261, 22.2: a challenge is answered once; challenged again, the credentials are wrong. */
  #hear(purpose: Purpose, response: SipResponse): void {
    const header = purpose === 'invite' && !this.#authorized ? this.#credentialsFor(response) : undefined
    this.#authorized ||= header !== undefined
    this.take(header === undefined ? { is: 'response', to: purpose, response, chance: this.#house.chance() } : { is: 'authorize', header })
  }

  #credentialsFor(response: SipResponse): Header | undefined {
    return this.#inviting === undefined ? undefined : this.#house.answerTo(response, this.#inviting.request)
  }

  #heard(digit: Digit, source: DigitSource): void {
    if (!this.alive) return
    this.listeners.digit(digit, source)
  }

  #tell(news: LegNews): void {
    switch (news.is) {
      case 'arrived':
        return this.onArrived()
      case 'answered':
        return this.onAnswered()
      case 'refused':
        return this.onRefused(news.status)
      case 'confirmed':
        return this.listeners.confirmed()
      case 'hold':
        return this.listeners.hold(news.held)
      case 'digit':
        // The media session knows by what other ways the same press has come.
        return this.#media?.digitFromSignalling(news.digit)
      case 'ended':
        this.#ended = true
        this.#house.log.info({ sipCallId: this.#leg.dialog.callId, end: news.end }, 'a call has ended')
        this.#house.ended(this)
        this.listeners.ended(news.end)
        this.#media?.close()
        return undefined
    }
  }
}
