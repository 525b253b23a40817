/**
 * Changes the rate of sound, piece by piece. `push` gives the samples that are ready; `flush` the rest. The output is
 * aligned with the input: sample 0 of one is sample 0 of the other, and n samples give ceil(n * to / from).
 */
export type Resampler = {
  push(samples: Int16Array): Int16Array<ArrayBuffer>
  flush(): Int16Array<ArrayBuffer>
}

/** Zero crossings of the sinc kept on each side: the steepness of the low-pass. */
const ZERO_CROSSINGS = 24
/** Kaiser window parameter; 8 gives about 80 dB of stop-band attenuation, under the noise floor of 13-bit G.711. */
const KAISER_BETA = 8
/** Where the pass band ends, as a share of the lower of the two Nyquist frequencies. */
const PASS_BAND = 0.92

/**
 * A polyphase low-pass filter: to change the rate by the fraction up/down, one thinks of the input with up-1 zeros between
 * samples, filtered below half of the lower rate, of which every down-th sample is kept. Only the products that are kept are
 * computed, so each output phase has its own short row of coefficients (Crochiere & Rabiner, Multirate Digital Signal
 * Processing, section 3.3).
 */
type Polyphase = { readonly up: number; readonly down: number; readonly reach: number; readonly rows: readonly Float32Array[] }

const designs = new Map<string, Polyphase>()

const designFor = (from: number, to: number): Polyphase => {
  const key = `${from}:${to}`
  const known = designs.get(key)
  if (known !== undefined) return known
  const common = greatestCommonDivisor(from, to)
  const up = to / common
  const down = from / common
  // Cut-off in cycles per input sample; below half when the rate goes down.
  const cutoff = 0.5 * Math.min(1, to / from) * PASS_BAND
  const reach = Math.ceil(ZERO_CROSSINGS / (2 * cutoff))
  const rows = Array.from({ length: up }, (_, phase) => {
    const row = new Float32Array(2 * reach)
    let sum = 0
    for (let tap = 0; tap < row.length; tap += 1) {
      const distance = tap - reach + 1 - phase / up
      row[tap] = 2 * cutoff * sinc(2 * cutoff * distance) * kaiser(distance / reach)
      sum += row[tap] ?? 0
    }
    // Each row passes a constant unchanged, so that no phase is louder than another.
    return row.map((coefficient) => coefficient / sum)
  })
  const design = { up, down, reach, rows }
  designs.set(key, design)
  return design
}

/** A resampler from rate `from` to rate `to`, in samples a second. Refuses rates that are not whole and positive (`RangeError`). */
export const createResampler = (from: number, to: number): Resampler => {
  for (const rate of [from, to])
    if (!Number.isInteger(rate) || rate <= 0) throw new RangeError(`a sample rate is a whole number above 0, not ${rate}`)
  const { up, down, reach, rows } = designFor(from, to)
  let held = new Int16Array(reach - 1)
  /** Input index of held[0], and how many inputs came and outputs went. */
  let heldFrom = 1 - reach
  let received = 0
  let produced = 0

  const produce = (samples: Int16Array, limit: number): Int16Array<ArrayBuffer> => {
    const input = new Int16Array(held.length + samples.length)
    input.set(held)
    input.set(samples, held.length)
    const end = heldFrom + input.length
    const out: number[] = []
    while (produced < limit) {
      const position = produced * down
      const whole = Math.floor(position / up)
      if (whole + reach >= end) break
      const row = rows[position % up] ?? new Float32Array()
      const first = whole - reach + 1 - heldFrom
      let sum = 0
      for (let tap = 0; tap < row.length; tap += 1) sum += (row[tap] ?? 0) * (input[first + tap] ?? 0)
      out.push(Math.max(-32_768, Math.min(32_767, Math.round(sum))))
      produced += 1
    }
    const needed = Math.max(0, Math.floor((produced * down) / up) - reach + 1 - heldFrom)
    held = input.slice(Math.min(needed, input.length))
    heldFrom += Math.min(needed, input.length)
    return Int16Array.from(out)
  }

  return {
    push: (samples) => {
      if (from === to) return Int16Array.from(samples)
      received += samples.length
      return produce(samples, Math.ceil((received * up) / down))
    },
    flush: () => (from === to ? new Int16Array(0) : produce(new Int16Array(reach + 1), Math.ceil((received * up) / down))),
  }
}

/** A whole sound at another rate: n samples give ceil(n * to / from), nothing above half the lower rate comes through. */
export const resample = (samples: Int16Array, from: number, to: number): Int16Array<ArrayBuffer> => {
  const resampler = createResampler(from, to)
  const body = resampler.push(samples)
  const rest = resampler.flush()
  const all = new Int16Array(body.length + rest.length)
  all.set(body)
  all.set(rest, body.length)
  return all
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))

// Kaiser window: I0(beta * sqrt(1 - x^2)) / I0(beta) for |x| <= 1, with I0 the modified Bessel function of order zero.
const kaiser = (x: number): number => (Math.abs(x) >= 1 ? 0 : besselI0(KAISER_BETA * Math.sqrt(1 - x * x)) / besselI0(KAISER_BETA))

const besselI0 = (x: number): number => {
  let term = 1
  let sum = 1
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}
