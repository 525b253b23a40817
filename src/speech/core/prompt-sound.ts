import { resample } from '#telephony/core/index.ts'
import type { Pcm } from './pcm.ts'
import { amplitude, levelDbfs, scaled } from './level.ts'

/** Speech level of our prompts, RMS over the parts that sound: about what telephone exchanges expect (ITU-T P.56 active speech level, -19 dBov). */
export const SPEECH_LEVEL_DBFS = -19
export const TELEPHONE_RATE = 8_000

const FRAME = 160
/** Parts this far below the loudest frame are pauses. */
const PAUSE_BELOW_LOUDEST_DB = 35
/** Silence left before the first and after the last sound, frames of 20 ms. */
const KEPT_BEFORE = 1
const KEPT_AFTER = 3
/** Peaks stay under this: G.711 clips at full scale. */
const PEAK = 31_000

/** A rendered sentence as it goes out on a telephone: 8 kHz, silence around it trimmed, at `SPEECH_LEVEL_DBFS`. Empty when nothing sounds. */
export const forTelephone = (pcm: Pcm): Int16Array => {
  const samples = trimmed(resample(pcm.samples, pcm.sampleRate, TELEPHONE_RATE))
  const level = activeLevelDbfs(samples)
  if (level === undefined) return new Int16Array(0)
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1)
  return scaled(samples, Math.min(amplitude(SPEECH_LEVEL_DBFS - level), PEAK / peak))
}

/** RMS level in dBFS over the frames that are not pauses; undefined for silence. 8 kHz samples. */
export const activeLevelDbfs = (samples: Int16Array): number | undefined => {
  const levels = frameLevels(samples)
  const loudest = Math.max(...levels, SILENCE)
  if (loudest <= SILENCE) return undefined
  const active = levels.filter((level) => level > loudest - PAUSE_BELOW_LOUDEST_DB)
  return 10 * Math.log10(active.reduce((sum, level) => sum + 10 ** (level / 10), 0) / active.length)
}

const SILENCE = -70

const frameLevels = (samples: Int16Array): readonly number[] =>
  Array.from({ length: Math.ceil(samples.length / FRAME) }, (_, index) => levelDbfs(samples.subarray(index * FRAME, (index + 1) * FRAME)))

const trimmed = (samples: Int16Array): Int16Array => {
  const levels = frameLevels(samples)
  const loudest = Math.max(...levels, SILENCE)
  const sounds = (level: number): boolean => level > Math.max(SILENCE, loudest - PAUSE_BELOW_LOUDEST_DB)
  const first = levels.findIndex(sounds)
  if (first < 0) return new Int16Array(0)
  return samples.slice(Math.max(0, first - KEPT_BEFORE) * FRAME, (levels.findLastIndex(sounds) + 1 + KEPT_AFTER) * FRAME)
}
