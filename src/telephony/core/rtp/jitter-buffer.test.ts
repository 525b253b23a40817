import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeG711, FRAME_SAMPLES } from '../audio/g711.ts'
import { createJitterBuffer, type BufferedPacket } from './jitter-buffer.ts'

/** A packet whose every sample is the value of mu-law character `character`, so that a played frame tells where it came from. */
const packet = (index: number, over: Partial<BufferedPacket> = {}): BufferedPacket => ({
  ssrc: 7,
  sequence: (65_500 + index) & 0xffff,
  timestamp: (2 ** 32 - 20_000 + index * FRAME_SAMPLES) >>> 0,
  payload: new Uint8Array(FRAME_SAMPLES).fill(characterOf(index)),
  codec: 'PCMU',
  ...over,
})
const characterOf = (index: number): number => 0x80 + (index % 100)
const valueOf = (index: number): number => decodeG711('PCMU', Uint8Array.of(characterOf(index)))[0] ?? 0

const pullFrame = (buffer: ReturnType<typeof createJitterBuffer>): { readonly how: string; readonly value: number } => {
  const frame = new Int16Array(FRAME_SAMPLES)
  const how = buffer.pull(frame)
  // The beginning may be blended into what was made up before; the end is as received.
  return { how, value: frame[FRAME_SAMPLES - 1] ?? 0 }
}

/** Runs a schedule of arrivals (packet index, arrival in ms) against a pull each 20 ms; the indices played, in order. */
const run = (arrivals: readonly { readonly packet: BufferedPacket; readonly at: number }[], frames: number) => {
  const buffer = createJitterBuffer()
  const queue = [...arrivals].toSorted((a, b) => a.at - b.at)
  const heard: { how: string; value: number }[] = []
  for (let frame = 0; frame < frames; frame += 1) {
    const now = frame * 20 + 10
    while (queue[0] !== undefined && queue[0].at <= now) {
      const next = queue.shift()
      if (next !== undefined) buffer.insert(next.packet, next.at)
    }
    heard.push(pullFrame(buffer))
  }
  return { heard, statistics: buffer.statistics() }
}

const indicesOf = (heard: readonly { how: string; value: number }[]): number[] => {
  const byValue = new Map(Array.from({ length: 100 }, (_, i) => [valueOf(i), i]))
  return heard.filter((frame) => frame.how === 'played').map((frame) => byValue.get(frame.value) ?? -1)
}

