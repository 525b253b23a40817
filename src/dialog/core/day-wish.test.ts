import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeDayWish, nextWeek, readDayWish, toTimeWish, typedDate, writeDayWish } from './day-wish.ts'

const date = fc
  .tuple(fc.integer({ min: 2026, max: 2031 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, day]) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
const days = fc.option(fc.record({ from: date, to: date }), { nil: {} })
const hours = fc.oneof(
  fc.constant({}),
  fc.record({ exactly: clock }),
  fc.record({ earliest: clock }),
  fc.record({ latest: clock }),
  fc.record({ earliest: clock, latest: clock }),
)

test('what is written into the slot is read back the same', () => {
  fc.assert(
    fc.property(days, hours, (on, at) => {
      const wish = { ...on, ...at }
      expect(readDayWish(writeDayWish(wish))).toEqual(wish)
    }),
  )
})

test('anything else in the slot is no wish, and no throw', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(readDayWish(text)).toBeTypeOf('object')
    }),
  )
  expect(readDayWish('soonest')).toEqual({})
})

describe('what is said now is laid over what was said before', () => {
  const thursdayAfterThree = { from: '2026-11-26', to: '2026-11-26', earliest: '15:00' }

  test('another day keeps the hour', () => {
    const friday = { from: '2026-11-27', to: '2026-11-27' }
    expect(mergeDayWish(thursdayAfterThree, friday, undefined)).toEqual({ ...friday, earliest: '15:00' })
  })

  test('another hour keeps the day', () => {
    const nine = { from: '09:00', to: '09:00', around: false }
    expect(mergeDayWish(thursdayAfterThree, undefined, nine)).toEqual({ from: '2026-11-26', to: '2026-11-26', exactly: '09:00' })
  })

  test('an approximate time is an hour each way, within the day', () => {
    expect(mergeDayWish(undefined, undefined, { from: '15:00', to: '15:00', around: true })).toEqual({ earliest: '14:00', latest: '16:00' })
    expect(mergeDayWish(undefined, undefined, { from: '00:30', to: '00:30', around: true })).toEqual({ earliest: '00:00', latest: '01:30' })
  })
})

test('a point in time is looked for from then on, so that near times are there when it is taken', () => {
  expect(toTimeWish({ from: '2026-11-26', to: '2026-11-26', exactly: '10:00' }, 'anna')).toEqual({
    from: '2026-11-26',
    to: '2026-11-26',
    earliest: '10:00',
    person: 'anna',
  })
})

test('next week is Monday to Sunday after this one, from any day', () => {
  for (const today of ['2026-11-23', '2026-11-25', '2026-11-29']) expect(nextWeek(today)).toEqual({ from: '2026-11-30', to: '2026-12-06' })
})

describe('a date by keys', () => {
  test('is the next such day, day first, and month first in the US', () => {
    expect(typedDate('0412', '2026-11-23', 'DK')).toBe('2026-12-04')
    expect(typedDate('0412', '2026-11-23', 'US')).toBe('2027-04-12')
    expect(typedDate('2311', '2026-11-23', 'DK')).toBe('2026-11-23')
    expect(typedDate('2211', '2026-11-23', 'DK')).toBe('2027-11-22')
    expect(typedDate('2902', '2027-06-01', 'DK')).toBe('2028-02-29')
  })

  test('is refused when there is no such day', () => {
    for (const keys of ['3111', '2902', '0013', '4512', '123', '12345', '']) expect(typedDate(keys, '2026-11-23', 'DK')).toBeUndefined()
  })
})
