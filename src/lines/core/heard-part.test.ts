import fc from 'fast-check'
import { expect, test } from 'vitest'
import { heardPart } from './heard-part.ts'

test('what was cut off is not in the record', () => {
  expect(heardPart('You are booked on Monday', 0, 2000)).toBe('')
  expect(heardPart('You are booked on Monday', 1000, 2000)).toBe('You are')
  expect(heardPart('You are booked on Monday', 2000, 2000)).toBe('You are booked on Monday')
})

test('the heard part is always a beginning of the text, in whole words, and grows with time', () => {
  const words = fc.array(fc.stringMatching(/^[a-zæøå0-9.,]{1,9}$/), { minLength: 1, maxLength: 12 }).map((list) => list.join(' '))
  fc.assert(
    fc.property(words, fc.nat(5000), fc.nat(5000), fc.integer({ min: 1, max: 5000 }), (text, a, b, total) => {
      const shorter = heardPart(text, Math.min(a, b), total)
      const longer = heardPart(text, Math.max(a, b), total)
      expect(text.startsWith(shorter)).toBe(true)
      expect(longer.startsWith(shorter)).toBe(true)
      expect([undefined, ' ', ''].includes(text[shorter.length]) || shorter === '').toBe(true)
    }),
  )
})
