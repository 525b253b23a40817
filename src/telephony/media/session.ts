import type { MessagePort } from 'node:worker_threads'
import type { Digit } from '../core/call.ts'
import type { NegotiatedAudio, SocketAddress } from '../core/negotiated-audio.ts'
import { readDigit } from '../core/rtp/telephone-event.ts'
import type { EncodedClip, MediaEvents, MediaSession, MediaStatistics, MessageEnd, Playback, PlaybackEnd } from '../door.ts'
import { FRAME_MS } from '../core/audio/g711.ts'
import { DigitsNotSent, RecordingFailed } from './refusals.ts'
import { NO_STATISTICS, PROGRESS_FRAMES, PROGRESS_PLAYBACK, type FromSession, type ToSession } from './worker-protocol.ts'

/**
 * The main thread's end of one call's audio: orders go to the worker, what it tells settles promises and calls listeners. It is
 *
 * - *open* until `close`, or until the worker is lost;
 * - *closing* until the worker's last word and the last recording's end have come;
 * - *over*: everything that was promised has been settled, and new orders settle at once as what they can only be.
 */
export type SessionProxy = {
  readonly session: MediaSession
  readonly hear: (message: FromSession) => void
  /** The worker is gone: everything is settled as it was when it went. */
  readonly loseWorker: () => void
}

export type SessionProxyOptions = {
  readonly local: SocketAddress
  readonly progress: Int32Array
  readonly post: (order: ToSession, transfer?: readonly MessagePort[]) => void
  /** A clip whose bytes the worker can read without a copy for each call. */
  readonly share: (clip: EncodedClip) => EncodedClip
  readonly warn: (sentence: string, facts: Record<string, unknown>) => void
  readonly onOver: () => void
}

type WaitingRecording = {
  readonly file: string
  readonly begun: PromiseWithResolvers<void>
  readonly ended: PromiseWithResolvers<{ readonly durationMs: number; readonly speechMs: number }>
}

