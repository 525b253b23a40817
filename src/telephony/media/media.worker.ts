import { constants, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { createPacer } from './pacer.ts'
import { createPortPairs } from './port-pairs.ts'
import { createAudioStream, type AudioStream } from './stream.ts'
import { NO_STATISTICS, type FromWorker, type MediaWorkerOptions, type ToWorker } from './worker-protocol.ts'

// The media worker: one thread that owns every socket and the pacer, so that nothing the main thread does delays a frame.

if (parentPort === null) throw new Error('media.worker.ts runs as a worker thread, started by openMediaEngine')
const main = parentPort
const options = workerData as MediaWorkerOptions
const tell = (message: FromWorker): void => main.postMessage(message)
const now = (): number => performance.now()

// A frame that is late is heard; a web page that is late is not. On Linux this raises this thread alone (setpriority(2): "the
// nice value is per-thread"), where the program may: as root, with CAP_SYS_NICE, or under systemd's LimitNICE.
try {
  setPriority(constants.priority.PRIORITY_HIGH)
} catch {
  // Without the right the thread is scheduled like the others.
}

const pacer = createPacer(now)
const streams = new Map<number, AudioStream>()
let shuttingDown = false

const pairs = createPortPairs({
  ...options,
  onReady: (port) => tell({ tell: 'ready', port }),
  onExhausted: (why) => {
    tell({ tell: 'exhausted' })
    if (why !== 'EADDRINUSE') tell({ tell: 'warning', sentence: 'no audio port can be bound', facts: { address: options.address, why } })
  },
})

const open = (order: Extract<ToWorker, { readonly do: 'open' }>): void => {
  const pair = pairs.take(order.port)
  if (pair === undefined) {
    tell({ session: order.session, tell: 'lost', why: 'worker-died' })
    tell({ session: order.session, tell: 'closed', statistics: NO_STATISTICS })
    return
  }
  const stream = createAudioStream({
    pair,
    identity: order.identity,
    openedAt: order.openedAt,
    progress: order.progress,
    inactivityMs: options.inactivityMs,
    pacer,
    now,
    epochOffset: performance.timeOrigin,
    tell: (message) => tell({ ...message, session: order.session }),
    onClosed: () => {
      streams.delete(order.session)
      pairs.freed()
      if (shuttingDown && streams.size === 0) tell({ tell: 'shut-down' })
    },
    onFault: (error) =>
      tell({ tell: 'warning', sentence: 'a call was ended by a fault of the media worker', facts: { error: String(error) } }),
  })
  streams.set(order.session, stream)
}

const shutDown = (): void => {
  shuttingDown = true
  pairs.close()
  for (const stream of streams.values()) stream.obey({ do: 'close' })
  if (streams.size === 0) tell({ tell: 'shut-down' })
}

main.on('message', (order: ToWorker) => {
  if (order.do === 'open') open(order)
  else if (order.do === 'shut-down') shutDown()
  else streams.get(order.session)?.obey(order)
})
