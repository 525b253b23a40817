import { MINUTE, instant, later } from '#kernel/instant.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { practice } from '../../../tests/support/practice.ts'
import { at } from '../../../tests/support/wall-clock.ts'
import { addOpeningMinutes, dueTime } from './opening-minutes.ts'

describe('minutes of opening hours', () => {
  test('what is not worked off on Friday is due on Monday, after the clock was put forward', () => {
    // Friday 27 March 2026, 15:30 in Copenhagen: an hour is left; 240 - 60 = 180 minutes after Monday 08:00 summer time.
    expect(dueTime(practice(), at('2026-03-27T14:30:00Z'), 240)).toBe(at('2026-03-30T09:00:00Z'))
  })
  test('what fits to the minute is due when the business closes', () => {
    expect(dueTime(practice(), at('2026-03-27T14:30:00Z'), 60)).toBe(at('2026-03-27T15:30:00Z'))
  })
  test('the clock of what comes in at night starts at opening', () => {
    expect(dueTime(practice(), at('2026-03-25T22:00:00Z'), 30)).toBe(at('2026-03-26T07:30:00Z'))
  })
  test('a business that never opens still owes it at a time', () => {
    const closed = practice({ hours: { weekly: {} } })
    expect(dueTime(closed, at('2026-03-25T22:00:00Z'), 30)).toBe(at('2026-03-25T22:30:00Z'))
  })
  test('openings too short for it give no time', () => {
    expect(addOpeningMinutes([{ start: instant(0), end: instant(10 * MINUTE) }], instant(0), 11)).toBeUndefined()
  })
})

test('exactly the asked minutes of opening lie between the start and the due time, and none is wasted', () => {
  const gapsAndLengths = fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 100 })), { minLength: 1 })
  fc.assert(
    fc.property(gapsAndLengths, fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 500 }), (steps, from, minutes) => {
      let end = 0
      const minutesOpen = new Set<number>()
      const spans = steps.map(([gap, length]) => {
        const start = end + gap
        end = start + length
        for (let minute = start; minute < end; minute += 1) if (minute >= from) minutesOpen.add(minute)
        return { start: later(instant(0), start * MINUTE), end: later(instant(0), end * MINUTE) }
      })
      const last = [...minutesOpen][minutes - 1]
      const due = addOpeningMinutes(spans, later(instant(0), from * MINUTE), minutes)
      expect(due).toBe(last === undefined ? undefined : (last + 1) * MINUTE)
    }),
  )
})
