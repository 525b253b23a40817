import { lowPass } from '../../../src/speech/core/resample.ts'
import { resample } from '../../../src/telephony/core/index.ts'
import type { Pcm } from '../../../src/speech/index.ts'

/** `soft`: a soft telephone, all that 8 kHz carry. `handset`: nothing under 300 Hz, the hardest a telephone network may be. */
export type Path = 'soft' | 'handset'

/** What a telephone makes of a voice: 8 kHz, peak at -8 dBFS, A-law (ITU-T G.711) there and back. */
export const throughTelephone = (pcm: Pcm, path: Path): Int16Array => {
  const whole = resample(pcm.samples, pcm.sampleRate, 8_000)
  const narrow = path === 'handset' ? withoutLows(whole) : whole
  const peak = narrow.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1)
  return Int16Array.from(narrow, (sample) => aLaw((sample * 13_000) / peak))
}

/** High-pass at 300 Hz: the sound less its low-pass. */
const withoutLows = (samples: Int16Array): Int16Array => {
  const taps = lowPass(255, 300 / 8_000)
  return Int16Array.from(samples, (sample, index) => {
    let low = 0
    for (let tap = 0; tap < taps.length; tap += 1) low += (taps[tap] ?? 0) * (samples[index + 127 - tap] ?? 0)
    return Math.max(-32_768, Math.min(32_767, Math.round(sample - low)))
  })
}

/** A-law's rounding: 13-bit magnitude in segments that double, 16 steps in each. */
const aLaw = (sample: number): number => {
  const magnitude = Math.min(4_095, Math.floor(Math.abs(sample) / 8))
  const segment = magnitude < 64 ? 1 : Math.floor(Math.log2(magnitude)) - 4
  const step = 2 ** segment
  return Math.sign(sample) * (Math.floor(magnitude / step) * step + step / 2) * 8
}
