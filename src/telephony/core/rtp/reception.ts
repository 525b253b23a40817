import { middleOf, type NtpTime, type ReportBlock } from './rtcp-packet.ts'
import { sequenceDistance } from './rtp-packet.ts'
import { SAMPLE_RATE } from '../audio/g711.ts'

/** What has been received from one peer, kept for RTCP reports and statistics. Times are milliseconds of one monotonic clock. */
export type Reception = {
  readonly packet: (packet: { readonly ssrc: number; readonly sequence: number; readonly timestamp: number }, at: number) => void
  readonly senderReport: (ntp: NtpTime, at: number) => void
  /** The block for the next report, and a new interval begins; undefined before anything came. */
  readonly report: (at: number) => ReportBlock | undefined
  readonly received: () => number
  /** Expected less received over all sources so far; never below 0. */
  readonly lost: () => number
  readonly jitterMs: () => number
}

/** RFC 3550, appendix A.1: a jump of more than this forward, or this backward, is a sender that began anew. */
const MAX_DROPOUT = 3_000
const MAX_MISORDER = 100

export const createReception = (): Reception => {
  let ssrc: number | undefined
  let base = 0
  let cycles = 0
  let highest = 0
  let suspect: number | undefined
  let received = 0
  let expectedBefore = 0
  let receivedBefore = 0
  let jitter = 0
  let lastTransit = 0
  let lastTimestamp = 0
  let lastReport = 0
  let lastReportAt = 0
  /** Totals of sources and runs that are over. */
  let earlierReceived = 0
  let earlierLost = 0

  const expected = (): number => (ssrc === undefined ? 0 : cycles + highest - base + 1)

  const begin = (source: number, sequence: number): void => {
    earlierReceived += received
    earlierLost += Math.max(0, expected() - received)
    ssrc = source
    base = sequence
    highest = sequence
    cycles = 0
    suspect = undefined
    received = 0
    expectedBefore = 0
    receivedBefore = 0
  }

  return {
    packet: (packet, at) => {
      const transit = at * (SAMPLE_RATE / 1_000) - packet.timestamp
      if (ssrc !== packet.ssrc) {
        // A sender report may come before the first packet; one of another source says nothing of this one.
        if (ssrc !== undefined) lastReport = 0
        begin(packet.ssrc, packet.sequence)
        jitter = 0
      } else {
        const distance = sequenceDistance(packet.sequence, highest)
        if (distance > MAX_DROPOUT || distance < -MAX_MISORDER) {
          // Appendix A.1: two packets in a row from the new place, and we believe it.
          if (packet.sequence !== suspect) {
            suspect = (packet.sequence + 1) & 0xffff
            received += 1
            return
          }
          begin(packet.ssrc, packet.sequence)
        } else if (distance > 0) {
          if (packet.sequence < highest) cycles += 0x10000
          highest = packet.sequence
        }
        // Appendix A.8: J += (|D| - J) / 16. Packets of one timestamp (a key's events) say nothing about transit, and neither does a
        // timestamp that jumped, by a second or more, with the talker.
        const difference = Math.abs(transit - lastTransit) % 2 ** 32
        if (packet.timestamp !== lastTimestamp && difference < SAMPLE_RATE) jitter += (difference - jitter) / 16
      }
      received += 1
      lastTransit = transit
      lastTimestamp = packet.timestamp
    },
    senderReport: (ntp, at) => {
      lastReport = middleOf(ntp)
      lastReportAt = at
    },
    report: (at) => {
      if (ssrc === undefined) return undefined
      // Appendix A.3.
      const expectedNow = expected() - expectedBefore
      const lostNow = expectedNow - (received - receivedBefore)
      expectedBefore = expected()
      receivedBefore = received
      return {
        ssrc,
        fractionLost: expectedNow <= 0 || lostNow <= 0 ? 0 : Math.min(255, Math.floor((lostNow * 256) / expectedNow)),
        cumulativeLost: expected() - received,
        extendedHighestSequence: (cycles + highest) >>> 0,
        jitter: Math.floor(jitter),
        lastSenderReport: lastReport,
        delaySinceLastSenderReport: lastReport === 0 ? 0 : Math.round((at - lastReportAt) * 65.536) >>> 0,
      }
    },
    received: () => earlierReceived + received,
    lost: () => earlierLost + Math.max(0, expected() - received),
    jitterMs: () => jitter / (SAMPLE_RATE / 1_000),
  }
}
