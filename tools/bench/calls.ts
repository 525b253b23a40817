import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ContactDetail } from '#contract/index.ts'
import { readScenario } from '../../src/main/caller/scenario.ts'
import { type RunningServer, startServer } from '../../tests/support/running-server.ts'
import { openTestCaller } from '../../tests/support/test-caller.ts'
import { openCallerVoice } from './caller-voice.ts'
import { percentile, tenth } from './figures.ts'

const SCENARIO = fileURLToPath(new URL('../../src/main/caller/book-by-keypad.yaml', import.meta.url))
/** One source may begin 50 calls a second. */
const BETWEEN_CALLS_MS = 25

/**
 * Many calls at once, each going through a booking by keypad, with dialog and database in it. Gaps are counted where they
 * would be heard, at the callers. Memory is the server process's own: the most it held, less what it held when idle, a call.
 */
export const run = async (words: readonly string[]): Promise<object> => {
  const concurrent = Number(words[words.indexOf('--concurrent') + 1]) || 200
  const server = await startServer()
  const caller = await openTestCaller()
  const voice = await openCallerVoice()
  try {
    const scenario = readScenario(SCENARIO)
    await caller.call(server.sip, scenario, voice.render)
    await sleep(5_000)
    const idleKb = memoryKb(server.pid)
    let mostKb = idleKb
    let mostAtOnce = 0
    const watch = setInterval(() => {
      mostKb = Math.max(mostKb, memoryKb(server.pid))
      void callsNow(server).then((calls) => {
        mostAtOnce = Math.max(mostAtOnce, calls)
      })
    }, 500)
    const calls = Array.from({ length: concurrent }, async (_, index) => {
      await sleep(index * BETWEEN_CALLS_MS)
      return caller.call(server.sip, { ...scenario, from: `+4520${String(100_000 + index)}` }, voice.render)
    })
    const settled = await Promise.allSettled(calls)
    clearInterval(watch)
    const reports = settled.flatMap((call) => (call.status === 'fulfilled' ? [call.value] : []))
    const contacts = await contactsOf(server, concurrent)
    const lateness = contacts.map((contact) => contact.timings.measured['pacerLatenessP99Ms'] ?? 0)
    const outcomes: Record<string, number> = {}
    for (const { outcome } of contacts) outcomes[outcome ?? 'none'] = (outcomes[outcome ?? 'none'] ?? 0) + 1
    return {
      concurrent,
      answered: reports.filter((report) => report.answered).length,
      mostAtOnce,
      outcomes,
      rtpGaps: reports.reduce((sum, report) => sum + report.packetsLost, 0),
      pacerLatenessMs: { p50: tenth(percentile(lateness, 0.5)), p99: tenth(percentile(lateness, 0.99)) },
      memoryPerCallKb: Math.round((mostKb - idleKb) / concurrent),
      memoryKb: { idle: idleKb, most: mostKb },
    }
  } finally {
    await caller.close()
    await voice.close()
    await server.stop()
    server.remove()
  }
}

/** Resident memory, kB (proc(5), VmRSS). */
const memoryKb = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)

const callsNow = async (server: RunningServer): Promise<number> => {
  const health = (await (await fetch(`${server.http}/healthz`)).json()) as { calls: number }
  return health.calls
}

const contactsOf = async (server: RunningServer, count: number): Promise<readonly ContactDetail[]> => {
  const rows: { id: string }[] = []
  for (let next: string | null = ''; next !== null && rows.length < count;) {
    const page: { contacts: { id: string }[]; next: string | null } = await server.api(
      `/contacts?limit=100${next === '' ? '' : `&before=${next}`}`,
    )
    rows.push(...page.contacts)
    next = page.next
  }
  const details: ContactDetail[] = []
  for (const { id } of rows.slice(0, count)) details.push(await server.api<ContactDetail>(`/contacts/${id}`))
  return details
}