describe('a jitter buffer', () => {
  it('plays a steady stream whole and in order after 40 ms, across the wrap of sequence and timestamp', () => {
    const { heard, statistics } = run(
      Array.from({ length: 80 }, (_, i) => ({ packet: packet(i), at: i * 20 })),
      82,
    )
    expect(heard.slice(0, 2).map((frame) => frame.value)).toEqual([0, 0])
    expect(indicesOf(heard)).toEqual(Array.from({ length: 80 }, (_, i) => i))
    expect(statistics.concealedMs).toBe(0)
    expect(statistics.delayMs).toBe(40)
  })

  it('puts packets that overtook each other back in order', () => {
    const order = [0, 2, 1, 3, 5, 4, 6, 7]
    const { heard } = run(
      order.map((index, i) => ({ packet: packet(index), at: i * 20 })),
      11,
    )
    expect(indicesOf(heard)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  it('makes up one frame for one lost packet and plays on', () => {
    const { heard } = run(
      [0, 1, 2, 3, 5, 6, 7].map((index) => ({ packet: packet(index), at: index * 20 })),
      10,
    )
    expect(heard.map((frame) => frame.how)).toEqual([
      'silence',
      'silence',
      'played',
      'played',
      'played',
      'played',
      'concealed',
      'played',
      'played',
      'played',
    ])
    expect(indicesOf(heard)).toEqual([0, 1, 2, 3, 5, 6, 7])
  })

  it('plays a packet that comes twice once', () => {
    const twice = [0, 1, 1, 2, 0, 3, 3, 3, 4].map((index) => ({ packet: packet(index), at: index * 20 }))
    const { heard, statistics } = run(twice, 7)
    expect(indicesOf(heard)).toEqual([0, 1, 2, 3, 4])
    expect(statistics.duplicates).toBe(4)
  })

  it('loses nothing of a stream that is held up for 60 ms once, and gives the delay back in the next quiet', () => {
    const loud = Array.from({ length: 40 }, (_, i) => ({ packet: packet(i), at: i * 20 + (i >= 10 ? 60 : 0) }))
    const { heard, statistics } = run(loud, 50)
    expect(indicesOf(heard)).toEqual(Array.from({ length: 40 }, (_, i) => i))
    expect(statistics.delayMs).toBeGreaterThan(40)
    const quiet = Array.from({ length: 400 }, (_, i) => ({
      packet: packet(i, { payload: new Uint8Array(FRAME_SAMPLES).fill(0xff) }),
      at: i * 20 + (i >= 10 && i < 20 ? 60 : 0),
    }))
    expect(run(quiet, 400).statistics.delayMs).toBe(40)
  })

  it('plays on when the sender stood still and its timestamps with it', () => {
    const { heard } = run(
      Array.from({ length: 40 }, (_, i) => ({ packet: packet(i), at: i * 20 + (i >= 20 ? 1_000 : 0) })),
      100,
    )
    expect(indicesOf(heard)).toEqual(Array.from({ length: 40 }, (_, i) => i))
  })

  it('plays on after a jump of the timestamp, of the sequence, and after a change of source', () => {
    const jumps: Partial<BufferedPacket>[] = [
      { timestamp: 9 },
      { timestamp: 3_000_000_000 },
      { sequence: 30_000 },
      { ssrc: 8, sequence: 5, timestamp: 77 },
    ]
    for (const jump of jumps) {
      const arrivals = Array.from({ length: 40 }, (_, i) => {
        if (i < 20) return { packet: packet(i), at: i * 20 }
        const before = packet(i)
        const moved = {
          ...(jump.timestamp === undefined ? {} : { timestamp: jump.timestamp + (i - 20) * FRAME_SAMPLES }),
          ...(jump.sequence === undefined ? {} : { sequence: jump.sequence + i - 20 }),
          ...(jump.ssrc === undefined ? {} : { ssrc: jump.ssrc }),
        }
        return { packet: { ...before, ...moved }, at: i * 20 }
      })
      const played = indicesOf(run(arrivals, 60).heard)
      expect(played.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, i) => i))
      // A sequence that jumps is believed from its second packet on.
      expect(played.slice(-19)).toEqual(Array.from({ length: 19 }, (_, i) => i + 21))
    }
  })

  it('does not let stragglers of a replaced source tear the new one', () => {
    const arrivals = Array.from({ length: 20 }, (_, i) => [
      { packet: packet(i, i < 10 ? {} : { ssrc: 9 }), at: i * 20 },
      ...(i >= 10 && i < 14 ? [{ packet: packet(i + 60), at: i * 20 + 1 }] : []),
    ]).flat()
    expect(indicesOf(run(arrivals, 30).heard)).toEqual(Array.from({ length: 20 }, (_, i) => i))
  })

  it('takes packets of 10, 30 and 60 ms', () => {
    for (const size of [80, 240, 480]) {
      const arrivals = Array.from({ length: 20 }, (_, i) => ({
        packet: { ...packet(i), timestamp: i * size, payload: new Uint8Array(size).fill(0x90) },
        at: (i * size) / 8,
      }))
      const { heard } = run(arrivals, Math.floor((20 * size) / 160) + 2)
      const played = heard.slice(heard.findIndex((frame) => frame.how === 'played'))
      // A buffer of 40 ms is shorter than a packet of 60 ms: it grows once, then holds.
      expect(played.filter((frame) => frame.how !== 'played').length).toBeLessThanOrEqual(size === 480 ? 2 : 0)
    }
  })

  it('keeps no more than 240 ms, whatever is poured in at once', () => {
    const { heard } = run(
      Array.from({ length: 90 }, (_, i) => ({ packet: packet(i), at: 0 })),
      20,
    )
    const played = indicesOf(heard)
    expect(played.length).toBeLessThanOrEqual(12)
    expect(played.at(-1)).toBe(89)
  })

  it('gives one frame for every pull, never throws, and plays what it plays in the order sent, whatever the network does', () => {
    const chaos = fc.array(
      fc.record({
        delay: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 400 })),
        copies: fc.oneof(
          { weight: 8, arbitrary: fc.constant(1) },
          { weight: 1, arbitrary: fc.constant(0) },
          { weight: 1, arbitrary: fc.constant(2) },
        ),
      }),
      { minLength: 1, maxLength: 99 },
    )
    fc.assert(
      fc.property(chaos, (fates) => {
        const arrivals = fates.flatMap(({ delay, copies }, i) =>
          Array.from({ length: copies }, (_, copy) => ({ packet: packet(i), at: i * 20 + delay + copy * 7 })),
        )
        const { heard } = run(arrivals, fates.length + 30)
        expect(heard).toHaveLength(fates.length + 30)
        const played = indicesOf(heard)
        for (let i = 1; i < played.length; i += 1) expect(played[i]).toBeGreaterThan(played[i - 1] ?? -1)
      }),
      { numRuns: 500 },
    )
  })

  it('plays every packet that comes within 20 ms of its fellows', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 99 }), (delays) => {
        const arrivals = delays.map((delay, i) => ({ packet: packet(i), at: i * 20 + delay }))
        expect(indicesOf(run(arrivals, delays.length + 10).heard)).toEqual(delays.map((_, i) => i))
      }),
    )
  })

  it('survives packets of any content', () => {
    const anything = fc.record({
      ssrc: fc.integer({ min: 0, max: 2 }),
      sequence: fc.integer({ min: 0, max: 65_535 }),
      timestamp: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      payload: fc.uint8Array({ maxLength: 2_000 }),
      codec: fc.constantFrom('PCMU' as const, 'PCMA' as const),
    })
    fc.assert(
      fc.property(fc.array(fc.tuple(anything, fc.integer({ min: 0, max: 3 })), { maxLength: 60 }), (steps) => {
        const buffer = createJitterBuffer()
        let at = 0
        for (const [next, pulls] of steps) {
          buffer.insert(next, at)
          for (let i = 0; i < pulls; i += 1) {
            at += 20
            expect(['played', 'concealed', 'silence']).toContain(pullFrame(buffer).how)
          }
        }
      }),
    )
  })
})
