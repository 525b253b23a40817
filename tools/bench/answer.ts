import { setTimeout as sleep } from 'node:timers/promises'
import { startServer } from '../../tests/support/running-server.ts'
import { openTestCaller } from '../../tests/support/test-caller.ts'
import { median, percentile, tenth } from './figures.ts'

/** 50 calls arriving at 40 a second: from our INVITE to the first RTP packet of the greeting. Median of 5 runs. */
const CALLS = 50
const PER_SECOND = 40
const RUNS = 5

export const run = async (): Promise<object> => {
  const server = await startServer()
  const caller = await openTestCaller()
  const p50s: number[] = []
  const p99s: number[] = []
  let answered = 0
  try {
    await caller.firstRtp(server.sip)
    for (let round = 0; round < RUNS; round += 1) {
      const started = performance.now()
      const calls = Array.from({ length: CALLS }, async (_, index) => {
        await sleep(Math.max(0, started + (index * 1000) / PER_SECOND - performance.now()))
        return caller.firstRtp(server.sip)
      })
      const times = (await Promise.all(calls)).filter((ms) => ms !== undefined)
      answered += times.length
      p50s.push(percentile(times, 0.5))
      p99s.push(percentile(times, 0.99))
      await sleep(1_000)
    }
  } finally {
    await caller.close()
    await server.stop()
    server.remove()
  }
  const runs = p99s.map((p99, index) => ({ p50: tenth(p50s[index] ?? 0), p99: tenth(p99) }))
  return { calls: CALLS * RUNS, answered, inviteToFirstRtpMs: { p50: tenth(median(p50s)), p99: tenth(median(p99s)), runs } }
}
