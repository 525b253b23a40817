import { createSocket, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'

/** Two bound sockets: RTP on an even port, RTCP on the next (RFC 3550, section 11). */
export type PortPair = { readonly port: number; readonly rtp: Socket; readonly rtcp: Socket }

/**
 * Keeps a few pairs bound ahead, so that a call never waits for the system. Ports are used round the range, so that a port
 * that was just given up rests as long as can be and stray packets of the old call find nobody.
 */
export type PortPairs = {
  /** Takes the ready pair with this port; undefined when there is none. */
  readonly take: (port: number) => PortPair | undefined
  /** A pair was closed: its ports may be bound again. */
  readonly freed: () => void
  readonly close: () => void
}

export type PortPairsOptions = {
  readonly address: string
  readonly portMin: number
  readonly portMax: number
  readonly firstPort: number
  readonly onReady: (port: number) => void
  /** Every pair of the range was tried and none could be bound. */
  readonly onExhausted: (why: string) => void
}

const KEPT_READY = 12
/** How long an exhausted range is left alone, in milliseconds, before it is tried again unasked: another program may hold its ports. */
const RETRY_MS = 1_000

export const createPortPairs = (options: PortPairsOptions): PortPairs => {
  const lowest = options.portMin + (options.portMin & 1)
  const count = Math.max(0, Math.floor((options.portMax - lowest + 1) / 2))
  const ready = new Map<number, PortPair>()
  let next = count === 0 ? 0 : Math.floor((options.firstPort - lowest) / 2) % count
  let filling = false
  let freedMeanwhile = false
  let closed = false
  let retry: NodeJS.Timeout | undefined

  const fill = async (): Promise<void> => {
    if (filling || closed) return
    filling = true
    freedMeanwhile = false
    let failures = 0
    let why = 'the range holds no pair of ports'
    while (!closed && ready.size < KEPT_READY && failures < count) {
      const port = lowest + next * 2
      next = (next + 1) % count
      if (ready.has(port)) {
        failures += 1
        continue
      }
      const pair = await bindPair(options.address, port)
      if (typeof pair === 'string') {
        why = pair
        failures += 1
        continue
      }
      failures = 0
      if (closed) closePair(pair)
      else {
        ready.set(port, pair)
        options.onReady(port)
      }
    }
    filling = false
    if (freedMeanwhile && ready.size < KEPT_READY) return fill()
    if (closed || ready.size > 0) return
    options.onExhausted(why)
    retry = setTimeout(() => void fill(), RETRY_MS).unref()
  }

  void fill()
  return {
    take: (port) => {
      const pair = ready.get(port)
      ready.delete(port)
      if (ready.size < KEPT_READY / 2) void fill()
      return pair
    },
    freed: () => {
      freedMeanwhile = true
      void fill()
    },
    close: () => {
      closed = true
      clearTimeout(retry)
      for (const pair of ready.values()) closePair(pair)
      ready.clear()
    },
  }
}

const closePair = (pair: PortPair): void => {
  pair.rtp.close()
  pair.rtcp.close()
}

/** The pair, or why not (`EADDRINUSE`, ...). */
const bindPair = async (address: string, port: number): Promise<PortPair | string> => {
  const rtp = await bind(address, port)
  if (typeof rtp === 'string') return rtp
  const rtcp = await bind(address, port + 1)
  if (typeof rtcp !== 'string') return { port, rtp, rtcp }
  rtp.close()
  return rtcp
}

const bind = (address: string, port: number): Promise<Socket | string> =>
  new Promise((resolve) => {
    const family = isIPv6(address) ? 6 : 4
    const socket = createSocket({
      type: family === 6 ? 'udp6' : 'udp4',
      // Addresses here are never names. Answering at once lets `send` hand the packet to the system within the call.
      lookup: (name, _options, found) => found(null, name, family),
    })
    const failed = (error: NodeJS.ErrnoException): void => {
      socket.close()
      resolve(error.code ?? error.message)
    }
    socket.once('error', failed)
    socket.bind({ address, port, exclusive: true }, () => {
      socket.off('error', failed)
      resolve(socket)
    })
  })
