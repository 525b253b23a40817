import type { MessagePort } from 'node:worker_threads'
import type { Digit, DigitSource } from '../core/call.ts'
import type { NegotiatedAudio, SocketAddress } from '../core/negotiated-audio.ts'
import type { EncodedClip, MediaStatistics, MessageEnd, PlaybackEnd } from '../door.ts'

/** What the main thread and the media worker say to each other. Both are ours and of one version, so nothing is checked again. */

export type MediaWorkerOptions = {
  readonly address: string
  readonly portMin: number
  readonly portMax: number
  /** Even port of the range to try first; a restarted program does not begin where stray packets still arrive. */
  readonly firstPort: number
  readonly inactivityMs: number
}

/** What is random about a stream (RFC 3550, sections 5.1 and 8): drawn on the main thread, which owns chance. */
export type StreamIdentity = {
  readonly ssrc: number
  readonly sequence: number
  readonly timestamp: number
  readonly cname: string
}

export type ToWorker =
  | {
      readonly do: 'open'
      readonly session: number
      /** The RTP port of a pair told `ready`. */
      readonly port: number
      readonly identity: StreamIdentity
      /** Epoch milliseconds, with fractions. */
      readonly openedAt: number
      /** See `PlaybackProgress`. */
      readonly progress: Int32Array<SharedArrayBuffer>
    }
  | ({ readonly session: number } & ToSession)
  | { readonly do: 'shut-down' }

export type ToSession =
  | { readonly do: 'configure'; readonly audio: NegotiatedAudio }
  | { readonly do: 'play'; readonly playback: number; readonly clip: EncodedClip }
  | { readonly do: 'stop' | 'pause' | 'resume'; readonly playback: number }
  | { readonly do: 'send-digits'; readonly request: number; readonly digits: readonly Digit[] }
  | { readonly do: 'hear-digit'; readonly digit: Digit }
  | {
      readonly do: 'record'
      readonly recording: number
      readonly file: string
      readonly channels: 1 | 2
      readonly until: MessageEnd | undefined
    }
  | { readonly do: 'stop-recording'; readonly recording: number }
  | { readonly do: 'tap'; readonly port: MessagePort }
  | { readonly do: 'statistics'; readonly request: number }
  | { readonly do: 'close' }

export type FromWorker =
  | { readonly tell: 'ready'; readonly port: number }
  /** No pair of the range can be bound now; `ready` follows when one can. */
  | { readonly tell: 'exhausted' }
  | { readonly tell: 'shut-down' }
  | { readonly tell: 'warning'; readonly sentence: string; readonly facts: Readonly<Record<string, unknown>> }
  | ({ readonly session: number } & FromSession)

export type FromSession =
  | { readonly tell: 'digit'; readonly digit: Digit; readonly source: DigitSource }
  | { readonly tell: 'lost'; readonly why: 'no-audio' | 'worker-died' }
  | { readonly tell: 'latched'; readonly remote: SocketAddress }
  | { readonly tell: 'playback-ended'; readonly playback: number; readonly end: PlaybackEnd }
  | { readonly tell: 'digits-sent'; readonly request: number; readonly all: boolean }
  | { readonly tell: 'recording-begun'; readonly recording: number }
  | { readonly tell: 'recording-ended'; readonly recording: number; readonly durationMs: number; readonly speechMs: number }
  | { readonly tell: 'recording-failed'; readonly recording: number; readonly code: string }
  | { readonly tell: 'statistics'; readonly request: number; readonly statistics: MediaStatistics }
  /** The last word about a session. */
  | { readonly tell: 'closed'; readonly statistics: MediaStatistics }

/**
 * Two words of shared memory in which the worker notes, as each frame leaves, which playback it belonged to and how many of
 * its frames have left. So the main thread knows what was heard even when the worker can no longer tell.
 */
export const PROGRESS_PLAYBACK = 0
export const PROGRESS_FRAMES = 1
export const PROGRESS_WORDS = 2

export const NO_STATISTICS: MediaStatistics = {
  packetsSent: 0,
  packetsReceived: 0,
  packetsLost: 0,
  concealedMs: 0,
  jitterMs: 0,
  pacerLatenessMs: { p50: 0, p99: 0, max: 0 },
  firstPacketMs: undefined,
}
