import { isIP } from 'node:net'
import { Worker, type MessagePort } from 'node:worker_threads'
import type { Random } from '#kernel/random.ts'
import type { EncodedClip, MediaEngine, MediaSession } from '../door.ts'
import { NoMediaPort } from './refusals.ts'
import { createSessionProxy, type SessionProxy } from './session.ts'
import { PROGRESS_WORDS, type FromWorker, type MediaWorkerOptions, type StreamIdentity, type ToWorker } from './worker-protocol.ts'

/** The part of a pino logger that is used. */
export type MediaLog = {
  readonly warn: (facts: Record<string, unknown>, sentence: string) => void
  readonly error: (facts: Record<string, unknown>, sentence: string) => void
}

export type MediaEngineOptions = {
  /** IP address the sockets are bound to. */
  readonly address: string
  /** What peers are told instead, behind NAT, or when bound to all addresses. */
  readonly publicAddress?: string
  /** RTP takes the even ports of this range, RTCP the odd ones after them. */
  readonly portMin: number
  readonly portMax: number
  /** A call is `lost` when its peer, though it should send, sent nothing for so long. Default 20,000. */
  readonly inactivityMs?: number
  readonly log: MediaLog
  readonly random: Random
  /** Starts the worker thread; a test keeps hold of it here. */
  readonly startWorker?: (options: MediaWorkerOptions) => Worker
}

const INACTIVITY_MS = 20_000
/** A worker that dies within this time, in milliseconds, of its start is started again only after as long. */
const SETTLED_MS = 1_000