export const createSessionProxy = ({ local, progress, post, share, warn, onOver }: SessionProxyOptions): SessionProxy => {
  const listeners: { readonly [Name in keyof MediaEvents]: Set<MediaEvents[Name]> } = {
    digit: new Set(),
    lost: new Set(),
    latched: new Set(),
  }
  const playbacks = new Map<number, { readonly totalMs: number; readonly settle: (end: PlaybackEnd) => void }>()
  const recordings = new Map<number, WaitingRecording>()
  const digitRequests = new Map<number, { readonly digits: string; readonly settled: PromiseWithResolvers<void> }>()
  const statisticsRequests = new Map<number, (statistics: MediaStatistics) => void>()
  let lastStatistics = NO_STATISTICS
  let mode: 'open' | 'closing' | 'over' = 'open'
  let said = false
  let numbered = 0
  const nextNumber = (): number => (numbered += 1)

  const overWhenSettled = (): void => {
    if (mode !== 'closing' || !said || recordings.size > 0) return
    mode = 'over'
    onOver()
  }

  const settleAll = (): void => {
    // A playback of which the worker can say no more: the shared memory still says how many of its frames had left.
    for (const [playback, { totalMs, settle }] of playbacks) {
      const frames = progress[PROGRESS_PLAYBACK] === playback ? (progress[PROGRESS_FRAMES] ?? 0) : 0
      const playedMs = Math.min(frames * FRAME_MS, totalMs)
      settle({ completed: playedMs === totalMs, playedMs, totalMs })
    }
    playbacks.clear()
    for (const { digits, settled } of digitRequests.values()) settled.reject(new DigitsNotSent(digits, 'call-over'))
    digitRequests.clear()
    for (const settle of statisticsRequests.values()) settle(lastStatistics)
    statisticsRequests.clear()
  }

  const failRecording = (recording: number, code: string): void => {
    const waiting = recordings.get(recording)
    if (waiting === undefined) return
    recordings.delete(recording)
    const failure = new RecordingFailed(waiting.file, code)
    warn(failure.message, { code })
    waiting.begun.reject(failure)
    waiting.ended.reject(failure)
  }

  const hear = (message: FromSession): void => {
    switch (message.tell) {
      case 'digit':
        if (mode === 'open') for (const listener of listeners.digit) listener(message.digit, message.source)
        return
      case 'latched':
        if (mode === 'open') for (const listener of listeners.latched) listener(message.remote)
        return
      case 'lost':
        if (mode === 'open') for (const listener of listeners.lost) listener(message.why)
        return
      case 'playback-ended':
        playbacks.get(message.playback)?.settle(message.end)
        playbacks.delete(message.playback)
        return
      case 'digits-sent': {
        const request = digitRequests.get(message.request)
        digitRequests.delete(message.request)
        if (message.all) request?.settled.resolve()
        else request?.settled.reject(new DigitsNotSent(request.digits, 'call-over'))
        return
      }
      case 'recording-begun':
        recordings.get(message.recording)?.begun.resolve()
        return
      case 'recording-ended':
        recordings.get(message.recording)?.ended.resolve({ durationMs: message.durationMs, speechMs: message.speechMs })
        recordings.delete(message.recording)
        overWhenSettled()
        return
      case 'recording-failed':
        failRecording(message.recording, message.code)
        overWhenSettled()
        return
      case 'statistics':
        lastStatistics = message.statistics
        statisticsRequests.get(message.request)?.(message.statistics)
        statisticsRequests.delete(message.request)
        return
      case 'closed':
        lastStatistics = message.statistics
        mode = 'closing'
        said = true
        settleAll()
        overWhenSettled()
    }
  }

  const loseWorker = (): void => {
    if (mode === 'over') return
    const wasOpen = mode === 'open'
    mode = 'closing'
    said = true
    settleAll()
    for (const recording of recordings.keys()) failRecording(recording, 'worker-died')
    overWhenSettled()
    if (wasOpen) for (const listener of listeners.lost) listener('worker-died')
  }

  const startRecording = async (
    file: string,
    channels: 1 | 2,
    until?: MessageEnd,
  ): Promise<WaitingRecording & { readonly number: number }> => {
    if (mode !== 'open') throw new RecordingFailed(file, 'call-over')
    const number = nextNumber()
    const waiting: WaitingRecording = { file, begun: Promise.withResolvers(), ended: Promise.withResolvers() }
    // Whoever never calls `stop` still finds a failure in the log.
    waiting.ended.promise.catch(() => undefined)
    recordings.set(number, waiting)
    post({ do: 'record', recording: number, file, channels, until })
    await waiting.begun.promise
    return { ...waiting, number }
  }

  const stopRecording = ({ number, ended }: WaitingRecording & { readonly number: number }) => {
    if (mode === 'open' && recordings.has(number)) post({ do: 'stop-recording', recording: number })
    return ended.promise
  }

  const session: MediaSession = {
    local,
    configure: (audio: NegotiatedAudio) => {
      if (mode === 'open') post({ do: 'configure', audio })
    },
    play: (clip): Playback => {
      const playback = nextNumber()
      const { promise: ended, resolve: settle } = Promise.withResolvers<PlaybackEnd>()
      const totalMs = clip.bytes.length / 8
      const order = (what: 'stop' | 'pause' | 'resume') => () => {
        if (mode === 'open' && playbacks.has(playback)) post({ do: what, playback })
      }
      if (mode === 'open') {
        playbacks.set(playback, { totalMs, settle })
        post({ do: 'play', playback, clip: share(clip) })
      } else settle({ completed: false, playedMs: 0, totalMs })
      return { ended, stop: order('stop'), pause: order('pause'), resume: order('resume') }
    },
    sendDigits: async (digits) => {
      const keys = Array.from(digits, readDigit)
      const known = keys.filter((key) => key !== undefined)
      if (known.length < keys.length) throw new DigitsNotSent(digits, 'not-keys')
      if (mode !== 'open') throw new DigitsNotSent(digits, 'call-over')
      const request = nextNumber()
      const settled = Promise.withResolvers<void>()
      digitRequests.set(request, { digits, settled })
      post({ do: 'send-digits', request, digits: known })
      return settled.promise
    },
    digitFromSignalling: (digit: Digit) => {
      if (mode === 'open') post({ do: 'hear-digit', digit })
    },
    record: async (file) => {
      const recording = await startRecording(file, 2)
      return { stop: async () => ({ durationMs: (await stopRecording(recording)).durationMs }) }
    },
    recordPeer: async (file, until) => {
      const recording = await startRecording(file, 1, until)
      return { ended: recording.ended.promise, stop: () => void stopRecording(recording) }
    },
    tap: (port) => {
      if (mode === 'open') post({ do: 'tap', port }, [port])
      else port.close()
    },
    statistics: () => {
      if (mode === 'over' || said) return Promise.resolve(lastStatistics)
      const request = nextNumber()
      return new Promise((resolve) => {
        statisticsRequests.set(request, resolve)
        post({ do: 'statistics', request })
      })
    },
    on: (name, listener) => {
      listeners[name].add(listener)
    },
    close: () => {
      if (mode !== 'open') return
      mode = 'closing'
      post({ do: 'close' })
    },
  }

  return { session, hear, loseWorker }
}
