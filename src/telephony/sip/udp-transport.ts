import { createSocket, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { SocketAddress } from '../core/negotiated-audio.ts'
import { type Flow, type Loses, plainAddress, type Receive } from './flow.ts'

/** Room for a burst while the event loop is busy; the kernel caps it by net.core.rmem_max. */
const RECEIVE_BUFFER_BYTES = 1_048_576

/** SIP over UDP: one socket, one datagram a message (RFC 3261, section 18). */
export class UdpTransport {
  readonly #socket: Socket
  readonly #loses: Loses | undefined

  /** Rejects with the socket's error (EADDRINUSE, EACCES ...). The listener is there before the first datagram can be. */
  static open(local: SocketAddress, receive: Receive, loses?: Loses): Promise<UdpTransport> {
    const socket = createSocket({ type: isIPv6(local.address) ? 'udp6' : 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES })
    const transport = new UdpTransport(socket, loses)
    socket.on('message', (bytes, from) => {
      if (loses?.('in', bytes) === true) return
      receive(bytes, transport.flowTo({ address: plainAddress(from.address), port: from.port }))
    })
    return new Promise((resolve, reject) => {
      socket.once('error', reject)
      socket.bind(local.port, local.address, () => {
        socket.off('error', reject)
        // An ICMP error of some peer must not end the process; a send that fails says so to its sender.
        socket.on('error', () => {})
        resolve(transport)
      })
    })
  }

  private constructor(socket: Socket, loses: Loses | undefined) {
    this.#socket = socket
    this.#loses = loses
  }

  get local(): SocketAddress {
    const { address, port } = this.#socket.address()
    return { address, port }
  }

  flowTo(remote: SocketAddress): Flow {
    return { transport: 'udp', remote, open: true, send: (bytes, failed) => this.#send(bytes, remote, failed) }
  }

  #send(bytes: Uint8Array, remote: SocketAddress, failed?: () => void): void {
    if (this.#loses?.('out', bytes) === true) return
    try {
      this.#socket.send(bytes, remote.port, remote.address, (error) => {
        if (error !== null) failed?.()
      })
    } catch {
      // A port or address no datagram can go to, or a socket already closed.
      failed?.()
    }
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#socket.close(() => resolve()))
  }
}