const startMediaWorker = (options: MediaWorkerOptions): Worker =>
  new Worker(new URL('./media.worker.ts', import.meta.url), {
    name: 'media',
    workerData: options,
    // Thousands of small packets a second: a nursery of 8 MB is swept while they are few, the default of 48 MB grows with the calls.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  })

/**
 * Starts the media worker and waits until it has bound its first ports. Refuses with `NoMediaPort` when the range has none
 * that can be bound, and with `RangeError` what is no IP address or port range.
 *
 * A worker that dies takes the sound of its calls with it: their sessions report `lost`, and a new worker serves new calls.
 */
export const openMediaEngine = async (options: MediaEngineOptions): Promise<MediaEngine> => {
  const { address, portMin, portMax, random, log } = options
  refuseUnusable(options)
  const startWorker = options.startWorker ?? startMediaWorker
  const clips = new WeakMap<Uint8Array, Uint8Array>()
  let sessions = new Map<number, SessionProxy>()
  let readyPorts: number[] = []
  let waiting: PromiseWithResolvers<number>[] = []
  let exhausted = false
  let numbered = 0
  let restarts = 0
  let closing: Promise<void> | undefined
  let worker: Worker
  /** The worker has closed its sockets, and every session has been settled. */
  const shutDown = Promise.withResolvers<void>()
  const drained = Promise.withResolvers<void>()

  const share = (clip: EncodedClip): EncodedClip => {
    let bytes = clip.bytes.buffer instanceof SharedArrayBuffer ? clip.bytes : clips.get(clip.bytes)
    if (bytes === undefined) {
      bytes = new Uint8Array(new SharedArrayBuffer(clip.bytes.length))
      bytes.set(clip.bytes)
      clips.set(clip.bytes, bytes)
    }
    return { codec: clip.codec, bytes }
  }

  const hear = (message: FromWorker): void => {
    if ('session' in message) {
      sessions.get(message.session)?.hear(message)
      return
    }
    switch (message.tell) {
      case 'ready': {
        exhausted = false
        const first = waiting.shift()
        if (first === undefined) readyPorts.push(message.port)
        else first.resolve(message.port)
        return
      }
      case 'exhausted':
        if (readyPorts.length > 0) return
        exhausted = true
        refuseWaiting()
        return
      case 'warning':
        log.warn({ ...message.facts }, message.sentence)
        return
      case 'shut-down':
        shutDown.resolve()
    }
  }

  const refuseWaiting = (): void => {
    for (const { reject } of waiting) reject(new NoMediaPort(address, portMin, portMax))
    waiting = []
  }

  const start = (): Worker => {
    const startedAt = performance.now()
    const span = Math.max(1, Math.floor((portMax - portMin) / 2))
    const started = startWorker({
      address,
      portMin,
      portMax,
      firstPort: portMin + (portMin & 1) + (number(random, 4) % span) * 2,
      inactivityMs: options.inactivityMs ?? INACTIVITY_MS,
    })
    let why: Error | undefined
    started.on('message', hear)
    started.on('error', (error) => {
      why = error instanceof Error ? error : new Error(JSON.stringify(error))
    })
    started.once('exit', (code) => {
      if (closing !== undefined) {
        for (const proxy of sessions.values()) proxy.loseWorker()
        shutDown.resolve()
        return
      }
      restarts += 1
      log.error({ code, error: why?.message, calls: sessions.size }, 'the media worker died; its calls are lost, a new one is started')
      const lost = sessions
      sessions = new Map()
      readyPorts = []
      exhausted = false
      const again = (): void => {
        if (closing === undefined) worker = start()
      }
      if (performance.now() - startedAt < SETTLED_MS) {
        exhausted = true
        refuseWaiting()
        setTimeout(again, SETTLED_MS)
      } else again()
      for (const proxy of lost.values()) proxy.loseWorker()
    })
    return started
  }

  const takePort = (): Promise<number> => {
    const port = closing === undefined ? readyPorts.shift() : undefined
    if (port !== undefined) return Promise.resolve(port)
    if (exhausted || closing !== undefined) return Promise.reject(new NoMediaPort(address, portMin, portMax))
    const wait = Promise.withResolvers<number>()
    waiting.push(wait)
    return wait.promise
  }

  const open = async (): Promise<MediaSession> => {
    const openedAt = performance.timeOrigin + performance.now()
    const port = await takePort()
    const session = (numbered += 1)
    const progress = new Int32Array(new SharedArrayBuffer(PROGRESS_WORDS * Int32Array.BYTES_PER_ELEMENT))
    const owner = worker
    const post = (order: ToWorker, transfer: readonly MessagePort[] = []): void => owner.postMessage(order, transfer)
    const proxy = createSessionProxy({
      local: { address: options.publicAddress ?? address, port },
      progress,
      post: (order, transfer) => post({ ...order, session }, transfer),
      share,
      warn: (sentence, facts) => log.warn(facts, sentence),
      onOver: () => {
        sessions.delete(session)
        if (closing !== undefined && sessions.size === 0) drained.resolve()
      },
    })
    sessions.set(session, proxy)
    post({ do: 'open', session, port, identity: newIdentity(random), openedAt, progress })
    return proxy.session
  }

  const close = async (): Promise<void> => {
    refuseWaiting()
    worker.postMessage({ do: 'shut-down' } satisfies ToWorker)
    await shutDown.promise
    // Recordings may still be on their way to the disk.
    if (sessions.size > 0) await drained.promise
    await worker.terminate()
  }

  worker = start()
  try {
    readyPorts.push(await takePort())
  } catch (error) {
    closing = worker.terminate().then(() => undefined)
    await closing
    throw error
  }
  return {
    open,
    get restarts() {
      return restarts
    },
    close: () => (closing ??= close()),
  }
}

const refuseUnusable = ({ address, publicAddress, portMin, portMax }: MediaEngineOptions): void => {
  for (const candidate of [address, publicAddress ?? address]) {
    if (isIP(candidate) === 0) throw new RangeError(`audio needs an IP address to be bound or told, not "${candidate}"`)
  }
  const whole = [portMin, portMax].every((port) => Number.isInteger(port) && port > 0 && port < 65_536)
  if (!whole || portMax <= portMin) throw new RangeError(`audio ports are a range within 1 to 65535, not ${portMin} to ${portMax}`)
}

const number = (random: Random, byteCount: 2 | 4): number => random.bytes(byteCount).reduce((sum, byte) => sum * 256 + byte, 0)

const newIdentity = (random: Random): StreamIdentity => ({
  ssrc: number(random, 4),
  sequence: number(random, 2),
  timestamp: number(random, 4),
  // RFC 7022, section 4.2: a short-term CNAME of 96 random bits.
  cname: Buffer.from(random.bytes(12)).toString('base64'),
})
