import { dialogToPlace } from '../core/dialog/dialog.ts'
import { hopOfUri } from '../core/dialog/next-hop.ts'
import { place } from '../core/dialog/place-call.ts'
import { readNetwork } from '../core/identity/trusted-source.ts'
import { cancelOf, sentVia } from '../core/message/compose-request.ts'
import { readUri } from '../core/message/uri.ts'
import { writeMessage } from '../core/message/write-message.ts'
import { TIMINGS } from '../core/transaction/step.ts'
import type { OutgoingCall, SipEndpoint } from '../door.ts'
import { credentialsFor } from './answer-challenge.ts'
import { outgoingCall } from './call-faces.ts'
import { CallRegister } from './call-register.ts'
import type { SipEndpointOptions } from './endpoint-options.ts'
import type { Flow, Loses } from './flow.ts'
import { Identifiers } from './identifiers.ts'
import { type CallHouse, LiveCall } from './live-call.ts'
import { openTransports, type Transports } from './open-transports.ts'
import { Reception } from './reception.ts'
import { CallRefused, NoLineFree, NotANetwork, NotDiallable } from './refusals.ts'
import { SourceLimits } from './source-limits.ts'
import { realTimers } from './timers.ts'
import { TransactionTable } from './transaction-table.ts'
import { WaysOut } from './ways-out.ts'

/** How long `close` waits for the last BYEs to be answered. */
const FAREWELL_MS = 2_000

const ALLOWANCE = { perSecond: 50, burst: 200 }
const MAX_TRANSACTIONS = 20_000

/** Listens for calls, and places them. Rejects with the socket's error when the port cannot be had, with `NotANetwork` for a wrong trusted source. */
export const openSipEndpoint = (options: SipEndpointOptions): Promise<SipEndpoint> =>
  startEndpoint(options).then(({ endpoint }) => endpoint)

/** The same with its inside open to tests: a network that loses datagrams, and the table of transactions. */
export const startEndpoint = async (
  options: SipEndpointOptions,
  loses?: Loses,
): Promise<{ readonly endpoint: SipEndpoint; readonly transactions: { readonly size: number } }> => {
  const exchange = new Exchange(options)
  const transports = await openTransports(
    { address: options.address, port: options.port },
    {
      datagram: (bytes, flow) => exchange.receive('datagram', bytes, flow),
      stream: (bytes, flow) => exchange.receive('stream', bytes, flow),
      loses,
    },
  )
  exchange.connect(transports)
  return { endpoint: exchange, transactions: exchange.table }
}

/** All calls of one address, between the transports and whoever answers. */
class Exchange implements SipEndpoint {
  readonly table: TransactionTable
  readonly reception: Reception
  readonly #options: SipEndpointOptions
  readonly #identifiers: Identifiers
  readonly #calls = new CallRegister()
  readonly #house: CallHouse
  #transports: Transports | undefined
  #ways: WaysOut | undefined
  #closed: Promise<void> | undefined

