/** A G.711 companding law (ITU-T G.711), by its RTP encoding name (RFC 3551, section 6). */
export type G711 = 'PCMU' | 'PCMA'

export type SocketAddress = { readonly address: string; readonly port: number }

/** What one offer/answer exchange (RFC 3264) settled about one audio stream, seen from our side. */
export type NegotiatedAudio = {
  /** Where our RTP goes until a packet from the peer tells better (symmetric RTP, RFC 4961). Absent while the peer holds with `c=0.0.0.0`. */
  readonly remote: SocketAddress | undefined
  readonly codec: G711
  readonly payloadType: number
  /** Payload type of `telephone-event` (RFC 4733), when the peer takes it. */
  readonly telephoneEventPayloadType: number | undefined
  /** May we send, may we expect to receive (our view of `a=sendrecv|sendonly|recvonly|inactive`). */
  readonly send: boolean
  readonly receive: boolean
}
