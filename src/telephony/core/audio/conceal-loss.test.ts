import { describe, expect, it } from 'vitest'
import { createLossConcealer } from './conceal-loss.ts'
import { rootMeanSquare } from './speech-energy.ts'

/** A voice of 125 Hz (a pitch of 64 samples) with overtones. */
const voice = (count: number): Int16Array =>
  Int16Array.from({ length: count }, (_, i) =>
    [1, 2, 3, 5].reduce((sum, overtone) => sum + Math.round((4_000 / overtone) * Math.sin((2 * Math.PI * overtone * i) / 64)), 0),
  )

const VOICE = voice(3_200)

const run = (samples: Int16Array, lost: readonly number[]): Int16Array => {
  const concealer = createLossConcealer()
  const out = new Int16Array(samples.length)
  for (let frame = 0; frame * 160 < samples.length; frame += 1) {
    const piece = samples.slice(frame * 160, frame * 160 + 160)
    if (lost.includes(frame)) concealer.conceal(piece.fill(0))
    else concealer.pass(piece)
    out.set(piece, frame * 160)
  }
  return out
}

const greatestStep = (samples: Int16Array): number =>
  samples.reduce((most, sample, i) => Math.max(most, Math.abs(sample - (samples[i - 1] ?? sample))), 0)

describe('loss concealment', () => {
  it('passes sound of which nothing is lost unchanged', () => {
    expect(run(VOICE, [])).toEqual(VOICE)
  })

  it('fills one lost frame of a steady voice so well that its error is far below the sound', () => {
    const out = run(VOICE, [10])
    const error = out.map((sample, i) => sample - (VOICE[i] ?? 0)).subarray(1_600, 1_760)
    expect(rootMeanSquare(error)).toBeLessThan(rootMeanSquare(VOICE) * 0.25)
  })

  it('makes no click at either end of a gap', () => {
    for (const lost of [[10], [10, 11], [10, 11, 12, 13, 14], [9, 12, 13, 15]]) {
      expect(greatestStep(run(VOICE, lost))).toBeLessThan(greatestStep(VOICE) * 1.6)
    }
  })

  it('fades to silence in 60 ms, and says when nothing is left', () => {
    const out = run(VOICE, [10, 11, 12, 13])
    const level = (frame: number): number => rootMeanSquare(out.subarray(frame * 160, frame * 160 + 160))
    expect(level(10)).toBeGreaterThan(level(11))
    expect(level(11)).toBeGreaterThan(level(12))
    expect(level(13)).toBe(0)
    const concealer = createLossConcealer()
    concealer.pass(voice(160))
    const frame = new Int16Array(160)
    expect([1, 2, 3, 4, 5].map(() => concealer.conceal(frame))).toEqual([true, true, true, false, false])
  })
})
