import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { startTestEndpoint } from '../support/sip-test-endpoint.ts'

const CALLS = 100
const LOSS = 0.2
/** A fifth of the RFC's, so that the last repetitions come within seconds: their number stays the same. */
const timings = { t1: 100, t2: 800, t4: 1_000 }

const chanceFrom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

test('a fifth of all datagrams lost each way: every call is answered, and ended on both sides', { timeout: 90_000 }, async () => {
  const chance = chanceFrom(7)
  const lost = { in: 0, out: 0 }
  const us = await startTestEndpoint({
    timings,
    loses: (way) => {
      const loses = chance() < LOSS
      if (loses) lost[way] += 1
      return loses
    },
  })
  const them = await startTestEndpoint({ timings, seed: 2 })
  try {
    const endedThere: unknown[] = []
    const placed = await Promise.all(
      Array.from({ length: CALLS }, async (_, index) => {
        // Not all in one instant: a burst would be another test.
        await new Promise((resolve) => setTimeout(resolve, index * 10))
        const call = await them.endpoint.call(`sip:${index}@127.0.0.1:${us.port}`)
        call.on('ended', (end) => endedThere.push(end))
        await call.answered
        return call
      }),
    )
    expect(new Set(us.calls.map(({ called }) => called)).size).toBe(CALLS)
    expect(us.calls).toHaveLength(CALLS)
    // Half of them hang up, half are hung up on: but ours only once confirmed, which a lost ACK delays.
    for (const [index, call] of placed.entries()) {
      if (index % 2 === 0) call.hangUp()
      else us.calls.find(({ called }) => called === String(index))?.hangUp()
    }
    await eventually('all calls are over on both sides', () => endedThere.length === CALLS && us.ends.length === CALLS, 60_000)
    const count = (ends: readonly unknown[], by: string): number =>
      ends.filter((end) => JSON.stringify(end) === JSON.stringify({ by, why: 'hung-up' })).length
    expect([count(us.ends, 'caller'), count(us.ends, 'us')]).toEqual([CALLS / 2, CALLS / 2])
    expect([count(endedThere, 'caller'), count(endedThere, 'us')]).toEqual([CALLS / 2, CALLS / 2])
    expect(Math.min(lost.in, lost.out)).toBeGreaterThan(CALLS / 2)
    expect([us.endpoint.liveCalls, them.endpoint.liveCalls]).toEqual([0, 0])
    expect([...us.errors, ...them.errors]).toEqual([])
  } finally {
    await Promise.all([us.endpoint.close(), them.endpoint.close()])
  }
})
