import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Digit, DigitSource } from '../call.ts'
import { acceptDigit, NO_DIGITS } from './digit-merger.ts'

type Arrival = { readonly digit: Digit; readonly source: DigitSource; readonly at: number }

const merge = (arrivals: readonly Arrival[]): string => {
  let merger = NO_DIGITS
  let digits = ''
  for (const { digit, source, at } of arrivals.toSorted((a, b) => a.at - b.at)) {
    const outcome = acceptDigit(merger, digit, source, at)
    merger = outcome.merger
    if (outcome.accepted) digits += digit
  }
  return digits
}

const keys = fc.array(fc.constantFrom<Digit[]>('1', '2', '5', '#'), { maxLength: 12 })

describe('a key that arrives several ways', () => {
  it('is one digit, however late the other ways are, and quick presses of one key stay apart', () => {
    const delays = fc.record({ 'sip-info': fc.nat({ max: 1_000 }), 'in-band': fc.nat({ max: 90 }) })
    const ways = fc.subarray<DigitSource>(['sip-info', 'in-band'])
    fc.assert(
      fc.property(keys, delays, ways, fc.integer({ min: 100, max: 900 }), (pressed, delay, others, pace) => {
        const arrivals = pressed.flatMap((digit, i): Arrival[] => [
          { digit, source: 'rfc4733', at: i * pace },
          ...others.map((source): Arrival => ({ digit, source, at: i * pace + 10 + (source === 'rfc4733' ? 0 : delay[source]) })),
        ])
        expect(merge(arrivals)).toBe(pressed.join(''))
      }),
    )
  })

  it('counts every press of the only way there is', () => {
    fc.assert(
      fc.property(keys, fc.constantFrom<DigitSource[]>('rfc4733', 'sip-info', 'in-band'), (pressed, source) => {
        expect(merge(pressed.map((digit, i) => ({ digit, source, at: i * 80 })))).toBe(pressed.join(''))
      }),
    )
  })

  it('is believed from tones only until the network has sent an event', () => {
    expect(
      merge([
        { digit: '1', source: 'in-band', at: 0 },
        { digit: '2', source: 'rfc4733', at: 5_000 },
        { digit: '3', source: 'in-band', at: 9_000 },
        { digit: '4', source: 'sip-info', at: 12_000 },
      ]),
    ).toBe('124')
  })

  it('is a press of its own when the other way comes much later', () => {
    expect(
      merge([
        { digit: '1', source: 'rfc4733', at: 0 },
        { digit: '1', source: 'sip-info', at: 1_600 },
      ]),
    ).toBe('11')
  })
})
