/**
 * RFC 3550, section 5.1:
 *
 *     0                   1                   2                   3
 *     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *    |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 *    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *    |                           timestamp                           |
 *    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *    |           synchronization source (SSRC) identifier            |
 *    +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 *    |            contributing source (CSRC) identifiers             |
 *    |                             ....                              |
 *    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */
export type RtpPacket = {
  readonly marker: boolean
  readonly payloadType: number
  /** 16 bits. */
  readonly sequence: number
  /** 32 bits, in samples. */
  readonly timestamp: number
  /** 32 bits. */
  readonly ssrc: number
  readonly payload: Uint8Array
}

export const RTP_HEADER_BYTES = 12

/** Reads a packet; undefined for whatever RFC 3550 appendix A.1 finds invalid. The payload is a view into `bytes`, not a copy. */
export const parseRtp = (bytes: Uint8Array): RtpPacket | undefined => {
  if (bytes.length < RTP_HEADER_BYTES) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const first = view.getUint8(0)
  if (first >> 6 !== 2) return undefined
  const second = view.getUint8(1)
  let start = RTP_HEADER_BYTES + (first & 0x0f) * 4
  let end = bytes.length
  // Section 5.3.1: a header extension is a 16-bit profile value, a 16-bit count of 32-bit words, and the words.
  if (first & 0x10) {
    if (start + 4 > end) return undefined
    start += 4 + view.getUint16(start + 2) * 4
  }
  // Section 5.1: the last octet of padding counts the padding, itself included.
  if (first & 0x20) {
    const padding = bytes[end - 1] ?? 0
    if (padding === 0) return undefined
    end -= padding
  }
  if (start > end) return undefined
  return {
    marker: (second & 0x80) !== 0,
    payloadType: second & 0x7f,
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    ssrc: view.getUint32(8),
    payload: bytes.subarray(start, end),
  }
}

/** The packet's bytes, without padding, extension or contributing sources. Written at the front of `into` when given; the result is that part. */
export const writeRtp = (packet: RtpPacket, into: Uint8Array = new Uint8Array(RTP_HEADER_BYTES + packet.payload.length)): Uint8Array => {
  const view = new DataView(into.buffer, into.byteOffset, into.byteLength)
  view.setUint8(0, 0x80)
  view.setUint8(1, (packet.marker ? 0x80 : 0) | packet.payloadType)
  view.setUint16(2, packet.sequence)
  view.setUint32(4, packet.timestamp)
  view.setUint32(8, packet.ssrc)
  into.set(packet.payload, RTP_HEADER_BYTES)
  return into.subarray(0, RTP_HEADER_BYTES + packet.payload.length)
}

/** How far sequence number `a` is after `b`, -32,768 to 32,767, across the wrap. */
export const sequenceDistance = (a: number, b: number): number => ((a - b) << 16) >> 16

/** How far timestamp `a` is after `b`, in samples, across the wrap. */
export const timestampDistance = (a: number, b: number): number => (a - b) | 0
