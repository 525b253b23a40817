import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createReception } from './reception.ts'

const packet = (index: number, ssrc = 7) => ({ ssrc, sequence: (65_530 + index) & 0xffff, timestamp: (index * 160) >>> 0 })

describe('what was received', () => {
  it('counts loss since the beginning and since the last report (RFC 3550, A.3), across the wrap', () => {
    const reception = createReception()
    for (let i = 0; i < 100; i += 1) if (i % 4 !== 1) reception.packet(packet(i), i * 20)
    const first = reception.report(2_000)
    expect(first).toMatchObject({ fractionLost: 64, cumulativeLost: 25, extendedHighestSequence: 65_530 + 99 })
    for (let i = 100; i < 200; i += 1) reception.packet(packet(i), i * 20)
    expect(reception.report(4_000)).toMatchObject({ fractionLost: 0, cumulativeLost: 25 })
    expect(reception.lost()).toBe(25)
    expect(reception.received()).toBe(175)
  })

  it('does not count late and reordered packets as lost, nor duplicates as gained', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3 }), { minLength: 2, maxLength: 60 }), (delays) => {
        const reception = createReception()
        const order = delays.map((delay, i) => ({ i, at: i + delay })).toSorted((a, b) => a.at - b.at)
        for (const { i, at } of order) reception.packet(packet(i), at * 20)
        // The very first numbers may come after one that is taken for the beginning.
        expect(reception.lost()).toBe(0)
        reception.packet(packet(delays.length - 1), 9_999)
        expect(reception.lost()).toBe(0)
      }),
    )
  })

  it('measures jitter as RFC 3550, A.8 does', () => {
    const reception = createReception()
    let jitter = 0
    let before = 0
    for (let i = 0; i < 200; i += 1) {
      const delay = [0, 7, 3, 12, 1][i % 5] ?? 0
      reception.packet(packet(i), i * 20 + delay)
      if (i > 0) jitter += (Math.abs(delay - before) - jitter) / 16
      before = delay
    }
    expect(reception.jitterMs()).toBeCloseTo(jitter, 6)
    expect(reception.report(9_999)?.jitter).toBe(Math.floor(jitter * 8))
  })

  it('begins anew with a new source, and with a sequence that jumped and stays there', () => {
    const reception = createReception()
    for (let i = 0; i < 10; i += 1) reception.packet(packet(i), i * 20)
    for (let i = 0; i < 10; i += 1) reception.packet({ ...packet(i), sequence: 20_000 + i }, 200 + i * 20)
    for (let i = 0; i < 10; i += 2) reception.packet(packet(i, 8), 400 + i * 20)
    expect(reception.lost()).toBe(4)
    expect(reception.received()).toBe(25)
    expect(reception.report(999)?.ssrc).toBe(8)
  })

  it('quotes the last sender report and how long ago it came', () => {
    const reception = createReception()
    expect(reception.report(0)).toBeUndefined()
    reception.senderReport({ seconds: 0x12345678, fraction: 0x9abcdef0 }, 1_000)
    reception.packet(packet(0), 1_010)
    expect(reception.report(2_500)).toMatchObject({ lastSenderReport: 0x56789abc, delaySinceLastSenderReport: Math.round(1.5 * 65_536) })
  })
})
