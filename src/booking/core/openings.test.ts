import { type Instant, HOUR, instant, later } from '#kernel/instant.ts'
import { Temporal } from 'temporal-polyfill'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { practice, practiceIn, weekdays } from '../../../tests/support/practice.ts'
import {
  TICK,
  at,
  plusDays,
  wallClock,
  within,
  writtenFor,
  writtenSpans,
  writtenWeek,
  zoneAndDate,
} from '../../../tests/support/wall-clock.ts'
import { isOpen, nextOpening, openings } from './openings.ts'

const written = (spans: readonly { readonly start: Instant; readonly end: Instant }[], zone = 'Europe/Copenhagen'): readonly string[] =>
  spans.map(({ start, end }) =>
    [start, end]
      .map((moment) => Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone).toString({ timeZoneName: 'never' }))
      .map((text) => text.slice(0, 16) + text.slice(19))
      .join(' '),
  )
const dayOf = (date: string, zone = 'Europe/Copenhagen'): readonly [Instant, Instant] => {
  const day = Temporal.PlainDate.from(date)
  return [instant(day.toZonedDateTime(zone).epochMilliseconds), instant(day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds)]
}

describe('the days of a Danish practice', () => {
  const openOn = (date: string): boolean => openings(practice({ hours: { weekly: everyDay(), holidays: 'DK' } }), ...dayOf(date)).length > 0

  test.each(['2025-05-16', '2026-05-01', '2027-04-23'])('Store Bededag is a working day since 2024: open on %s', (date) => {
    expect(openOn(date)).toBe(true)
  })
  test('Store Bededag was a holiday until 2023', () => {
    expect(openOn('2023-05-05')).toBe(false)
  })
  test.each([
    ['2025', '01-01 04-17 04-18 04-20 04-21 05-29 06-08 06-09 12-25 12-26'],
    ['2026', '01-01 04-02 04-03 04-05 04-06 05-14 05-24 05-25 12-25 12-26'],
    ['2027', '01-01 03-25 03-26 03-28 03-29 05-06 05-16 05-17 12-25 12-26'],
  ])('in %s it is closed on %s, and on no other day', (year, holidays) => {
    const playbook = practice({ hours: { weekly: everyDay(), holidays: 'DK' } })
    const newYear = Temporal.PlainDate.from(`${year}-01-01`)
    const closed = Array.from({ length: newYear.daysInYear }, (_, index) => newYear.add({ days: index }).toString()).filter(
      (date) => openings(playbook, ...dayOf(date)).length === 0,
    )
    expect(closed.map((date) => date.slice(5)).join(' ')).toBe(holidays)
  })
  test.each(['2026-06-05', '2026-12-24', '2026-12-31', '2026-05-10'])('open on %s, which is observed but no public holiday', (date) => {
    expect(openOn(date)).toBe(true)
  })
})

const everyDay = (): object => ({ ...weekdays('08:00-16:30'), saturday: ['08:00-16:30'], sunday: ['08:00-16:30'] })

test('an exception opens a holiday, and closes a weekday', () => {
  const exceptions = [
    { date: '2026-12-25', open: ['10:00-12:00'] },
    { date: '2026-12-28', open: [] },
  ]
  const playbook = practice({ hours: { weekly: weekdays('08:00-16:30'), holidays: 'DK', exceptions } })
  expect(written(openings(playbook, at('2026-12-24T23:00:00Z'), at('2026-12-29T23:00:00Z')))).toEqual([
    '2026-12-25T10:00+01:00 2026-12-25T12:00+01:00',
    '2026-12-29T08:00+01:00 2026-12-29T16:30+01:00',
  ])
})

test('without a holiday country no day is a holiday', () => {
  expect(isOpen(practice({ hours: { weekly: weekdays('08:00-16:30') } }), at('2026-12-25T09:00:00Z'))).toBe(true)
})

describe('the clock is put forward and back', () => {
  const night = (...spans: readonly string[]) => practice({ hours: { weekly: { sunday: spans } } })

  test('a night of 00:00-24:00 has 23 hours in spring and 25 in autumn', () => {
    const lengths = ['2026-03-29', '2026-10-25'].map((date) =>
      openings(night('00:00-24:00'), ...dayOf(date)).map(({ start, end }) => (end - start) / HOUR),
    )
    expect(lengths).toEqual([[23], [25]])
  })
  test('a time that is skipped means the moment of the change', () => {
    expect(written(openings(night('02:30-05:00'), ...dayOf('2026-03-29')))).toEqual(['2026-03-29T03:00+02:00 2026-03-29T05:00+02:00'])
  })
  test('hours that are skipped altogether do not exist', () => {
    expect(openings(night('02:10-02:50'), ...dayOf('2026-03-29'))).toEqual([])
  })
  test('a day that is skipped altogether has no hours: Samoa had no 30 December 2011', () => {
    const playbook = practiceIn('Pacific/Apia', { hours: { weekly: everyDay() } })
    expect(written(openings(playbook, at('2011-12-29T10:00:00Z'), at('2011-12-31T10:00:00Z')), 'Pacific/Apia')).toEqual([
      '2011-12-29T08:00-10:00 2011-12-29T16:30-10:00',
      '2011-12-31T08:00+14:00 2011-12-31T16:30+14:00',
    ])
  })
  test('a time that comes twice means its first time', () => {
    expect(written(openings(night('01:00-02:30', '02:45-04:00'), ...dayOf('2026-10-25')))).toEqual([
      '2026-10-25T01:00+02:00 2026-10-25T02:30+02:00',
      '2026-10-25T02:45+02:00 2026-10-25T04:00+01:00',
    ])
  })
})