  constructor(options: SipEndpointOptions) {
    const trusted = options.trustedSources.map((text) => {
      const network = readNetwork(text)
      if (network === undefined) throw new NotANetwork(text)
      return network
    })
    const timings = options.timings ?? TIMINGS
    const timers = options.timers ?? realTimers
    const identifiers = new Identifiers(options.random)
    this.#options = options
    this.#identifiers = identifiers
    this.table = new TransactionTable({
      timings,
      timers,
      limit: options.maxTransactions ?? MAX_TRANSACTIONS,
      newToken: identifiers.token,
    })
    this.#house = {
      timings,
      timers,
      clock: options.clock,
      log: options.log,
      chance: identifiers.chance,
      respond: (to, response) => this.reception.respond(to, response),
      ask: (draft, call, news, begun) => {
        this.#send(call, draft, (flow) => {
          const transaction = this.table.ask(draft, flow, call.self, news)
          begun(transaction)
          transaction.begin()
        })
      },
      acknowledge: (draft, call) =>
        this.#send(call, draft, (flow) => flow.send(writeMessage(sentVia(draft, this.table.newVia(flow, call.self))))),
      cancel: (invite) => this.table.askAgain(cancelOf(invite.request), invite.flow),
      answerTo: (challenge, request) =>
        options.credentials && credentialsFor(challenge, options.credentials, request.uri, identifiers.token()),
      ended: (call) => this.#calls.ended(call),
      forget: (call) => this.#calls.forget(call),
    }
    this.reception = new Reception({
      options,
      trusted,
      table: this.table,
      calls: this.#calls,
      limits: new SourceLimits(options.clock, options.allowance ?? ALLOWANCE),
      identifiers,
      house: this.#house,
      udpFlow: (remote) => this.#open.udp.flowTo(remote),
      ways: () => this.#out,
    })
  }

  connect(transports: Transports): void {
    this.#transports = transports
    this.#ways = new WaysOut(transports, this.#options.publicAddress)
  }

  /** What comes before both transports stand is lost; its sender will repeat it. */
  receive(carrier: 'datagram' | 'stream', bytes: Uint8Array, flow: Flow): void {
    if (this.#transports !== undefined) this.reception.receive(carrier, bytes, flow)
  }

  get #open(): Transports {
    if (this.#transports === undefined) throw new RangeError('nothing can be sent before the transports are open')
    return this.#transports
  }

  get #out(): WaysOut {
    return this.#ways ?? new WaysOut(this.#open, this.#options.publicAddress)
  }

  /** In the order of asking: over UDP at once, over TCP when connected. */
  #send(call: LiveCall, draft: Parameters<WaysOut['within']>[0], send: (flow: Flow) => void): void {
    const way = draft.method === 'INVITE' && call.leg.phase === 'calling' ? call.back : this.#out.within(draft, call.back)
    if (way instanceof Promise) void way.then(send)
    else send(way)
  }

  get listening(): SipEndpoint['listening'] {
    return { udp: this.#open.udp.local, tcp: this.#open.tcp.local }
  }

  get liveCalls(): number {
    return this.#calls.living
  }

  drain(): void {
    this.reception.draining = true
  }

  async call(target: string, { fromUser = 'firstline', displayName }: Parameters<SipEndpoint['call']>[1] = {}): Promise<OutgoingCall> {
    const parsed = readUri(target)
    const hop = parsed === undefined ? undefined : hopOfUri(parsed, 'udp')
    if (parsed === undefined || hop === undefined) throw new NotDiallable(target)
    if (this.reception.draining || this.#calls.living >= this.#options.maxCalls) throw new NoLineFree(this.#options.maxCalls)
    // RFC 3261, 8.1.3.1: no way there counts as 503.
    const flow = await this.#out.reach(hop).catch(() => {
      throw new CallRefused(target, 503)
    })
    const self = await this.#out.selfTowards(flow.remote.address)
    const media = await this.#options.media.open()
    const { token, number } = this.#identifiers
    const uri = { uri: target, parsed }
    const dialog = dialogToPlace({ callId: `${token()}${token()}`, localTag: token(), fromUser, displayName, self, target: uri })
    const local = { address: self.address, port: media.local.port }
    const first = place({ dialog, contact: this.#out.contact(self, flow.transport), local, sessionId: number() })
    const call = new LiveCall(first.leg, flow, self, this.#house)
    call.adoptMedia(media)
    this.#calls.add(call)
    const begun = performance.now()
    const answered = new Promise<{ readonly inviteTo200Ms: number }>((resolve, reject) => {
      call.onAnswered = () => resolve({ inviteTo200Ms: performance.now() - begun })
      call.onRefused = (status) => reject(new CallRefused(target, status))
      // Hung up by us before anybody answered: 487 is what the INVITE would have heard.
      call.listeners.on('ended', () => reject(new CallRefused(target, 487)))
    })
    const placed = outgoingCall(call, media, answered)
    call.begin(first)
    return placed
  }

  /** Every call hears goodbye; what is not answered within two seconds is left. A second `close` waits for the first. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    this.drain()
    for (const call of this.#calls.everyone()) call.take({ is: 'hang-up' })
    let forgetWait = (): void => {}
    const patience = new Promise<void>((resolve) => {
      forgetWait = this.#house.timers.after(FAREWELL_MS, resolve)
    })
    await Promise.race([this.#calls.empty(), patience])
    forgetWait()
    for (const call of this.#calls.everyone()) call.abandon()
    this.table.close()
    await Promise.all([this.#open.udp.close(), this.#open.tcp.close()])
  }
}
