import type { SocketAddress } from '../core/negotiated-audio.ts'
import type { Loses, Receive } from './flow.ts'
import { TcpTransport } from './tcp-transport.ts'
import { UdpTransport } from './udp-transport.ts'

export type Transports = { readonly udp: UdpTransport; readonly tcp: TcpTransport }

export type Receivers = { readonly datagram: Receive; readonly stream: Receive; readonly loses?: Loses | undefined }

const ATTEMPTS = 20

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'

/** UDP and TCP on one port. With port 0 one is looked for that is free for both. Rejects with the socket's error. */
export const openTransports = async (local: SocketAddress, receivers: Receivers): Promise<Transports> => {
  for (let attempt = 1; ; attempt += 1) {
    const udp = await UdpTransport.open(local, receivers.datagram, receivers.loses)
    try {
      const tcp = await TcpTransport.open({ address: local.address, port: udp.local.port }, receivers.stream)
      return { udp, tcp }
    } catch (error) {
      await udp.close()
      if (local.port !== 0 || attempt >= ATTEMPTS || !isTaken(error)) throw error
    }
  }
}
