import { isIP } from 'node:net'
import { lookup } from 'node:dns/promises'
import { type Hop, leadsNowhere, nextHop } from '../core/dialog/next-hop.ts'
import type { Draft } from '../core/message/compose-request.ts'
import { all } from '../core/message/headers.ts'
import { bracketed } from '../core/message/uri.ts'
import type { SocketAddress } from '../core/negotiated-audio.ts'
import type { Flow } from './flow.ts'
import { localAddressTowards } from './local-address.ts'
import type { Transports } from './open-transports.ts'

/** How our messages leave, and what they say of where we are. */
export class WaysOut {
  readonly #transports: Transports
  readonly #publicAddress: string | undefined

  constructor(transports: Transports, publicAddress: string | undefined) {
    this.#transports = transports
    this.#publicAddress = publicAddress
  }

  /** Where a peer reaches us: the public address when there is one, else the address that faces it. */
  async selfTowards(peer: string): Promise<SocketAddress> {
    const { address, port } = this.#transports.udp.local
    return { address: this.#publicAddress ?? (await localAddressTowards(address, peer)), port }
  }

  /** Our Contact as a header value. */
  contact(self: SocketAddress, transport: Flow['transport']): string {
    return `<sip:firstline@${bracketed(self.address)}:${self.port}${transport === 'tcp' ? ';transport=tcp' : ''}>`
  }

  /** The way to where somebody dialled. Rejects when the name is unknown or no connection can be made. */
  async reach(hop: Hop): Promise<Flow> {
    const address = isIP(hop.host) === 0 ? (await lookup(hop.host)).address : hop.host
    return this.#to({ address, port: hop.port }, hop.transport)
  }

  #to(remote: SocketAddress, transport: Hop['transport']): Flow | Promise<Flow> {
    return transport === 'udp' ? this.#transports.udp.flowTo(remote) : this.#transports.tcp.flowTo(remote)
  }

  /**
   * The way of a request within a dialog (RFC 3261, 12.2.1.1): its first Route or the remote target. It goes back the way the
   * peer was last heard from when that is an open TCP connection, when the hop is named (we look up no name a stranger wrote),
   * when it leads nowhere from here, or when it cannot be connected to.
   */
  async within(draft: Draft, back: Flow): Promise<Flow> {
    if (back.transport === 'tcp' && back.open) return back
    const hop = nextHop(all(draft.headers, 'route'), draft.target, back.transport)
    if (hop === undefined || isIP(hop.host) === 0 || leadsNowhere(hop, back.remote)) return this.#to(back.remote, back.transport)
    try {
      return await this.#to({ address: hop.host, port: hop.port }, hop.transport)
    } catch {
      return back
    }
  }
}
