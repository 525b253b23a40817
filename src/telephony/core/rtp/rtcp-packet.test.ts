import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { middleOf, ntpTime, parseRtcp, writeRtcp, type RtcpPacket } from './rtcp-packet.ts'

const word = fc.nat({ max: 0xffff_ffff })
const block = fc.record({
  ssrc: word,
  fractionLost: fc.nat({ max: 255 }),
  cumulativeLost: fc.integer({ min: -0x800000, max: 0x7fffff }),
  extendedHighestSequence: word,
  jitter: word,
  lastSenderReport: word,
  delaySinceLastSenderReport: word,
})
const reports = fc.array(block, { maxLength: 31 })
const report = fc.oneof(
  fc.record({ type: fc.constant('receiver-report' as const), ssrc: word, reports }),
  fc.record({
    type: fc.constant('sender-report' as const),
    ssrc: word,
    ntp: fc.record({ seconds: word, fraction: word }),
    rtpTimestamp: word,
    packetCount: word,
    octetCount: word,
    reports,
  }),
)
const more = fc.oneof(
  fc.record({ type: fc.constant('source-description' as const), ssrc: word, cname: fc.string({ unit: 'grapheme-ascii', maxLength: 255 }) }),
  fc.record({ type: fc.constant('goodbye' as const), ssrcs: fc.array(word, { maxLength: 31 }) }),
)

describe('an RTCP packet', () => {
  it('is laid out as RFC 3550 section 6.4 draws it', () => {
    const packets: RtcpPacket[] = [
      {
        type: 'sender-report',
        ssrc: 0x01020304,
        ntp: { seconds: 0x11121314, fraction: 0x21222324 },
        rtpTimestamp: 0x31323334,
        packetCount: 0x41,
        octetCount: 0x51,
        reports: [
          {
            ssrc: 0x61626364,
            fractionLost: 0x40,
            cumulativeLost: -2,
            extendedHighestSequence: 0x00017172,
            jitter: 0x81,
            lastSenderReport: 0x91929394,
            delaySinceLastSenderReport: 0xa1,
          },
        ],
      },
      { type: 'source-description', ssrc: 0x01020304, cname: 'ab' },
      { type: 'goodbye', ssrcs: [0x01020304] },
    ]
    const bytes = Buffer.from(
      '81c8000c01020304111213142122232431323334' +
        '0000004100000051' +
        '6162636440fffffe000171720000008191929394000000a1' +
        '81ca0003010203040102616200000000' +
        '81cb000101020304',
      'hex',
    )
    expect(Buffer.from(writeRtcp(packets)).toString('hex')).toBe(bytes.toString('hex'))
    expect(parseRtcp(bytes)).toEqual(packets)
  })

  it('comes back as it was written, in compounds', () => {
    fc.assert(
      fc.property(report, fc.array(more, { maxLength: 4 }), (first, rest) => {
        expect(parseRtcp(writeRtcp([first, ...rest]))).toEqual([first, ...rest])
      }),
    )
  })

  it('is refused when it does not begin with a report, is cut off, or is no RTCP, and unknown kinds are passed over', () => {
    expect(parseRtcp(writeRtcp([{ type: 'goodbye', ssrcs: [1] }]))).toBeUndefined()
    const whole = writeRtcp([{ type: 'receiver-report', ssrc: 1, reports: [] }])
    expect(parseRtcp(whole.subarray(0, 6))).toBeUndefined()
    expect(parseRtcp(new Uint8Array(0))).toBeUndefined()
    const application = Uint8Array.of(0x80, 204, 0, 2, 0, 0, 0, 1, 65, 66, 67, 68)
    expect(parseRtcp(Uint8Array.from([...whole, ...application]))).toEqual([{ type: 'receiver-report', ssrc: 1, reports: [] }])
  })

  it('never throws, whatever the bytes', () => {
    const damaged = fc.tuple(report, fc.array(fc.tuple(fc.nat({ max: 99 }), fc.nat({ max: 255 })), { maxLength: 5 }))
    fc.assert(
      fc.property(damaged, fc.uint8Array({ maxLength: 80 }), ([first, changes], anything) => {
        const bytes = writeRtcp([first])
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
        parseRtcp(bytes)
        parseRtcp(anything)
        parseRtcp(Uint8Array.from([0x80, 201, 0, 1, 0, 0, 0, 1, 0x81, 202, ...anything]))
      }),
    )
  })

  it('counts NTP time from 1900', () => {
    // RFC 5905, figure 4: the first day of UNIX was 2,208,988,800 s in.
    expect(ntpTime(0)).toEqual({ seconds: 2_208_988_800, fraction: 0 })
    expect(ntpTime(1_500)).toEqual({ seconds: 2_208_988_801, fraction: 0x8000_0000 })
    expect(middleOf({ seconds: 0xb44d_b705, fraction: 0x2000_0000 })).toBe(0xb705_2000)
  })
})
