import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createResampler, resample } from './resample.ts'
import { rootMeanSquare } from './speech-energy.ts'

const sine = (hertz: number, rate: number, ms = 500, peak = 10_000): Int16Array =>
  Int16Array.from({ length: (rate * ms) / 1_000 }, (_, i) => Math.round(peak * Math.sin((2 * Math.PI * hertz * i) / rate)))

/** The middle, where the filter has sound on both sides. */
const middle = (samples: Int16Array): Int16Array => samples.subarray(samples.length / 4, (samples.length * 3) / 4)

const errorOf = (heard: Int16Array, wanted: Int16Array): number => {
  const [a, b] = [middle(heard), middle(wanted)]
  return rootMeanSquare(a.map((sample, i) => sample - (b[i] ?? 0))) / rootMeanSquare(b)
}

const RATES = [8_000, 16_000, 22_050, 24_000, 44_100, 48_000]

describe('resampling', () => {
  it('keeps a tone in the pass band as it is, in time, height and phase, between all rates', () => {
    for (const from of RATES) {
      for (const to of RATES) {
        const heard = resample(sine(1_000, from), from, to)
        expect(heard.length).toBe(Math.ceil((from * 0.5 * to) / from))
        expect(errorOf(heard, sine(1_000, to))).toBeLessThan(0.002)
      }
    }
  })

  it('lets nothing through that the lower rate cannot hold', () => {
    for (const [from, hertz] of [
      [16_000, 4_600],
      [22_050, 6_000],
      [48_000, 4_600],
      [48_000, 15_000],
    ] as const) {
      expect(rootMeanSquare(middle(resample(sine(hertz, from), from, 8_000)))).toBeLessThan(10)
    }
    // Going up, no mirror image of the tone appears above the old Nyquist frequency: what is left beside the tone is noise.
    expect(errorOf(resample(sine(3_000, 8_000), 8_000, 16_000), sine(3_000, 16_000))).toBeLessThan(0.005)
  })

  it('gives the same whether the sound comes at once or in pieces', () => {
    const whole = sine(700, 22_050, 100)
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 400 }), { maxLength: 12 }), fc.constantFrom(8_000, 16_000, 44_100), (cuts, to) => {
        const resampler = createResampler(22_050, to)
        const heard: number[] = []
        let at = 0
        for (const cut of cuts) {
          heard.push(...resampler.push(whole.subarray(at, at + cut)))
          at += cut
        }
        heard.push(...resampler.push(whole.subarray(at)), ...resampler.flush())
        expect(heard).toEqual([...resample(whole, 22_050, to)])
      }),
    )
  })

  it('never overflows, and refuses rates that are none', () => {
    const square = Int16Array.from({ length: 800 }, (_, i) => (i % 20 < 10 ? 32_767 : -32_768))
    const heard = resample(square, 8_000, 16_000)
    for (let i = 4; i < heard.length; i += 1)
      expect(Math.sign(heard[i] ?? 0) * Math.sign(square[i >> 1] ?? 0)).toBeGreaterThanOrEqual(i % 20 < 3 || i % 20 > 17 ? -1 : 1)
    expect(() => resample(square, 0, 8_000)).toThrow('sample rate')
    expect(resample(new Int16Array(0), 8_000, 16_000)).toHaveLength(0)
  })
})
