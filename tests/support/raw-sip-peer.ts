import { createSocket, type Socket } from 'node:dgram'
import { connect } from 'node:net'
import { first } from '../../src/telephony/core/message/headers.ts'
import type { SipMessage } from '../../src/telephony/core/message/message.ts'
import { readMessage } from '../../src/telephony/core/message/read-message.ts'
import { replyTo } from '../../src/telephony/core/message/reply.ts'
import { writeMessage } from '../../src/telephony/core/message/write-message.ts'
import { eventually } from './eventually.ts'

/** A UDP peer that says exactly the bytes it is given, and keeps what it hears. To a BYE it says 200 by itself. */
export class RawSipPeer {
  readonly heard: SipMessage[] = []
  /** Everything heard as text, also what could not be read. */
  readonly texts: string[] = []
  readonly #socket: Socket
  readonly #towards: number

  static async open(towards: number, address = '127.0.0.1', port = 0): Promise<RawSipPeer> {
    const socket = createSocket('udp4')
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.bind(port, address, () => resolve())
    })
    return new RawSipPeer(socket, towards)
  }

  private constructor(socket: Socket, towards: number) {
    this.#socket = socket
    this.#towards = towards
    socket.on('message', (bytes) => {
      const message = readMessage(bytes, 'datagram')
      this.texts.push(bytes.toString('latin1'))
      // The echo of something malformed is malformed.
      if (message.kind === 'malformed') return
      this.heard.push(message)
      if (message.kind === 'request' && message.method === 'BYE') this.send(writeMessage(replyTo(message, 200)))
    })
  }

  get port(): number {
    return this.#socket.address().port
  }

  send(bytes: Uint8Array | string): void {
    this.#socket.send(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes, this.#towards, '127.0.0.1')
  }

  statuses(method?: string): number[] {
    return this.heard.flatMap((message) =>
      message.kind === 'response' && (method === undefined || message.cseq.method === method) ? [message.status] : [],
    )
  }

  requests(method: string): SipMessage[] {
    return this.heard.filter((message) => message.kind === 'request' && message.method === method)
  }

  /** The first response of this status (to this method), once it is there. */
  async response(status: number, method?: string): Promise<SipMessage> {
    const find = (): SipMessage | undefined =>
      this.heard.find((m) => m.kind === 'response' && m.status === status && (method === undefined || m.cseq.method === method))
    await eventually(`a ${status} to ${method ?? 'anything'}, heard ${this.statuses(method).join(' ')}`, () => find() !== undefined)
    return find() as SipMessage
  }

  close(): void {
    this.#socket.close()
  }
}

export type RawRequest = {
  readonly method: string
  readonly port: number
  readonly callId: string
  readonly cseq: number
  readonly branch?: string
  readonly toTag?: string | undefined
  readonly fromTag?: string
  readonly headers?: readonly string[]
  readonly body?: string
  readonly uri?: string
}

/** A request as bytes, from a peer on the loopback. */
export const rawRequest = (request: RawRequest): string => {
  const { method, port, callId, cseq, toTag, body = '', uri = 'sip:100@127.0.0.1' } = request
  const lines = [
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=${request.branch ?? `z9hG4bK-${callId}-${cseq}-${method}`};rport`,
    'Max-Forwards: 70',
    `From: <sip:+4520123456@127.0.0.1>;tag=${request.fromTag ?? 'raw'}`,
    `To: <sip:100@127.0.0.1>${toTag === undefined ? '' : `;tag=${toTag}`}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} ${method}`,
    `Contact: <sip:raw@127.0.0.1:${port}>`,
    ...(request.headers ?? []),
    ...(body === '' || (request.headers ?? []).some((header) => header.startsWith('Content-Type'))
      ? []
      : ['Content-Type: application/sdp']),
    `Content-Length: ${Buffer.byteLength(body, 'latin1')}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

export const sdpOffer = ({ address = '127.0.0.1', port = 30_000, direction = 'sendrecv', version = 1, codecs = '8 0' } = {}): string =>
  [
    'v=0',
    `o=raw 1 ${version} IN IP4 127.0.0.1`,
    's=-',
    `c=IN IP4 ${address}`,
    't=0 0',
    `m=audio ${port} RTP/AVP ${codecs} 101`,
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-16',
    `a=${direction}`,
    '',
  ].join('\r\n')

/** The tag our side gave in To. */
export const toTagOf = (message: SipMessage): string => message.to.params.get('tag') ?? first(message.headers, 'to') ?? ''

/** Sends bytes over a TCP connection of its own, in the given pieces, and gives all that was said back until `enough` or the end. */
export const sayOverTcp = async (
  port: number,
  pieces: readonly (string | Uint8Array)[],
  enough: (heard: string) => boolean,
): Promise<string> => {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  let heard = ''
  let closed = false
  socket.on('data', (chunk) => (heard += chunk.toString('latin1')))
  socket.on('close', () => (closed = true))
  socket.on('error', () => {})
  for (const piece of pieces) {
    socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await eventually(`enough over TCP, heard ${heard}`, () => closed || enough(heard))
  socket.destroy()
  return heard
}
