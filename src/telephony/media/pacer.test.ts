import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPacer } from './pacer.ts'

/** A clock that only moves when told, and a timer that fires `lag()` milliseconds late. */
const fakeTime = (lag: () => number = () => 0) => {
  let now = 1_000.25
  let pending: { readonly run: () => void; readonly at: number } | undefined
  return {
    now: () => now,
    timer: {
      set: (run: () => void, ms: number) => (pending = { run, at: now + ms }),
      clear: () => {
        pending = undefined
      },
    },
    asleep: () => pending === undefined,
    run: (forMs: number) => {
      const end = now + forMs
      while (pending !== undefined && pending.at <= end) {
        const { run, at } = pending
        pending = undefined
        now = Math.max(now, at) + lag()
        run()
      }
      now = Math.max(now, end)
    },
  }
}

const counter = (now: () => number) => {
  const ticks: { due: number; at: number }[] = []
  let skipped = 0
  return {
    ticks,
    skipped: () => skipped,
    paced: { tick: (due: number) => ticks.push({ due, at: now() }), skip: (frames: number) => (skipped += frames) },
  }
}

describe('the pacer', () => {
  it('ticks within 6 ms of joining and then every 20 ms, without drift, however late its timer fires', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 15, noNaN: true }), { minLength: 1, maxLength: 20 }), (lags) => {
        let turn = 0
        const time = fakeTime(() => lags[(turn += 1) % lags.length] ?? 0)
        const pacer = createPacer(time.now, time.timer)
        const call = counter(time.now)
        const joined = time.now()
        pacer.join(call.paced)
        time.run(10_000)
        expect((call.ticks[0]?.due ?? Infinity) - joined).toBeLessThanOrEqual(6.5)
        call.ticks.forEach(({ due, at }, i) => {
          expect(due).toBeCloseTo((call.ticks[0]?.due ?? 0) + i * 20, 6)
          expect(at - due).toBeGreaterThanOrEqual(-0.5)
        })
        expect(call.ticks.length).toBeGreaterThanOrEqual(499)
        expect(call.skipped()).toBe(0)
      }),
    )
  })

  it('spreads calls that come at once over its slots', () => {
    const time = fakeTime()
    const pacer = createPacer(time.now, time.timer)
    const calls = Array.from({ length: 200 }, () => counter(time.now))
    for (const call of calls) {
      pacer.join(call.paced)
      time.run(1)
    }
    time.run(100)
    const phases = new Map<number, number>()
    for (const call of calls) {
      const phase = Math.round((call.ticks.at(-1)?.due ?? 0) % 20)
      phases.set(phase, (phases.get(phase) ?? 0) + 1)
    }
    expect(phases.size).toBe(10)
    expect(Math.max(...phases.values())).toBeLessThanOrEqual(22)
  })

  it('after a stall sends at most three frames at once and lets the rest of the time pass', () => {
    for (const [stall, atOnce] of [
      [30, 2],
      [65, 3],
      [500, 3],
      [60_000, 3],
    ] as const) {
      let lag = 0
      const time = fakeTime(() => lag)
      const pacer = createPacer(time.now, time.timer)
      const call = counter(time.now)
      pacer.join(call.paced)
      time.run(100)
      const before = call.ticks.length
      const dueBefore = call.ticks.at(-1)?.due ?? 0
      lag = stall
      time.run(20)
      lag = 0
      const burst = call.ticks.slice(before)
      expect(burst.length).toBeLessThanOrEqual(atOnce)
      time.run(200)
      const last = call.ticks.at(-1)?.due ?? 0
      expect(call.ticks.length - before + call.skipped()).toBe(Math.round((last - dueBefore) / 20))
    }
  })

  it('sleeps when no call has joined, and forgets one that left', () => {
    const time = fakeTime()
    const pacer = createPacer(time.now, time.timer)
    expect(time.asleep()).toBe(true)
    const [one, two] = [counter(time.now), counter(time.now)]
    pacer.join(one.paced)
    pacer.join(two.paced)
    time.run(50)
    pacer.leave(one.paced)
    const ticks = one.ticks.length
    time.run(100)
    expect(one.ticks.length).toBe(ticks)
    expect(two.ticks.length).toBeGreaterThan(6)
    pacer.leave(two.paced)
    expect(time.asleep()).toBe(true)
  })
})
