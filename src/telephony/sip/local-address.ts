import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'

const isWildcard = (address: string): boolean => address === '0.0.0.0' || address === '::'

/**
 * The address a peer reaches us at: the one we are bound to, or, bound to all, the one the kernel's routes lead to that peer
 * from (a connected UDP socket knows it; nothing is sent).
 */
export const localAddressTowards = (bound: string, peer: string): Promise<string> => {
  if (!isWildcard(bound)) return Promise.resolve(bound)
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(peer) ? 'udp6' : 'udp4')
    const settle = (address: string): void => {
      socket.close()
      resolve(address)
    }
    // Without a route there is nothing better to say than the loopback.
    socket.once('error', () => settle(isIPv6(peer) ? '::1' : '127.0.0.1'))
    socket.connect(9, peer, () => settle(socket.address().address))
  })
}
