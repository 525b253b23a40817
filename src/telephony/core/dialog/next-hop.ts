import type { SocketAddress } from '../negotiated-audio.ts'
import { readNameAddr } from '../message/name-addr.ts'
import { DEFAULT_PORT } from '../message/route-replies.ts'
import type { Uri } from '../message/uri.ts'

export type Transport = 'udp' | 'tcp'

export type Hop = { readonly host: string; readonly port: number; readonly transport: Transport }

/** Where a URI is reached (RFC 3263, section 4, without its DNS records): host, port, transport. Undefined for what is not `sip:`. */
export const hopOfUri = (uri: Uri, fallback: Transport): Hop | undefined => {
  if (uri.kind !== 'sip' || uri.scheme === 'sips') return undefined
  const named = uri.params.get('transport')?.toLowerCase()
  const transport = named === 'tcp' || named === 'udp' ? named : fallback
  return { host: uri.host, port: uri.port ?? DEFAULT_PORT, transport }
}

/** RFC 3261, 12.2.1.1 and 8.1.2: the first route, else the remote target. */
export const nextHop = (routes: readonly string[], target: Uri, fallback: Transport): Hop | undefined => {
  const route = readNameAddr(routes[0] ?? '')
  return hopOfUri(route?.parsed ?? target, fallback)
}

const PRIVATE =
  /^(10\.|192\.168\.|172\.(1[6-9]|2[0-9]|3[01])\.|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.|127\.|169\.254\.|f[cd]|fe80:|::1$)/

/**
 * Behind a NAT a peer writes an address into its Contact that leads nowhere from here. When the hop is a private address and
 * the INVITE came from another one, what is sent goes back the way the INVITE came (RFC 5923's idea, without its option).
 */
export const leadsNowhere = (hop: Hop, cameFrom: SocketAddress): boolean => hop.host !== cameFrom.address && PRIVATE.test(hop.host)
