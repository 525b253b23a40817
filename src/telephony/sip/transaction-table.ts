import { sentVia, type Draft } from '../core/message/compose-request.ts'
import type { SipRequest, SipResponse } from '../core/message/message.ts'
import type { ClientNews } from '../core/transaction/invite-client.ts'
import { clientKey, MAGIC_COOKIE, serverKey } from '../core/transaction/match.ts'
import type { Timings } from '../core/transaction/step.ts'
import type { Via } from '../core/message/via.ts'
import type { SocketAddress } from '../core/negotiated-audio.ts'
import { type ClientTransaction, clientTransaction } from './client-transaction.ts'
import type { Flow } from './flow.ts'
import { InviteServerTransaction, NonInviteServerTransaction, type ServerTransaction } from './server-transaction.ts'
import type { Timers } from './timers.ts'

export type TableOptions = {
  readonly timings: Timings
  readonly timers: Timers
  /** Server transactions kept at once; a request beyond that gets none. */
  readonly limit: number
  readonly newToken: () => string
}

/** Every transaction there is, found by RFC 3261, sections 17.1.3 and 17.2.3. */
export class TransactionTable {
  readonly #options: TableOptions
  readonly #servers = new Map<string, ServerTransaction>()
  readonly #clients = new Map<string, ClientTransaction>()

  constructor(options: TableOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#servers.size + this.#clients.size
  }

  get full(): boolean {
    return this.#servers.size >= this.#options.limit
  }

  /** True when the request is a repetition (or the ACK of a refusal): its transaction has taken care of it. */
  absorbs(request: SipRequest): boolean {
    const known = this.#servers.get(serverKey(request))
    if (known === undefined) return false
    if (request.method !== 'ACK') known.repeated()
    else if (known instanceof InviteServerTransaction) known.receiveAck(request)
    return true
  }

  /** The INVITE a CANCEL speaks of (RFC 3261, 9.2). */
  invitedBy(cancel: SipRequest): InviteServerTransaction | undefined {
    const known = this.#servers.get(serverKey(cancel, 'INVITE'))
    return known instanceof InviteServerTransaction ? known : undefined
  }

  serveInvite(request: SipRequest, flow: Flow): InviteServerTransaction {
    return this.#serve(request, flow, InviteServerTransaction)
  }

  serve(request: SipRequest, flow: Flow): ServerTransaction {
    return this.#serve(request, flow, NonInviteServerTransaction)
  }

  #serve<T extends ServerTransaction>(
    request: SipRequest,
    flow: Flow,
    Kind: new (request: SipRequest, around: ConstructorParameters<typeof InviteServerTransaction>[1]) => T,
  ): T {
    const key = serverKey(request)
    const { timings, timers } = this.#options
    const transaction = new Kind(request, { flow, timings, timers, ended: () => void this.#servers.delete(key) })
    this.#servers.set(key, transaction)
    return transaction
  }

  /** The draft on its way over `flow`, with a Via of our own. `begin` of what is returned sends it. */
  ask(draft: Draft, flow: Flow, sentBy: SocketAddress, news: (news: ClientNews) => void): ClientTransaction {
    return this.#begin(sentVia(draft, this.newVia(flow, sentBy)), flow, news)
  }

  /** A CANCEL: it goes under the branch of what it cancels (RFC 3261, 9.1). */
  askAgain(request: SipRequest, flow: Flow): void {
    this.#begin(request, flow, () => {}).begin()
  }

  #begin(request: SipRequest, flow: Flow, news: (news: ClientNews) => void): ClientTransaction {
    const key = clientKey(request)
    const { timings, timers } = this.#options
    const transaction = clientTransaction(request, { flow, timings, timers, news, ended: () => void this.#clients.delete(key) })
    this.#clients.set(key, transaction)
    return transaction
  }

  /** A response that belongs to nothing is dropped (RFC 3261, 18.1.2). */
  receive(response: SipResponse): void {
    this.#clients.get(clientKey(response))?.receive(response)
  }

  /** RFC 3261, 8.1.1.7: a branch never used before; RFC 3581: we want the answer back at the port it leaves from. */
  newVia(flow: Flow, sentBy: SocketAddress): Via {
    return {
      protocol: flow.transport.toUpperCase(),
      host: sentBy.address,
      port: sentBy.port,
      params: new Map([
        ['branch', `${MAGIC_COOKIE}${this.#options.newToken()}`],
        ['rport', undefined],
      ]),
    }
  }

  close(): void {
    for (const transaction of [...this.#servers.values(), ...this.#clients.values()]) transaction.abandon()
    this.#servers.clear()
    this.#clients.clear()
  }
}
