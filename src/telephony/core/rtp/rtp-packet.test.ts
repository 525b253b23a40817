import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRtp, sequenceDistance, timestampDistance, writeRtp } from './rtp-packet.ts'

const packets = fc.record({
  marker: fc.boolean(),
  payloadType: fc.nat({ max: 127 }),
  sequence: fc.nat({ max: 0xffff }),
  timestamp: fc.nat({ max: 0xffff_ffff }),
  ssrc: fc.nat({ max: 0xffff_ffff }),
  payload: fc.uint8Array({ maxLength: 200 }),
})

describe('an RTP packet', () => {
  it('is laid out as RFC 3550 draws it', () => {
    const bytes = Uint8Array.of(0x80, 0x88, 0x12, 0x34, 0xde, 0xad, 0xbe, 0xef, 0xca, 0xfe, 0xba, 0xbe, 1, 2, 3)
    const packet = {
      marker: true,
      payloadType: 8,
      sequence: 0x1234,
      timestamp: 0xdeadbeef,
      ssrc: 0xcafebabe,
      payload: Uint8Array.of(1, 2, 3),
    }
    expect(parseRtp(bytes)).toEqual(packet)
    expect(writeRtp(packet)).toEqual(bytes)
  })

  it('is read without its contributing sources, extension and padding', () => {
    const contributing = [0, 0, 0, 1, 0, 0, 0, 2]
    const extension = [0xbe, 0xde, 0, 1, 9, 9, 9, 9]
    const bytes = Uint8Array.of(0xb2, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, ...contributing, ...extension, 7, 8, 0, 0, 3)
    expect(parseRtp(bytes)?.payload).toEqual(Uint8Array.of(7, 8))
  })

  it('comes back as it was written', () => {
    fc.assert(
      fc.property(packets, (packet) => {
        expect(parseRtp(writeRtp(packet))).toEqual(packet)
      }),
    )
  })

  it('is never read out of bounds, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const packet = parseRtp(bytes)
        if (packet !== undefined) expect(packet.payload.length).toBeLessThanOrEqual(bytes.length - 12)
      }),
      { numRuns: 1_000 },
    )
    for (const bytes of [
      [],
      [0x80],
      new Uint8Array(12),
      [0x9f, ...new Uint8Array(11)],
      [0xa0, ...new Uint8Array(11)],
      [0xa0, ...new Uint8Array(11), 9],
    ]) {
      expect(parseRtp(Uint8Array.from(bytes))).toBeUndefined()
    }
  })

  it('is nearer to its neighbours than to what lies half a circle away', () => {
    expect(sequenceDistance(2, 65_534)).toBe(4)
    expect(sequenceDistance(65_534, 2)).toBe(-4)
    expect(timestampDistance(80, 0xffff_ffb0)).toBe(160)
    expect(timestampDistance(0xffff_ffb0, 80)).toBe(-160)
  })
})
