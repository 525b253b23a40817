import { FRAME_SAMPLES } from './g711.ts'

/**
 * Fills in for sound that never came, after ITU-T G.711 Appendix I: what was heard last is repeated pitch period by pitch
 * period, fading. A stream is
 *
 * - *whole*: frames pass and are remembered;
 * - *filling*: `conceal` makes frames up. The first 10 ms repeat the last pitch period, the next 10 ms the last two, then
 *   three, so that no buzz arises; from 10 ms on the volume falls by a fifth each 10 ms and after 60 ms there is silence;
 * - *joining*: the first true frame afterwards is blended into the made-up sound over a quarter period and more, the longer the gap.
 *
 * Unlike the Appendix nothing is delayed by 3.75 ms to soften the start of the gap: the repeated period is blended with its
 * own predecessor instead.
 */
export type LossConcealer = {
  /** A frame that came; blended in place when the one before was made up. */
  readonly pass: (frame: Int16Array) => void
  /** Makes up a frame in `frame`; false when nothing is left of the sound and it is silence. */
  readonly conceal: (frame: Int16Array) => boolean
}

// Appendix I, section I.2: pitch between 66 and 200 Hz, three of the longest periods and a quarter kept.
const SHORTEST_PITCH = 40
const LONGEST_PITCH = 120
const CORRELATED = 160
const HISTORY = 3 * LONGEST_PITCH + LONGEST_PITCH / 4
const FADE_STARTS = 80
const FADE_ENDS = 480
const BLEND_GROWTH = 32

export const createLossConcealer = (): LossConcealer => {
  const history = new Int16Array(HISTORY)
  /** What was heard before the gap: made-up sound goes into the history, but is never itself repeated within the gap. */
  const before = new Int16Array(HISTORY)
  let pitch = LONGEST_PITCH
  let concealed = 0
  let phase = 0
  let periods = 1
  /** The repeated stretch, made when a gap begins: up to three periods, their seam blended. */
  const stretch = new Float32Array(3 * LONGEST_PITCH)

  const remember = (frame: Int16Array): void => {
    history.copyWithin(0, frame.length)
    history.set(frame.subarray(Math.max(0, frame.length - HISTORY)), Math.max(0, HISTORY - frame.length))
  }

  const useLastPeriods = (count: number): void => {
    periods = count
    const length = count * pitch
    const start = HISTORY - length
    const quarter = pitch >> 2
    for (let i = 0; i < length; i += 1) stretch[i] = before[start + i] as number
    // The end of the stretch leans over to what preceded its beginning, so that going round it has no seam.
    for (let i = 0; i < quarter; i += 1) {
      const weight = (i + 1) / (quarter + 1)
      const at = length - quarter + i
      stretch[at] = (stretch[at] as number) * (1 - weight) + (before[start - quarter + i] as number) * weight
    }
  }

  const makeUp = (): number => {
    // At 10 and 20 ms of gap one more period joins in; the position within the period goes on.
    if (concealed > 0 && concealed <= 160 && concealed % 80 === 0) {
      useLastPeriods(concealed / 80 + 1)
      phase %= pitch
    }
    const gain = concealed < FADE_STARTS ? 1 : Math.max(0, 1 - (concealed - FADE_STARTS) / (FADE_ENDS - FADE_STARTS))
    const sample = (stretch[phase] as number) * gain
    phase = (phase + 1) % (periods * pitch)
    concealed += 1
    return sample
  }

  return {
    pass: (frame) => {
      if (concealed > 0) {
        const length = Math.min((pitch >> 2) + BLEND_GROWTH * Math.floor(concealed / 80), 80, frame.length)
        if (concealed < FADE_ENDS) {
          for (let i = 0; i < length; i += 1) {
            const weight = (i + 1) / (length + 1)
            frame[i] = Math.round((frame[i] as number) * weight + makeUp() * (1 - weight))
          }
        }
        concealed = 0
      }
      remember(frame)
    },
    conceal: (frame) => {
      if (concealed === 0) {
        before.set(history)
        pitch = pitchOf(before)
        phase = 0
        useLastPeriods(1)
      }
      if (concealed >= FADE_ENDS) {
        frame.fill(0)
        remember(frame)
        return false
      }
      for (let i = 0; i < frame.length; i += 1) frame[i] = Math.round(makeUp())
      remember(frame)
      return true
    },
  }
}

/** The lag, 40 to 120 samples, at which the last 20 ms resemble what preceded them most (normalised cross-correlation). */
const pitchOf = (history: Int16Array): number => {
  const end = HISTORY - CORRELATED
  let best = LONGEST_PITCH
  let bestScore = -Infinity
  for (let lag = SHORTEST_PITCH; lag <= LONGEST_PITCH; lag += 1) {
    let product = 0
    let energy = 0
    // Every second sample is enough to find the peak, as in the Appendix's coarse search.
    for (let i = 0; i < CORRELATED; i += 2) {
      const past = history[end + i - lag] as number
      product += (history[end + i] as number) * past
      energy += past * past
    }
    const score = product / Math.sqrt(Math.max(energy, FRAME_SAMPLES))
    if (score > bestScore) {
      bestScore = score
      best = lag
    }
  }
  return best
}
