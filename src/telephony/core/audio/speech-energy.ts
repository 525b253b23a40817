/**
 * Says of each 20 ms frame whether somebody speaks in it: louder than a fixed floor and than what the line's own noise has
 * been. Meant for "how much of this message is speech", not for turn taking.
 */
export type SpeechGate = { readonly isSpeech: (frame: Int16Array) => boolean }

/** Root mean square of a sample that counts as sound at all: about -45 dBm0. */
const QUIETEST_SPEECH = 130
/** Speech stands this many times (about 9.5 dB) over the noise. */
const OVER_NOISE = 3
/** The noise estimate falls at once and rises by this factor a frame (about 3 dB a second), so that speech hardly lifts it. */
const NOISE_RISE = 1.007
/** What the noise estimate may rise to; speech that never pauses stays speech. */
const LOUDEST_NOISE = 700

/** Root mean square of samples; 0 of none. */
export const rootMeanSquare = (samples: Int16Array): number => {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length)
}

export const createSpeechGate = (): SpeechGate => {
  let noise = 20
  return {
    isSpeech: (frame) => {
      const level = rootMeanSquare(frame)
      noise = level < noise ? Math.max(level, 1) : Math.min(noise * NOISE_RISE, LOUDEST_NOISE)
      return level > QUIETEST_SPEECH && level > noise * OVER_NOISE
    },
  }
}
