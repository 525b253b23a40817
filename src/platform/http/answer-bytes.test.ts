import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRange } from './answer-bytes.ts'

test.each([
  [undefined, undefined],
  ['bytes=0-1', { start: 0, end: 1 }],
  ['bytes=0-', { start: 0, end: 99 }],
  ['bytes=40-9999', { start: 40, end: 99 }],
  ['bytes=-10', { start: 90, end: 99 }],
  ['bytes=-1000', { start: 0, end: 99 }],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  // Ignored, so that all of it is sent: not as the grammar says, another unit, or several at once.
  ['bytes=-', undefined],
  ['bytes=5-2', undefined],
  ['lines=0-1', undefined],
  ['bytes=0-1,4-5', undefined],
])('of 100 bytes, the range %s is %j', (header, range) => {
  expect(readRange(header, 100)).toEqual(range)
})

test('a part never reaches outside of what there is', () => {
  const end = fc.oneof(fc.nat(), fc.constant(''))
  fc.assert(
    fc.property(end, end, fc.nat(500), (first, last, size) => {
      const range = readRange(`bytes=${first}-${last}`, size)
      if (range === undefined || range === 'unsatisfiable') return
      expect(range.start).toBeGreaterThanOrEqual(0)
      expect(range.start).toBeLessThanOrEqual(range.end)
      expect(range.end).toBeLessThan(size)
    }),
  )
})
