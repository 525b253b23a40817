import { describe, expect, test } from 'vitest'
import { frames, hiss, joined, mixed, silence } from '../core/made-sound.ts'
import type { Vad } from './vad.ts'

/** What every voice activity detector promises. `speech`: a sentence of some seconds at 8 kHz. */
export const vadContract = (name: string, open: () => Vad, speech: () => Promise<Int16Array>): void => {
  describe(`voice activity by ${name}`, () => {
    const heard = (vad: Vad, sound: Int16Array): readonly boolean[] => frames(sound).map((frame) => vad.accept(frame))

    test('hears nothing in silence or in the hiss of a line', () => {
      const vad = open()
      expect(heard(vad, joined(silence(1), hiss(2, -60))).some(Boolean)).toBe(false)
      vad.close()
    })

    test('hears a sentence, soon after it begins and not long after it ends', async () => {
      const vad = open()
      const sentence = await speech()
      const all = heard(vad, mixed(joined(silence(1), sentence, silence(1)), hiss(2 + sentence.length / 8_000, -65)))
      const begins = 50
      const ends = begins + sentence.length / 160
      const first = all.indexOf(true)
      const last = all.lastIndexOf(true)
      expect(first).toBeGreaterThanOrEqual(begins - 1)
      expect(first).toBeLessThanOrEqual(begins + 12)
      expect(last).toBeGreaterThan(ends - 25)
      expect(last).toBeLessThanOrEqual(ends + (vad.hangMs + 100) / 20)
      expect(all.slice(first, last).filter(Boolean).length / (last - first)).toBeGreaterThan(0.6)
      vad.close()
    })
  })
}