describe('when it opens next', () => {
  test('on Friday evening: Monday, or after the holidays', () => {
    expect(written([nextOpening(practice(), at('2026-02-06T18:00:00Z')) ?? never])).toEqual([
      '2026-02-09T08:00+01:00 2026-02-09T16:30+01:00',
    ])
    expect(written([nextOpening(practice(), at('2026-04-01T18:00:00Z')) ?? never])).toEqual([
      '2026-04-07T08:00+02:00 2026-04-07T16:30+02:00',
    ])
  })
  test('while it is open: now, until it closes', () => {
    expect(nextOpening(practice(), at('2026-02-09T09:00:00Z'))).toEqual({
      start: at('2026-02-09T09:00:00Z'),
      end: at('2026-02-09T15:30:00Z'),
    })
  })
  test('at the minute it closes it is closed', () => {
    expect(isOpen(practice(), at('2026-02-09T15:29:59.999Z'))).toBe(true)
    expect(isOpen(practice(), at('2026-02-09T15:30:00Z'))).toBe(false)
  })
  test('midnight does not close a business that is open on both its sides', () => {
    const playbook = practice({ hours: { weekly: { friday: ['18:00-24:00'], saturday: ['00:00-02:00'] } } })
    expect(written([nextOpening(playbook, at('2026-02-06T12:00:00Z')) ?? never])).toEqual(['2026-02-06T18:00+01:00 2026-02-07T02:00+01:00'])
  })
  test('a business without hours never opens', () => {
    expect(nextOpening(practice({ hours: { weekly: {} } }), at('2026-02-06T12:00:00Z'))).toBeUndefined()
  })
})

const never = { start: at('1970-01-01T00:00:00Z'), end: at('1970-01-01T00:00:00Z') }

test('in every zone and year it is open exactly when the wall clock says so', () => {
  fc.assert(
    fc.property(zoneAndDate, writtenWeek, fc.option(writtenSpans), ({ zone, date }, weekly, exception) => {
      const clock = wallClock(zone, date, { before: 4, after: 5 })
      const days = [-2, -1, 0, 1, 2].map((offset) => plusDays(date, offset))
      const exceptions = exception === null ? [] : [{ date, open: exception }]
      const playbook = practiceIn(zone, { hours: { weekly, exceptions } })
      const hours = (day: string): readonly string[] => (day === date && exception !== null ? exception : writtenFor(weekly, day))
      const from = clock.first(`${plusDays(date, -1)}T00:00`)
      const to = clock.first(`${plusDays(date, 2)}T00:00`)

      const found = openings(playbook, from, to)
      found.forEach((span, index) => {
        expect(span.start).toBeLessThan(span.end)
        expect(span.start).toBeGreaterThan(found[index - 1]?.end ?? from - 1)
      })
      const open = days.map((day) => within(clock, day, hours(day)))
      const openTicks = clock.ticks.filter((tick) => tick >= from && tick < to && open.some((opens) => opens(tick)))
      expect(
        found.flatMap(({ start, end }) => Array.from({ length: (end - start) / TICK }, (_, index) => later(start, index * TICK))),
      ).toEqual(openTicks)
    }),
    { numRuns: 150 },
  )
})

test('asking whether it is open agrees with the openings, and the next opening is the first of them', () => {
  fc.assert(
    fc.property(zoneAndDate, writtenWeek, fc.integer({ min: 0, max: 48 * 60 }), ({ zone, date }, weekly, minute) => {
      const playbook = practiceIn(zone, { hours: { weekly } })
      const moment = later(at(`${date}T00:00:00Z`), minute * 60_000)
      const [first] = openings(playbook, moment, later(moment, 8 * 24 * HOUR))
      expect(isOpen(playbook, moment)).toBe(first?.start === moment)
      expect(nextOpening(playbook, moment)?.start).toBe(first?.start)
    }),
    { numRuns: 100 },
  )
})
