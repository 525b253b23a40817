import type { Digit } from '../call.ts'
import { COLUMN_FREQUENCIES, digitAt, peakOf, ROW_FREQUENCIES } from './dtmf-tones.ts'
import { SAMPLE_RATE } from './g711.ts'

/**
 * Hears keys in the sound itself, for callers whose network sends no telephone-events.
 *
 * The sound is cut into blocks of 10 ms, and each two neighbours make a window of 20 ms. A window is a **hit** for a key when
 * one row and one column frequency stand out by every test below; otherwise it is a **miss**. The detector is
 *
 * - *idle* until three windows in a row hit the same key, two of them beyond doubt: then the key is reported (40 ms of tone always hold three such
 *   windows, 23 ms never do), and it is
 * - *held* until four windows in a row miss: a pause of 40 ms always holds five, an interruption of 10 ms never more than
 *   three. While held, nothing is reported, so that a long press is one key. A different key that hits three times
 *   running ends the held one.
 *
 * ITU-T Q.24, annex A (AT&T column): signal 40 ms accepted, 23 ms refused; pause 40 ms; interruption 10 ms bridged;
 * frequency +-1.5 % accepted, +-3.5 % refused; each tone 0 to -25 dBm; twist +4 to -8 dB; speech must not be taken for keys.
 */
export type DtmfDetector = {
  /** Any number of 8 kHz samples; the keys whose press became certain in them, in order. */
  readonly hear: (samples: Int16Array) => readonly Digit[]
}

const BLOCK = 80
const BLOCK_SECONDS = BLOCK / SAMPLE_RATE
const HITS_TO_REPORT = 3
const SURE_HITS_TO_REPORT = 2
const MISSES_TO_RELEASE = 4

/** Goertzel power of a sine of peak A over N samples is (A * N / 2)^2; a tone quieter than -30 dBm0 is none. */
const QUIETEST_POWER = ((peakOf(-30) * 2 * BLOCK) / 2) ** 2
/** Energy of two such tones over one block, and a margin for the window's edges: below it nothing is computed. */
const QUIETEST_BLOCK_ENERGY = ((peakOf(-30) ** 2 + peakOf(-30) ** 2) / 2) * BLOCK * 0.4
/** Column over row and row over column (Q.24 asks for 4 and 8 dB; a little more for codecs and noise). */
const COLUMN_LOUDER = 10 ** (5 / 10)
const ROW_LOUDER = 10 ** (9 / 10)
/** The chosen tone of a group against the next of the group. */
const OVER_NEXT = 10 ** (6 / 10)
/** Share of the window's whole energy that lies in the two tones: speech spreads its energy over harmonics. */
const SHARE = 0.7
/** The same key sounds as loud in both blocks of a window, whereas speech swells: within 4 dB. */
const STEADY = 10 ** (4 / 10)
/** Half way between the 1.5 % that must be taken and the 3.5 % that must not. */
const DETUNED = 0.025
/**
 * A telephone that is off is off with both tones alike. A high voice's third and fourth harmonic are not: 941 and 1,209 Hz
 * stand 3.6 % closer than 3 to 4.
 */
const DETUNED_APART = 0.02
/** Of the windows that report a key two at least have this share: those at its ends hold some of what surrounds it. */
const SURE_SHARE = 0.85

type Tone = {
  readonly frequency: number
  readonly coefficient: number
  readonly sine: number
  readonly cosine: number
  /** Turn of the tone's phase in one block, which makes two blocks one window. */
  readonly blockCosine: number
  readonly blockSine: number
}

const toneOf = (frequency: number): Tone => {
  const omega = (2 * Math.PI * frequency) / SAMPLE_RATE
  return {
    frequency,
    coefficient: 2 * Math.cos(omega),
    sine: Math.sin(omega),
    cosine: Math.cos(omega),
    blockCosine: Math.cos(omega * BLOCK),
    blockSine: Math.sin(omega * BLOCK),
  }
}

const ROWS = ROW_FREQUENCIES.map(toneOf)
const COLUMNS = COLUMN_FREQUENCIES.map(toneOf)
const TONES = [...ROWS, ...COLUMNS]

/** Spectrum of one block at the eight frequencies: real and imaginary part of each, and the block's energy. */
type Block = { readonly re: Float64Array; readonly im: Float64Array; energy: number }

const emptyBlock = (): Block => ({ re: new Float64Array(TONES.length), im: new Float64Array(TONES.length), energy: 0 })

// Goertzel (1958): s[n] = x[n] + 2 cos(w) s[n-1] - s[n-2]; after N samples X(w) = s[N-1] - e^(-jw) s[N-2], up to a phase that
// is the same for every block and so cancels where only differences of phase are used.
const analyse = (samples: Float64Array, block: Block): void => {
  let energy = 0
  for (const sample of samples) energy += sample * sample
  block.energy = energy
  if (energy < QUIETEST_BLOCK_ENERGY) return
  for (let t = 0; t < TONES.length; t += 1) {
    const tone = TONES[t] as Tone
    let s1 = 0
    let s2 = 0
    for (let i = 0; i < BLOCK; i += 1) {
      const s0 = (samples[i] as number) + tone.coefficient * s1 - s2
      s2 = s1
      s1 = s0
    }
    block.re[t] = s1 - tone.cosine * s2
    block.im[t] = tone.sine * s2
  }
}

