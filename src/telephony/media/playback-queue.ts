import { FRAME_MS, FRAME_SAMPLES, silenceOf, transcodeG711 } from '../core/audio/g711.ts'
import type { G711 } from '../core/negotiated-audio.ts'
import type { EncodedClip, PlaybackEnd } from '../door.ts'
import { PROGRESS_FRAMES, PROGRESS_PLAYBACK } from './worker-protocol.ts'

/** Clips of one call, played one after the other, counted by the frames that left. Clips are never copied or decoded whole. */
export type PlaybackQueue = {
  readonly add: (playback: number, clip: EncodedClip) => void
  readonly stop: (playback: number) => void
  readonly hold: (playback: number, held: boolean) => void
  /** Writes the next 160 characters in law `codec`; silence, and false, when nothing is to be played now. */
  readonly next: (frame: Uint8Array, codec: G711) => boolean
  /** The frame that `next` wrote has left. Ends the playback when it was its last. */
  readonly left: () => void
  /** Ends everything. */
  readonly clear: () => void
}

type Item = { readonly playback: number; readonly clip: EncodedClip; frames: number; held: boolean }

/** `progress` is the shared memory described at `PROGRESS_WORDS`. */
export const createPlaybackQueue = (progress: Int32Array, ended: (playback: number, end: PlaybackEnd) => void): PlaybackQueue => {
  let items: Item[] = []

  const totalMs = (item: Item): number => item.clip.bytes.length / (FRAME_SAMPLES / FRAME_MS)

  const end = (item: Item): void => {
    items = items.filter((other) => other !== item)
    const completed = item.frames * FRAME_SAMPLES >= item.clip.bytes.length
    ended(item.playback, { completed, playedMs: Math.min(item.frames * FRAME_MS, totalMs(item)), totalMs: totalMs(item) })
  }

  const endEmpty = (): void => {
    while (items[0] !== undefined && items[0].clip.bytes.length === 0) end(items[0])
  }

  return {
    add: (playback, clip) => {
      items.push({ playback, clip, frames: 0, held: false })
      endEmpty()
    },
    stop: (playback) => {
      const item = items.find((candidate) => candidate.playback === playback)
      if (item === undefined) return
      end(item)
      endEmpty()
    },
    hold: (playback, held) => {
      const item = items.find((candidate) => candidate.playback === playback)
      if (item !== undefined) item.held = held
    },
    next: (frame, codec) => {
      const item = items[0]
      const from = (item?.frames ?? 0) * FRAME_SAMPLES
      if (item === undefined || item.held) {
        frame.fill(silenceOf(codec))
        return false
      }
      const bytes = item.clip.bytes.subarray(from, from + FRAME_SAMPLES)
      transcodeG711(item.clip.codec, codec, bytes, frame)
      if (bytes.length < FRAME_SAMPLES) frame.fill(silenceOf(codec), bytes.length)
      return true
    },
    left: () => {
      const item = items[0]
      if (item === undefined) return
      item.frames += 1
      progress[PROGRESS_FRAMES] = item.frames
      progress[PROGRESS_PLAYBACK] = item.playback
      if (item.frames * FRAME_SAMPLES < item.clip.bytes.length) return
      end(item)
      endEmpty()
    },
    clear: () => {
      while (items[0] !== undefined) end(items[0])
    },
  }
}
