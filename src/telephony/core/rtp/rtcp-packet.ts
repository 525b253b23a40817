/** A point of NTP time (RFC 3550, section 4): seconds since 1900 and 2^-32 parts of one, 32 bits each. */
export type NtpTime = { readonly seconds: number; readonly fraction: number }

/** RFC 3550, section 6.4.1: what a receiver saw of one source. */
export type ReportBlock = {
  readonly ssrc: number
  /** Share lost since the previous report, in 256ths. */
  readonly fractionLost: number
  /** Lost since the beginning, 24 bits, negative when more came than was sent (duplicates). */
  readonly cumulativeLost: number
  readonly extendedHighestSequence: number
  /** Interarrival jitter, in timestamp units. */
  readonly jitter: number
  /** Middle 32 bits of the last sender report's NTP time, and the delay since it in 1/65,536 s; both 0 when none came. */
  readonly lastSenderReport: number
  readonly delaySinceLastSenderReport: number
}

export type RtcpPacket =
  | {
      readonly type: 'sender-report'
      readonly ssrc: number
      readonly ntp: NtpTime
      readonly rtpTimestamp: number
      readonly packetCount: number
      readonly octetCount: number
      readonly reports: readonly ReportBlock[]
    }
  | { readonly type: 'receiver-report'; readonly ssrc: number; readonly reports: readonly ReportBlock[] }
  | { readonly type: 'source-description'; readonly ssrc: number; readonly cname: string }
  | { readonly type: 'goodbye'; readonly ssrcs: readonly number[] }

// RFC 3550, section 12.1.
const SENDER_REPORT = 200
const RECEIVER_REPORT = 201
const SOURCE_DESCRIPTION = 202
const GOODBYE = 203
const CNAME = 1
const REPORT_BLOCK_BYTES = 24

/** Middle 32 bits of an NTP time, as report blocks quote it (RFC 3550, section 6.4.1, LSR). */
export const middleOf = (ntp: NtpTime): number => (((ntp.seconds & 0xffff) << 16) | (ntp.fraction >>> 16)) >>> 0

/** NTP time of `epochMs` milliseconds since 1970. 2,208,988,800 s lie between the two epochs (RFC 5905, figure 4). */
export const ntpTime = (epochMs: number): NtpTime => ({
  seconds: (Math.floor(epochMs / 1_000) + 2_208_988_800) >>> 0,
  fraction: Math.floor(((epochMs % 1_000) / 1_000) * 2 ** 32) >>> 0,
})

/**
 * The known packets of a compound packet, in order; unknown types and application packets are stepped over. undefined when
 * the whole is not RTCP by RFC 3550 appendix A.2: version 2 throughout, first an SR or RR, lengths that add up.
 *
 * Each begins (section 6.4.1):
 *
 *     0                   1                   2                   3
 *     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *    |V=2|P|  count  |      PT       |   length in words, minus one  |
 *    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */
export const parseRtcp = (bytes: Uint8Array): readonly RtcpPacket[] | undefined => {
  const packets: RtcpPacket[] = []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (at < bytes.length) {
    if (at + 4 > bytes.length || view.getUint8(at) >> 6 !== 2) return undefined
    const type = view.getUint8(at + 1)
    if (at === 0 && type !== SENDER_REPORT && type !== RECEIVER_REPORT) return undefined
    const end = at + 4 + view.getUint16(at + 2) * 4
    if (end > bytes.length) return undefined
    const packet = parseOne(new DataView(view.buffer, view.byteOffset + at, end - at), type, view.getUint8(at) & 0x1f)
    if (packet === 'broken') return undefined
    if (packet !== 'unknown') packets.push(packet)
    at = end
  }
  return packets.length === 0 && bytes.length === 0 ? undefined : packets
}

const parseOne = (view: DataView, type: number, count: number): RtcpPacket | 'unknown' | 'broken' => {
  const size = view.byteLength
  switch (type) {
    case SENDER_REPORT:
      if (size < 28 + count * REPORT_BLOCK_BYTES) return 'broken'
      return {
        type: 'sender-report',
        ssrc: view.getUint32(4),
        ntp: { seconds: view.getUint32(8), fraction: view.getUint32(12) },
        rtpTimestamp: view.getUint32(16),
        packetCount: view.getUint32(20),
        octetCount: view.getUint32(24),
        reports: parseReports(view, 28, count),
      }
    case RECEIVER_REPORT:
      if (size < 8 + count * REPORT_BLOCK_BYTES) return 'broken'
      return { type: 'receiver-report', ssrc: view.getUint32(4), reports: parseReports(view, 8, count) }
    case SOURCE_DESCRIPTION:
      return parseSourceDescription(view)
    case GOODBYE:
      if (size < 4 + count * 4) return 'broken'
      return { type: 'goodbye', ssrcs: Array.from({ length: count }, (_, i) => view.getUint32(4 + i * 4)) }
    default:
      return 'unknown'
  }
}

