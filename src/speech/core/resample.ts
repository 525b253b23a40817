/**
 * Windowed-sinc low-pass (Blackman window): `taps` coefficients, cutting at `cutoff` of the sample rate (0 to 0.5), 1 at
 * frequency 0.
 */
export const lowPass = (taps: number, cutoff: number): Float64Array => {
  const middle = (taps - 1) / 2
  const coefficients = Float64Array.from({ length: taps }, (_, index) => {
    const x = index - middle
    const sinc = x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x)
    const phase = (2 * Math.PI * index) / (taps - 1)
    return sinc * (0.42 - 0.5 * Math.cos(phase) + 0.08 * Math.cos(2 * phase))
  })
  const sum = coefficients.reduce((total, coefficient) => total + coefficient, 0)
  return coefficients.map((coefficient) => coefficient / sum)
}

/** Taps of the doubling filter: about 2 ms of delay. */
const DOUBLING_TAPS = 64

/** A stream from 8 to 16 kHz. `accept` gives two samples for each one taken, some 2 ms late; state is kept between frames. */
export type Doubler = { accept(samples: Int16Array): Int16Array }

export const doubler = (): Doubler => {
  // Zeros between samples halve the level, hence twice the coefficients; of each output only every other tap meets a sample.
  const taps = lowPass(DOUBLING_TAPS, 0.235).map((coefficient) => 2 * coefficient)
  const half = DOUBLING_TAPS / 2
  let past = new Float64Array(half - 1)
  return {
    accept(samples) {
      const input = new Float64Array(past.length + samples.length)
      input.set(past)
      input.set(samples, past.length)
      const output = new Int16Array(samples.length * 2)
      for (let index = 0; index < samples.length; index += 1) {
        let even = 0
        let odd = 0
        for (let tap = 0; tap < half; tap += 1) {
          const sample = input[index + half - 1 - tap] ?? 0
          even += (taps[2 * tap] ?? 0) * sample
          odd += (taps[2 * tap + 1] ?? 0) * sample
        }
        output[2 * index] = Math.max(-32_768, Math.min(32_767, Math.round(even)))
        output[2 * index + 1] = Math.max(-32_768, Math.min(32_767, Math.round(odd)))
      }
      past = input.slice(input.length - (half - 1))
      return output
    },
  }
}
