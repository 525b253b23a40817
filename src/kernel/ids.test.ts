import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ContactId, isUuid, newId, parseId } from './ids.ts'
import { instant } from './instant.ts'
import { seededRandom } from './random.ts'

const anyInstant = fc.integer({ min: 0, max: 2 ** 47 }).map(instant)

test('an id is a UUID version 7 that carries its moment', () => {
  fc.assert(
    fc.property(anyInstant, fc.integer(), (now, seed) => {
      const id = newId<ContactId>(now, seededRandom(seed))
      expect(isUuid(id)).toBe(true)
      expect(id[14]).toBe('7')
      expect(parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(now)
    }),
  )
})

test('ids sort by the time they were made', () => {
  fc.assert(
    fc.property(anyInstant, anyInstant, fc.integer(), (a, b, seed) => {
      fc.pre(a < b)
      const random = seededRandom(seed)
      expect(newId<ContactId>(a, random) < newId<ContactId>(b, random)).toBe(true)
    }),
  )
})

test('text that is not a lower-case UUID is refused with the text in the sentence', () => {
  expect(() => parseId<ContactId>('42')).toThrow('an id is a lower-case UUID, not "42"')
})
