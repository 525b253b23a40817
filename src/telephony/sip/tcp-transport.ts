import { createServer, connect, type Server, type Socket } from 'node:net'
import { emptyFraming, frameStream } from '../core/message/frame-stream.ts'
import type { SocketAddress } from '../core/negotiated-audio.ts'
import { type Flow, plainAddress, type Receive } from './flow.ts'

/** Connections at once; the next is closed on arrival. */
const MAX_CONNECTIONS = 1_000
/** A message that has begun must be whole by then (RFC 4475, 3.1.2.2: "close the connection if none is forthcoming"). */
const MESSAGE_TIME_MS = 30_000
/** A connection on which nothing happens is closed; a peer that wants it keeps it alive (RFC 5626, 3.5.1: every 2 minutes). */
const IDLE_TIME_MS = 3_600_000
const CONNECT_TIME_MS = 5_000
/** A peer that does not read what we send is cut off. */
const MAX_UNREAD_BYTES = 1_048_576

const PONG = new Uint8Array([0x0d, 0x0a])

/** SIP over TCP (RFC 3261, section 18): messages cut out of the stream by Content-Length, replies on the connection of the request. */
export class TcpTransport {
  readonly #server: Server
  readonly #receive: Receive
  readonly #connections = new Map<string, { readonly flow: Flow; readonly socket: Socket }>()

  /** Rejects with the socket's error (EADDRINUSE, EACCES ...). */
  static open(local: SocketAddress, receive: Receive): Promise<TcpTransport> {
    const server = createServer({ noDelay: true, keepAlive: true })
    const transport = new TcpTransport(server, receive)
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(local.port, local.address, () => {
        server.off('error', reject)
        server.on('error', () => {})
        resolve(transport)
      })
    })
  }

  private constructor(server: Server, receive: Receive) {
    this.#server = server
    this.#receive = receive
    server.maxConnections = MAX_CONNECTIONS
    server.on('connection', (socket) => this.#adopt(socket))
  }

  get local(): SocketAddress {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new RangeError('a TCP transport that is closed has no address')
    return { address: address.address, port: address.port }
  }

  /** The connection to a peer, opened when there is none. Rejects when it cannot be. */
  flowTo(remote: SocketAddress): Promise<Flow> {
    const existing = this.#connections.get(keyOf(remote))
    if (existing?.flow.open === true) return Promise.resolve(existing.flow)
    return new Promise((resolve, reject) => {
      const socket = connect({ host: remote.address, port: remote.port, noDelay: true, keepAlive: true })
      const late = setTimeout(() => socket.destroy(new Error(`no TCP connection to ${keyOf(remote)} within 5 s`)), CONNECT_TIME_MS)
      socket.once('error', reject)
      socket.once('close', () => clearTimeout(late))
      socket.once('connect', () => {
        clearTimeout(late)
        resolve(this.#adopt(socket))
      })
    })
  }

  #adopt(socket: Socket): Flow {
    const remote = { address: plainAddress(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0 }
    const flow = flowOver(socket, remote)
    this.#connections.set(keyOf(remote), { flow, socket })
    let framing = emptyFraming
    let unfinished: NodeJS.Timeout | undefined
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      clearTimeout(unfinished)
      if (this.#connections.get(keyOf(remote))?.flow === flow) this.#connections.delete(keyOf(remote))
    })
    socket.setTimeout(IDLE_TIME_MS, () => socket.destroy())
    socket.on('data', (chunk) => {
      const cut = frameStream(framing, chunk)
      framing = cut.framing
      for (const frame of cut.frames) {
        if (frame.kind === 'ping') flow.send(PONG)
        else this.#receive(frame.bytes, flow)
        if (frame.kind === 'broken') socket.end()
      }
      if (framing.pending.length === 0 || cut.frames.length > 0) {
        clearTimeout(unfinished)
        unfinished = undefined
      }
      if (framing.pending.length > 0) unfinished ??= setTimeout(() => socket.destroy(), MESSAGE_TIME_MS).unref()
    })
    return flow
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const { socket } of this.#connections.values()) socket.destroySoon()
    await closed
  }
}

const keyOf = ({ address, port }: SocketAddress): string => `${address} port ${port}`

const flowOver = (socket: Socket, remote: SocketAddress): Flow => ({
  transport: 'tcp',
  remote,
  get open() {
    return socket.writable
  },
  send: (bytes, failed) => {
    if (!socket.writable) {
      failed?.()
      return
    }
    socket.write(bytes, (error) => {
      if (error !== undefined && error !== null) failed?.()
    })
    if (socket.writableLength > MAX_UNREAD_BYTES) socket.destroy()
  },
})
