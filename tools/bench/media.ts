import { fork } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { seededRandom } from '../../src/kernel/random.ts'
import { encodeG711, openMediaEngine } from '../../src/telephony/index.ts'

// How the media worker carries many calls: each plays a clip and hears an echo of it. Prints one line of JSON.
// `npx node tools/bench/media.ts [--calls 200] [--seconds 8]`

const { values } = parseArgs({ options: { calls: { type: 'string', default: '200' }, seconds: { type: 'string', default: '8' } } })
const calls = Number(values.calls)
const seconds = Number(values.seconds)

type Counts = { readonly streams: number; readonly packets: number; readonly missing: number; readonly longestMs: number }

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const peer = fork(new URL('./media-echo-peer.ts', import.meta.url))
const [{ port }] = (await once(peer, 'message')) as [{ readonly port: number }]
const engine = await openMediaEngine({
  address: '127.0.0.1',
  portMin: 24_000,
  portMax: 24_999,
  log: console,
  random: seededRandom(1),
})

const voice = Int16Array.from({ length: (seconds + 2) * 8_000 }, (_, i) => 6_000 * Math.sin(i * 0.11) * Math.sin(i * 0.0004))
const clip = { codec: 'PCMA', bytes: encodeG711('PCMA', voice) } as const
await wait(300)
globalThis.gc?.()
const memoryBefore = process.memoryUsage.rss()

const openMs: number[] = []
const sessions = []
for (let call = 0; call < calls; call += 1) {
  const began = performance.now()
  const session = await engine.open()
  openMs.push(performance.now() - began)
  session.configure({
    remote: { address: '127.0.0.1', port },
    codec: 'PCMA',
    payloadType: 8,
    telephoneEventPayloadType: 101,
    send: true,
    receive: true,
  })
  session.play(clip)
  sessions.push(session)
  // Calls do not all come in the same moment: forty a second is a rush.
  await wait(25)
}

const cpuBefore = process.cpuUsage()
const began = performance.now()
await wait(seconds * 1_000)
const cpu = process.cpuUsage(cpuBefore)
const elapsed = performance.now() - began
const statistics = await Promise.all(sessions.map((session) => session.statistics()))
const memoryAfter = process.memoryUsage.rss()
peer.send('count')
const [counts] = (await once(peer, 'message')) as [Counts]
for (const session of sessions) session.close()
await engine.close()
peer.kill()

const sorted = (list: readonly number[]): readonly number[] => list.toSorted((a, b) => a - b)
const percentile = (list: readonly number[], p: number): number =>
  round(sorted(list)[Math.min(list.length - 1, Math.floor(list.length * p))] ?? 0)
const round = (value: number): number => Math.round(value * 100) / 100
const late = (figure: 'p50' | 'p99' | 'max'): readonly number[] => statistics.map((each) => each.pacerLatenessMs[figure])
const firstPacketMs = statistics.map((each) => each.firstPacketMs ?? Infinity)

console.log(
  JSON.stringify({
    calls,
    seconds,
    // All calls share one pacer, so the middle call speaks for them; the maximum is that of the worst.
    pacerLatenessMs: { p50: percentile(late('p50'), 0.5), p99: percentile(late('p99'), 0.5), max: percentile(late('max'), 1) },
    worstCallP99Ms: percentile(late('p99'), 1),
    rtpGaps: counts.missing,
    longestSilenceMs: round(counts.longestMs),
    packetsSent: statistics.reduce((sum, each) => sum + each.packetsSent, 0),
    packetsReceived: statistics.reduce((sum, each) => sum + each.packetsReceived, 0),
    packetsLost: statistics.reduce((sum, each) => sum + each.packetsLost, 0),
    concealedMs: statistics.reduce((sum, each) => sum + each.concealedMs, 0),
    openMs: { p50: percentile(openMs, 0.5), p99: percentile(openMs, 0.99) },
    firstPacketMs: { p50: percentile(firstPacketMs, 0.5), p99: percentile(firstPacketMs, 0.99) },
    memoryPerCallKb: Math.round((memoryAfter - memoryBefore) / 1_024 / calls),
    cpuPercentOfOneCore: Math.round((cpu.user + cpu.system) / 10 / elapsed),
    loadAverage: round(loadavg()[0] ?? 0),
  }),
)