const parseReports = (view: DataView, start: number, count: number): readonly ReportBlock[] =>
  Array.from({ length: count }, (_, i) => {
    const at = start + i * REPORT_BLOCK_BYTES
    return {
      ssrc: view.getUint32(at),
      fractionLost: view.getUint8(at + 4),
      cumulativeLost: (view.getInt32(at + 4) << 8) >> 8,
      extendedHighestSequence: view.getUint32(at + 8),
      jitter: view.getUint32(at + 12),
      lastSenderReport: view.getUint32(at + 16),
      delaySinceLastSenderReport: view.getUint32(at + 20),
    }
  })

// Section 6.5: chunks of an SSRC and items (type, length, text), each chunk ended by a zero octet. Only the first chunk's
// CNAME matters to an end point that mixes nothing.
const parseSourceDescription = (view: DataView): RtcpPacket | 'unknown' | 'broken' => {
  if (view.byteLength < 8) return 'unknown'
  let at = 8
  while (at + 2 <= view.byteLength) {
    const kind = view.getUint8(at)
    if (kind === 0) return 'unknown'
    const length = view.getUint8(at + 1)
    if (at + 2 + length > view.byteLength) return 'broken'
    if (kind === CNAME) {
      let cname = ''
      for (let i = 0; i < length; i += 1) cname += String.fromCharCode(view.getUint8(at + 2 + i))
      return { type: 'source-description', ssrc: view.getUint32(4), cname }
    }
    at += 2 + length
  }
  return 'unknown'
}

/** A compound packet. Begin it with a report (section 6.1). A `cname` is ASCII, at most 255 characters. */
export const writeRtcp = (packets: readonly RtcpPacket[]): Uint8Array<ArrayBuffer> => {
  const parts = packets.map(writeOne)
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

const begin = (size: number, count: number, type: number): DataView => {
  const view = new DataView(new ArrayBuffer(size))
  view.setUint8(0, 0x80 | count)
  view.setUint8(1, type)
  view.setUint16(2, size / 4 - 1)
  return view
}

const writeOne = (packet: RtcpPacket): Uint8Array => {
  switch (packet.type) {
    case 'sender-report': {
      const view = begin(28 + packet.reports.length * REPORT_BLOCK_BYTES, packet.reports.length, SENDER_REPORT)
      view.setUint32(4, packet.ssrc)
      view.setUint32(8, packet.ntp.seconds)
      view.setUint32(12, packet.ntp.fraction)
      view.setUint32(16, packet.rtpTimestamp)
      view.setUint32(20, packet.packetCount)
      view.setUint32(24, packet.octetCount)
      writeReports(view, 28, packet.reports)
      return new Uint8Array(view.buffer)
    }
    case 'receiver-report': {
      const view = begin(8 + packet.reports.length * REPORT_BLOCK_BYTES, packet.reports.length, RECEIVER_REPORT)
      view.setUint32(4, packet.ssrc)
      writeReports(view, 8, packet.reports)
      return new Uint8Array(view.buffer)
    }
    case 'source-description': {
      const text = packet.cname.slice(0, 255)
      // SSRC, item head, text, at least one zero octet, padded to whole words.
      const view = begin(Math.ceil((8 + 2 + text.length + 1) / 4) * 4, 1, SOURCE_DESCRIPTION)
      view.setUint32(4, packet.ssrc)
      view.setUint8(8, CNAME)
      view.setUint8(9, text.length)
      for (let i = 0; i < text.length; i += 1) view.setUint8(10 + i, text.charCodeAt(i))
      return new Uint8Array(view.buffer)
    }
    case 'goodbye': {
      const view = begin(4 + packet.ssrcs.length * 4, packet.ssrcs.length, GOODBYE)
      packet.ssrcs.forEach((ssrc, i) => view.setUint32(4 + i * 4, ssrc))
      return new Uint8Array(view.buffer)
    }
  }
}

const writeReports = (view: DataView, start: number, reports: readonly ReportBlock[]): void => {
  reports.forEach((report, i) => {
    const at = start + i * REPORT_BLOCK_BYTES
    view.setUint32(at, report.ssrc)
    // Fraction and cumulative number share a word; the latter is clamped to its 24 bits (appendix A.3).
    view.setInt32(at + 4, Math.max(-0x800000, Math.min(0x7fffff, report.cumulativeLost)))
    view.setUint8(at + 4, report.fractionLost)
    view.setUint32(at + 8, report.extendedHighestSequence)
    view.setUint32(at + 12, report.jitter)
    view.setUint32(at + 16, report.lastSenderReport)
    view.setUint32(at + 20, report.delaySinceLastSenderReport)
  })
}
