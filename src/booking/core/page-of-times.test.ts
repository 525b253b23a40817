import type { OfferedTime } from '#contacts/core/index.ts'
import { instant } from '#kernel/instant.ts'
import { expect, test } from 'vitest'
import { pageOfTimes } from './page-of-times.ts'

const time = (start: number, person: string): OfferedTime => ({
  start: instant(start),
  end: instant(start + 1),
  person,
  personName: person,
})
const times = [time(1, 'anna'), time(1, 'bo'), time(2, 'bo'), time(2, 'anna'), time(3, 'anna')]
const starts = (after: number, limit: number) => pageOfTimes(times, { after, limit })

test('a time of several people is one time, with the first of them', () => {
  expect(starts(0, 9)).toEqual({ times: [time(1, 'anna'), time(2, 'bo'), time(3, 'anna')], more: false })
})

test('pages follow on each other, and say whether there are more', () => {
  expect(starts(0, 2)).toEqual({ times: [time(1, 'anna'), time(2, 'bo')], more: true })
  expect(starts(2, 2)).toEqual({ times: [time(3, 'anna')], more: false })
  expect(starts(3, 2)).toEqual({ times: [], more: false })
  expect(starts(0, 3).more).toBe(false)
})

test('no more is taken than is needed to know whether there are more', () => {
  let taken = 0
  const counted = function* (): Generator<OfferedTime> {
    for (let start = 1; ; start += 1) {
      taken += 1
      yield time(start, 'anna')
    }
  }
  expect(pageOfTimes(counted(), { after: 2, limit: 3 }).more).toBe(true)
  expect(taken).toBe(6)
})
