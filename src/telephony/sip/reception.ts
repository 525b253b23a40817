import { vetInvite, vetRequest } from '../core/dialog/vet-request.ts'
import { arrive } from '../core/dialog/take-call.ts'
import { isTrusted, type TrustedSources } from '../core/identity/trusted-source.ts'
import type { Headers } from '../core/message/headers.ts'
import { type Malformed, type SipRequest, type SipResponse, tagOf } from '../core/message/message.ts'
import { ALLOWED } from '../core/message/methods.ts'
import { readMessage } from '../core/message/read-message.ts'
import { refusalOf, replyTo } from '../core/message/reply.ts'
import { replyRoute, stampHeaders, stampSource } from '../core/message/route-replies.ts'
import type { Via } from '../core/message/via.ts'
import { writeMessage } from '../core/message/write-message.ts'
import type { SocketAddress } from '../core/negotiated-audio.ts'
import type { MediaSession } from '../door.ts'
import { incomingCall } from './call-faces.ts'
import type { CallRegister } from './call-register.ts'
import type { SipEndpointOptions } from './endpoint-options.ts'
import type { Flow } from './flow.ts'
import type { Identifiers } from './identifiers.ts'
import { type CallHouse, LiveCall } from './live-call.ts'
import type { SourceLimits } from './source-limits.ts'
import type { TransactionTable } from './transaction-table.ts'
import type { WaysOut } from './ways-out.ts'

/** How soon a caller turned away for want of room may try again, in seconds. */
const RETRY_AFTER = '10'

export type ReceptionParts = {
  readonly options: SipEndpointOptions
  readonly trusted: TrustedSources
  readonly table: TransactionTable
  readonly calls: CallRegister
  readonly limits: SourceLimits
  readonly identifiers: Identifiers
  readonly house: CallHouse
  readonly udpFlow: (remote: SocketAddress) => Flow
  readonly ways: () => WaysOut
}

/**
 * What becomes of everything that comes in. Whatever does not begin or belong to a call is answered without a transaction
 * (RFC 3261, 8.2.7): the same question gets the same answer, and a flood of questions leaves nothing behind.
 */
export class Reception {
  draining = false
  readonly #parts: ReceptionParts
  /** The transaction through which a request of a call is answered, as long as anybody knows the request. */
  readonly #answering = new WeakMap<SipRequest, { respond(response: SipResponse): void }>()

  constructor(parts: ReceptionParts) {
    this.#parts = parts
  }

  respond(to: SipRequest, response: SipResponse): void {
    this.#answering.get(to)?.respond(response)
  }

  /** The bytes of one message. It must never end the others' calls, whatever is wrong with it or with us. */
  receive(carrier: 'datagram' | 'stream', bytes: Uint8Array, flow: Flow): void {
    try {
      this.#receive(bytes, carrier, flow)
    } catch (error) {
      this.#parts.options.log.error({ source: flow.remote.address, error }, 'a SIP message could not be handled')
    }
  }

