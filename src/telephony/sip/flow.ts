import type { SocketAddress } from '../core/negotiated-audio.ts'
import type { Carrier } from '../core/transaction/step.ts'

/** A way to one peer: over UDP an address to send to, over TCP an open connection. */
export interface Flow {
  readonly transport: 'udp' | 'tcp'
  readonly remote: SocketAddress
  /** False once nothing can be sent any more: the connection is closed. */
  readonly open: boolean
  /** `failed` is told when the bytes certainly do not leave; that they arrive is nobody's promise. */
  send(bytes: Uint8Array, failed?: () => void): void
}

export const carrierOf = (flow: Flow): Carrier => (flow.transport === 'udp' ? 'unreliable' : 'reliable')

/** What a transport hands up: the bytes of one message, and where they came from. */
export type Receive = (bytes: Uint8Array, flow: Flow) => void

/** For tests of bad networks only: true loses the datagram. */
export type Loses = (way: 'in' | 'out', bytes: Uint8Array) => boolean

/** `::ffff:192.0.2.1`, as a dual-stack socket sees IPv4, is 192.0.2.1. */
export const plainAddress = (address: string): string =>
  address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address