const windowPower = (earlier: Block, later: Block, t: number): number => {
  const tone = TONES[t] as Tone
  // The later block's phase runs on by w * BLOCK: turn the earlier one forward by as much, then add.
  const re = (earlier.re[t] as number) * tone.blockCosine - (earlier.im[t] as number) * tone.blockSine + (later.re[t] as number)
  const im = (earlier.re[t] as number) * tone.blockSine + (earlier.im[t] as number) * tone.blockCosine + (later.im[t] as number)
  return re * re + im * im
}

/** How far, in Hz, the sound near a tone is off its frequency: from how its phase turned between the two blocks. */
const offsetOf = (earlier: Block, later: Block, t: number): number => {
  const tone = TONES[t] as Tone
  const re = (earlier.re[t] as number) * tone.blockCosine - (earlier.im[t] as number) * tone.blockSine
  const im = (earlier.re[t] as number) * tone.blockSine + (earlier.im[t] as number) * tone.blockCosine
  const turned = Math.atan2(
    re * (later.im[t] as number) - im * (later.re[t] as number),
    re * (later.re[t] as number) + im * (later.im[t] as number),
  )
  return turned / (2 * Math.PI * BLOCK_SECONDS)
}

/**
 * Power of the window at the frequency that is really there, `offset` Hz beside the tone: the two blocks added in phase, and
 * made good for what a block loses off its frequency, sin(x)/x with x = pi * offset * block length.
 */
const powerAt = (earlier: Block, later: Block, t: number, offset: number): number => {
  const x = Math.PI * offset * BLOCK_SECONDS
  const loss = Math.abs(x) < 1e-6 ? 1 : Math.sin(x) / x
  const sum = Math.hypot(earlier.re[t] as number, earlier.im[t] as number) + Math.hypot(later.re[t] as number, later.im[t] as number)
  return (sum / loss) ** 2
}

const strongest = (powers: Float64Array, from: number): { readonly index: number; readonly next: number } => {
  let index = from
  let power = -1
  let next = -1
  for (let t = from; t < from + 4; t += 1) {
    const candidate = powers[t] as number
    if (candidate > power) {
      next = power
      power = candidate
      index = t
    } else if (candidate > next) next = candidate
  }
  return { index, next }
}

const powers = new Float64Array(TONES.length)

/** Does the window hit a key, and beyond doubt? */
const keyIn = (earlier: Block, later: Block): { readonly key: Digit; readonly sure: boolean } | undefined => {
  const energy = earlier.energy + later.energy
  if (earlier.energy < QUIETEST_BLOCK_ENERGY || later.energy < QUIETEST_BLOCK_ENERGY) return undefined
  if (earlier.energy > later.energy * STEADY || later.energy > earlier.energy * STEADY) return undefined
  for (let t = 0; t < TONES.length; t += 1) powers[t] = windowPower(earlier, later, t)
  const row = strongest(powers, 0)
  const column = strongest(powers, ROWS.length)
  const rowOffset = offsetOf(earlier, later, row.index)
  const columnOffset = offsetOf(earlier, later, column.index)
  const rowDetuned = rowOffset / (TONES[row.index] as Tone).frequency
  const columnDetuned = columnOffset / (TONES[column.index] as Tone).frequency
  if (Math.abs(rowDetuned) > DETUNED || Math.abs(columnDetuned) > DETUNED) return undefined
  const rowPower = powerAt(earlier, later, row.index, rowOffset)
  const columnPower = powerAt(earlier, later, column.index, columnOffset)
  if (rowPower < QUIETEST_POWER || columnPower < QUIETEST_POWER) return undefined
  if (columnPower > rowPower * COLUMN_LOUDER || rowPower > columnPower * ROW_LOUDER) return undefined
  if (rowPower < row.next * OVER_NEXT || columnPower < column.next * OVER_NEXT) return undefined
  // A pure sine of Goertzel power P over N samples has energy 2 P / N.
  const share = (rowPower + columnPower) / BLOCK / energy
  const key = digitAt(row.index, column.index - ROWS.length)
  if (share < SHARE || key === undefined) return undefined
  return { key, sure: share > SURE_SHARE && Math.abs(rowDetuned - columnDetuned) < DETUNED_APART }
}

export const createDtmfDetector = (): DtmfDetector => {
  const pending = new Float64Array(BLOCK)
  let filled = 0
  let earlier = emptyBlock()
  let later = emptyBlock()
  let candidate: Digit | undefined
  let hits = 0
  let sure = 0
  let misses = 0
  let held: Digit | undefined

  const step = (): Digit | undefined => {
    const spare = earlier
    earlier = later
    later = spare
    analyse(pending, later)
    const hit = keyIn(earlier, later)
    const key = hit?.key
    sure = (key === candidate ? sure : 0) + (hit?.sure === true ? 1 : 0)
    hits = key !== undefined && key === candidate ? hits + 1 : key === undefined ? 0 : 1
    candidate = key
    misses = key === undefined ? misses + 1 : 0
    if (held !== undefined && misses >= MISSES_TO_RELEASE) held = undefined
    if (key === undefined || key === held || hits < HITS_TO_REPORT || sure < SURE_HITS_TO_REPORT) return undefined
    held = key
    return key
  }

  return {
    hear: (samples) => {
      let heard: Digit[] | undefined
      for (const sample of samples) {
        pending[filled] = sample
        filled += 1
        if (filled < BLOCK) continue
        filled = 0
        const digit = step()
        if (digit !== undefined) (heard ??= []).push(digit)
      }
      return heard ?? NONE
    },
  }
}

const NONE: readonly Digit[] = []
