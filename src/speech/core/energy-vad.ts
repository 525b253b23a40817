import { levelDbfs } from './level.ts'

/**
 * Voice activity from level alone, for machines on which the neural detector cannot be loaded. The noise floor is followed
 * (down at once, up slowly, and not while somebody speaks); speech stands out of it. A hiss of much higher pitch than a voice (more
 * sign changes than a fricative has) at low level is not speech.
 */
export type EnergyVad = { readonly floorDbfs: number; readonly hangMs: number; readonly speech: boolean }

/** Speech goes on being reported this long after the last loud frame: stops inside words (t, p, k) are silent. */
export const ENERGY_VAD_HANG_MS = 100
const FRAME_MS = 20
const STARTING_FLOOR_DBFS = -55
const LEAST_SPEECH_DBFS = -48
const ABOVE_FLOOR_DB = 9
const RISE_DB_PER_FRAME = 0.05
/** Sign changes per sample: a fricative at 8 kHz has up to some 0.5, white noise about as many but no more level than its floor. */
const HISS = 0.6

export const energyVad = (): EnergyVad => ({ floorDbfs: STARTING_FLOOR_DBFS, hangMs: 0, speech: false })

/** One frame (20 ms) further. */
export const hearFrame = (state: EnergyVad, samples: Int16Array): EnergyVad => {
  const level = levelDbfs(samples)
  const loud = level > LEAST_SPEECH_DBFS && level > state.floorDbfs + ABOVE_FLOOR_DB && signChanges(samples) < HISS
  const hangMs = loud ? ENERGY_VAD_HANG_MS : Math.max(0, state.hangMs - FRAME_MS)
  const floorDbfs = level < state.floorDbfs ? Math.max(-80, level) : state.floorDbfs + (loud ? RISE_DB_PER_FRAME / 10 : RISE_DB_PER_FRAME)
  return { floorDbfs: Math.min(floorDbfs, -30), hangMs, speech: loud || hangMs > 0 }
}

const signChanges = (samples: Int16Array): number => {
  let changes = 0
  for (let index = 1; index < samples.length; index += 1) {
    if ((samples[index] ?? 0) < 0 !== (samples[index - 1] ?? 0) < 0) changes += 1
  }
  return samples.length === 0 ? 0 : changes / samples.length
}