  #receive(bytes: Uint8Array, carrier: 'datagram' | 'stream', flow: Flow): void {
    // RFC 5626, 4.4.1, and NAT keep-alives of all sorts: a datagram of nothing but line breaks or zeros.
    if (bytes.length <= 4) return
    const message = readMessage(bytes, carrier)
    if (message.kind === 'malformed') return this.#refuseMalformed(message, flow)
    if (message.kind === 'response') return this.#parts.table.receive(message)
    const request = stampSource(message, flow.remote)
    this.#dispatch(request, this.#wayBack(request.via, flow), flow)
  }

  #wayBack(via: Via | undefined, flow: Flow): Flow {
    return flow.transport === 'tcp' ? flow : this.#parts.udpFlow(replyRoute(via, flow.remote))
  }

  #refuseMalformed(message: Malformed, flow: Flow): void {
    const { limits, identifiers, options } = this.#parts
    options.log.debug({ source: flow.remote.address, why: message.why }, 'malformed SIP message')
    if (message.status === undefined || limits.admit(flow.remote.address) === 'drop') return
    const { headers, via } = stampHeaders(message.headers, flow.remote)
    const refusal = refusalOf({ ...message, headers }, identifiers.statelessTag(message.headers))
    if (refusal !== undefined) this.#wayBack(via, flow).send(refusal)
  }

  #answer(request: SipRequest, status: number, back: Flow, headers: Headers = []): void {
    back.send(writeMessage(replyTo(request, status, { toTag: this.#parts.identifiers.statelessTag(request.headers), headers })))
  }

  #dispatch(request: SipRequest, back: Flow, from: Flow): void {
    const { table, calls } = this.#parts
    if (table.absorbs(request)) return
    // The ACK of a 2xx has a transaction of its own (RFC 3261, 13.2.2.4). One that belongs to no call is dropped.
    if (request.method === 'ACK') return calls.within(request)?.take({ is: 'ack', ack: request })
    if (request.method === 'CANCEL') return this.#cancel(request, back)
    const refusal = vetRequest(request)
    if (refusal !== undefined) return this.#answer(request, refusal.status, back, refusal.headers)
    if (tagOf(request.to) !== undefined) return this.#receiveWithin(request, back, from)
    switch (request.method) {
      case 'INVITE':
        return this.#receiveInvite(request, back, from)
      case 'OPTIONS':
        return this.#receiveOptions(request, back, from)
      case 'BYE':
      case 'INFO':
      case 'UPDATE':
        // RFC 3261, 15.1.2: 481 for what belongs in a dialog and names none.
        return this.#answer(request, 481, back)
      default:
        return this.#answer(request, 405, back, [{ name: 'allow', value: ALLOWED.join(', ') }])
    }
  }

  /** RFC 3261, 9.2: CANCEL is answered for itself, whatever becomes of the INVITE. */
  #cancel(cancel: SipRequest, back: Flow): void {
    const transaction = this.#parts.table.invitedBy(cancel)
    if (transaction === undefined) return this.#answer(cancel, 481, back)
    const call = this.#parts.calls.begunBy(transaction.request)
    // "The To tag of the response to the CANCEL and the To tag in the response to the original request SHOULD be the same."
    const toTag = call?.leg.dialog.local.tag ?? this.#parts.identifiers.statelessTag(transaction.request.headers)
    back.send(writeMessage(replyTo(cancel, 200, { toTag })))
    if (transaction.pending) call?.take({ is: 'cancel' })
  }

  #receiveWithin(request: SipRequest, back: Flow, from: Flow): void {
    const { table, calls, house } = this.#parts
    const call = calls.within(request)
    if (call === undefined) return this.#answer(request, 481, back)
    call.back = from
    if (table.full) {
      // No room to remember the answer by: a repetition will hear 500 for its CSeq.
      this.#answering.set(request, { respond: (response) => back.send(writeMessage(response)) })
    } else if (request.method === 'INVITE') {
      const transaction = table.serveInvite(request, back)
      transaction.acknowledged = (ack) => call.take({ is: 'ack', ack })
      this.#answering.set(request, transaction)
    } else this.#answering.set(request, table.serve(request, back))
    call.take({ is: 'request', request, chance: house.chance() })
  }

  /** True when the source may open something; otherwise it has been told, or met with silence. */
  #admitted(request: SipRequest, back: Flow, from: Flow): boolean {
    const { limits, trusted } = this.#parts
    if (isTrusted(trusted, from.remote.address)) return true
    const admission = limits.admit(from.remote.address)
    if (admission === 'refuse') this.#turnAway(request, back)
    return admission === 'admit'
  }

  #turnAway(request: SipRequest, back: Flow): void {
    this.#answer(request, 503, back, [{ name: 'retry-after', value: RETRY_AFTER }])
  }

  #receiveOptions(request: SipRequest, back: Flow, from: Flow): void {
    if (!this.#admitted(request, back, from)) return
    if (this.draining) return this.#turnAway(request, back)
    // RFC 3261, 11.2.
    this.#answer(request, 200, back, [
      { name: 'allow', value: ALLOWED.join(', ') },
      { name: 'accept', value: 'application/sdp' },
      { name: 'supported', value: 'timer' },
    ])
  }

  #receiveInvite(invite: SipRequest, back: Flow, from: Flow): void {
    const { table, calls, options, identifiers, house } = this.#parts
    // RFC 3261, 8.2.2.2: the same request by two paths; one is enough.
    if (calls.begunBy(invite) !== undefined) return this.#answer(invite, 482, back)
    if (!this.#admitted(invite, back, from)) return
    if (this.draining || table.full || calls.living >= options.maxCalls) {
      options.log.warn({ liveCalls: calls.living, transactions: table.size, draining: this.draining }, 'a call was turned away')
      return this.#turnAway(invite, back)
    }
    const vetted = vetInvite(invite)
    if ('refuse' in vetted) return this.#answer(invite, vetted.refuse.status, back, vetted.refuse.headers)
    const transaction = table.serveInvite(invite, back)
    this.#answering.set(invite, transaction)
    const first = arrive({ invite, agreement: vetted.agreement, localTag: identifiers.token(), sessionId: identifiers.number() })
    const call = new LiveCall(first.leg, from, from.remote, house)
    transaction.acknowledged = (ack) => call.take({ is: 'ack', ack })
    calls.add(call)
    call.begin(first)
    void this.#openAudio(call, invite, from)
  }

  /** Meanwhile the call can be cancelled: it is registered already. */
  async #openAudio(call: LiveCall, invite: SipRequest, from: Flow): Promise<void> {
    const { options, trusted, ways } = this.#parts
    let media: MediaSession
    try {
      media = await options.media.open()
      call.adoptMedia(media)
      call.self = await ways().selfTowards(from.remote.address)
    } catch (error) {
      options.log.error({ sipCallId: invite.callId, error }, 'a call was refused: no audio port could be opened')
      return call.take({ is: 'reject', status: 503 })
    }
    call.onArrived = () => {
      const source = { ...from.remote, transport: from.transport }
      options.log.info({ sipCallId: invite.callId, source }, 'a call rings')
      const about = { trusted: isTrusted(trusted, from.remote.address), country: options.country, source }
      try {
        options.onCall(incomingCall(call, media, invite, about))
      } catch (error) {
        options.log.error({ sipCallId: invite.callId, error }, 'a call was refused: it could not be taken in')
        call.take({ is: 'reject', status: 503 })
      }
    }
    const local = { address: call.self.address, port: media.local.port }
    call.take({ is: 'media-open', local, contact: ways().contact(call.self, from.transport) })
  }
}
