import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { silenceOf } from '../core/audio/g711.ts'
import type { PlaybackEnd } from '../door.ts'
import { createPlaybackQueue } from './playback-queue.ts'
import { PROGRESS_FRAMES, PROGRESS_PLAYBACK, PROGRESS_WORDS } from './worker-protocol.ts'

const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('add' as const), length: fc.nat({ max: 1_000 }) }),
    fc.record({ do: fc.constantFrom('stop' as const, 'pause' as const, 'resume' as const), playback: fc.nat({ max: 8 }) }),
    fc.record({ do: fc.constant('frame' as const) }),
  ),
  { maxLength: 80 },
)

describe('a playback queue', () => {
  it('ends every playback exactly once, having counted exactly the frames of it that left', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const ends = new Map<number, PlaybackEnd>()
        const lengths: number[] = []
        const left = new Map<number, number>()
        const progress = new Int32Array(PROGRESS_WORDS)
        const queue = createPlaybackQueue(progress, (playback, end) => {
          expect(ends.has(playback)).toBe(false)
          ends.set(playback, end)
        })
        const frame = new Uint8Array(160)
        for (const step of script) {
          if (step.do === 'add') {
            // Each clip is filled with its own number, so that a frame tells whose it is.
            queue.add(lengths.length, { codec: 'PCMA', bytes: new Uint8Array(step.length).fill(lengths.length) })
            lengths.push(step.length)
          } else if (step.do === 'frame') {
            if (!queue.next(frame, 'PCMA')) {
              expect(frame.every((byte) => byte === silenceOf('PCMA'))).toBe(true)
              continue
            }
            const playback = frame[0] ?? -1
            left.set(playback, (left.get(playback) ?? 0) + 1)
            queue.left()
            expect([progress[PROGRESS_PLAYBACK], progress[PROGRESS_FRAMES]]).toEqual([playback, left.get(playback)])
          } else if (step.do === 'stop') queue.stop(step.playback)
          else queue.hold(step.playback, step.do === 'pause')
        }
        queue.clear()
        expect(ends.size).toBe(lengths.length)
        for (const [playback, end] of ends) {
          const totalMs = (lengths[playback] ?? 0) / 8
          const playedMs = Math.min((left.get(playback) ?? 0) * 20, totalMs)
          expect(end).toEqual({ completed: playedMs === totalMs, playedMs, totalMs })
        }
      }),
    )
  })
})
