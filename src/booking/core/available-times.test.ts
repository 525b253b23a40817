import { type Instant, DAY, MINUTE, later } from '#kernel/instant.ts'
import type { Playbook } from '#playbook/core/index.ts'
import { Temporal } from 'temporal-polyfill'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { practice, practiceIn, weekdays } from '../../../tests/support/practice.ts'
import {
  TICK,
  type WallClock,
  at,
  plusDays,
  timeOfTick,
  wallClock,
  within,
  writtenFor,
  writtenWeek,
  zoneAndDate,
} from '../../../tests/support/wall-clock.ts'
import { type Busy, availableTimes } from './available-times.ts'
import { mayBook } from './may-book.ts'
import type { TimeWish } from './time-wish.ts'

/** Tuesday 10 February 2026, 09:00 in Copenhagen. */
const now = at('2026-02-10T08:00:00Z')

const first = (count: number, playbook: Playbook, wish: TimeWish = {}, busy: readonly Busy[] = [], moment = now): readonly string[] => {
  const found: string[] = []
  for (const { start, person } of availableTimes(playbook, 'check-up', wish, busy, moment)) {
    if (found.length === count) break
    found.push(
      `${Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(playbook.identity.timeZone).toString().slice(0, 16)} ${person}`,
    )
  }
  return found
}

describe('the times offered', () => {
  test('begin after the lead time, on the grid, with everybody who may do it', () => {
    expect(first(3, practice())).toEqual(['2026-02-10T11:00 anna', '2026-02-10T11:00 bo', '2026-02-10T11:15 anna'])
  })
  test('put the person with the least to do that day first', () => {
    const busy = [{ person: 'anna', start: at('2026-02-10T13:00:00Z'), end: at('2026-02-10T14:00:00Z') }]
    expect(first(2, practice(), {}, busy)).toEqual(['2026-02-10T11:00 bo', '2026-02-10T11:00 anna'])
  })
  test('leave the buffers of both appointments between them', () => {
    // Busy until 12:10 with its buffer; ours needs five minutes before: 12:15.
    const busy = [{ person: 'anna', start: at('2026-02-10T09:00:00Z'), end: at('2026-02-10T11:10:00Z') }]
    expect(first(1, practice(), { person: 'anna' }, busy)).toEqual(['2026-02-10T12:15 anna'])
  })
  test('end within the opening hours, though a buffer may lie outside them', () => {
    const times = first(99, practice(), { from: '2026-02-11', to: '2026-02-11', person: 'bo' })
    expect([times[0], times.at(-1)]).toEqual(['2026-02-11T08:00 bo', '2026-02-11T16:00 bo'])
  })
  test('keep to the wish: days, time of day and person', () => {
    const wish = { from: '2026-02-12', to: '2026-02-13', earliest: '15:00', latest: '15:15', person: 'bo' }
    expect(first(9, practice(), wish)).toEqual(['2026-02-12T15:00 bo', '2026-02-12T15:15 bo', '2026-02-13T15:00 bo', '2026-02-13T15:15 bo'])
  })
  test('count the grid from where a person begins, and keep to the hours of both', () => {
    const people = [
      { id: 'anna', name: 'Anna', hours: weekdays('13:10-18:00') },
      { id: 'bo', name: 'Bo' },
    ]
    const times = first(99, practice({ people }), { from: '2026-02-11', to: '2026-02-11', person: 'anna' })
    expect([times[0], times.at(-1)]).toEqual(['2026-02-11T13:10 anna', '2026-02-11T15:55 anna'])
  })
  test('reach to the end of the last day of the horizon and no further', () => {
    const playbook = practice({ booking: { leadMinutes: 0, horizonDays: 1, gridMinutes: 60 } })
    expect(first(99, playbook, { person: 'bo' }).at(-1)).toBe('2026-02-11T16:00 bo')
    expect(first(1, playbook, { from: '2026-02-12' })).toEqual([])
  })
  test('skip holidays', () => {
    expect(first(1, practice(), { from: '2026-04-02' })).toEqual(['2026-04-07T08:00 anna'])
  })
  test('are none for a service or person the playbook does not name', () => {
    expect(first(1, practice(), { person: 'carl' })).toEqual([])
    expect([...availableTimes(practice(), 'surgery', {}, [], now)]).toEqual([])
  })
  test('may run over midnight where the business stays open', () => {
    const weekly = { tuesday: ['22:00-24:00'], wednesday: ['00:00-01:00'] }
    expect(first(99, practice({ hours: { weekly } }), { person: 'bo', to: '2026-02-11', earliest: '23:30' })).toEqual([
      '2026-02-10T23:30 bo',
      '2026-02-10T23:45 bo',
    ])
  })
  test('name one moment each: the hour that comes twice is offered once, the hour that is skipped never', () => {
    const nights = practice({
      hours: { weekly: { sunday: ['01:00-05:00'] } },
      booking: { leadMinutes: 0, horizonDays: 3, gridMinutes: 60 },
    })
    expect(first(99, nights, { person: 'bo' }, [], at('2026-10-23T10:00:00Z'))).toEqual(
      ['01', '02', '03', '04'].map((hour) => `2026-10-25T${hour}:00 bo`),
    )
    expect(first(99, nights, { person: 'bo' }, [], at('2026-03-27T10:00:00Z'))).toEqual(
      ['01', '03', '04'].map((hour) => `2026-03-29T${hour}:00 bo`),
    )
  })
})

describe('what may still be booked', () => {
  const start = at('2026-02-10T10:00:00Z')
  const request = { service: 'check-up', person: 'anna', start }

  test('a time offered in the last minute of the lead time stands for a quarter of an hour', () => {
    expect(mayBook(practice(), request, later(start, -120 * MINUTE))).toBe(true)
    expect(mayBook(practice(), request, later(start, -105 * MINUTE))).toBe(true)
    expect(mayBook(practice(), request, later(start, -105 * MINUTE + 1))).toBe(false)
  })
  test('a time that has passed does not', () => {
    const anyTime = practice({ booking: { leadMinutes: 0, horizonDays: 5, gridMinutes: 15 } })
    expect(mayBook(anyTime, request, start)).toBe(true)
    expect(mayBook(anyTime, request, later(start, 1))).toBe(false)
  })
  test('a time off the grid, out of hours, or by somebody who does not do it does not', () => {
    expect(mayBook(practice(), { ...request, start: later(start, 5 * MINUTE) }, now)).toBe(false)
    expect(mayBook(practice(), { ...request, start: at('2026-02-10T15:15:00Z') }, now)).toBe(false)
    expect(mayBook(practice(), { ...request, person: 'carl' }, now)).toBe(false)
    expect(mayBook(practice(), { ...request, service: 'surgery' }, now)).toBe(false)
  })
})

const people = ['anna', 'bo', 'carl'] as const
const time = fc.integer({ min: 0, max: 287 }).map(timeOfTick)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })
const rules = fc.record({
  week: writtenWeek,
  annasWeek: fc.option(writtenWeek),
  service: fc.record({
    minutes: fc.constantFrom(5, 20, 30, 45, 120, 480),
    before: fc.constantFrom(0, 5, 20),
    after: fc.constantFrom(0, 10),
    people: fc.subarray([...people], { minLength: 1 }),
  }),
  booking: fc.record({
    leadMinutes: fc.constantFrom(0, 0, 45, 1500),
    horizonDays: fc.integer({ min: 1, max: 2 }),
    gridMinutes: fc.constantFrom(5, 15, 25, 60),
  }),
})
const asked = fc.record({
  minutesIntoDay: fc.integer({ min: 0, max: 24 * 60 }),
  wish: fc.record({
    from: maybe(fc.integer({ min: -1, max: 3 })),
    to: maybe(fc.integer({ min: -1, max: 3 })),
    earliest: maybe(time),
    latest: maybe(time),
    person: maybe(fc.constantFrom(...people)),
  }),
  busy: fc.array(
    fc.record({ person: fc.constantFrom(...people), tick: fc.integer({ min: 0, max: 4 * 288 }), length: fc.integer({ min: 1, max: 100 }) }),
    { maxLength: 12 },
  ),
})

test('in every zone, at every change of the clock, exactly the times are offered that keep every rule', () => {
  let offered = 0
  fc.assert(
    fc.property(
      zoneAndDate,
      rules,
      asked,
      ({ zone, date }, { week, annasWeek, service, booking }, { minutesIntoDay, wish: days, busy: taken }) => {
        const clock = wallClock(zone, date, { before: 3, after: 6 })
        const moment = later(clock.first(`${date}T00:00`), minutesIntoDay * MINUTE)
        const busy = taken.map(({ person, tick, length }) => {
          const start = later(clock.first(`${date}T00:00`), tick * TICK)
          return { person, start, end: later(start, length * TICK) }
        })
        const wish: TimeWish = Object.fromEntries(
          Object.entries(days)
            .filter(([, value]) => value !== undefined)
            .map(([key, value]) => [key, typeof value === 'number' ? plusDays(date, value) : value]),
        )
        const playbook = practiceIn(zone, {
          hours: { weekly: week },
          people: people.map((id) => ({
            id,
            name: id.toUpperCase(),
            ...(id === 'anna' && annasWeek !== null ? { hours: annasWeek } : {}),
          })),
          services: [
            {
              id: 'visit',
              name: { en: 'Visit' },
              minutes: service.minutes,
              buffer: { before: service.before, after: service.after },
              people: service.people,
            },
          ],
          booking,
        })

        const found = [...availableTimes(playbook, 'visit', wish, busy, moment)]
        offered += found.length
        expect(found.map(({ start, person }) => `${start} ${person}`).toSorted()).toEqual(
          slowly(clock, date, moment, playbook, wish, busy).toSorted(),
        )
        found.forEach(({ start, end, personName, person }, index) => {
          expect(end - start).toBe(service.minutes * MINUTE)
          expect(personName).toBe(person.toUpperCase())
          expect(start).toBeGreaterThanOrEqual(found[index - 1]?.start ?? 0)
          const before = found[index - 1]
          if (before?.start === start)
            expect(loadOf(clock, busy, before.person, start)).toBeLessThanOrEqual(loadOf(clock, busy, person, start))
          expect(mayBook(playbook, { service: 'visit', person, start }, moment)).toBe(true)
        })
      },
    ),
    { numRuns: 200 },
  )
  expect(offered).toBeGreaterThan(1_000)
})

/** How many ticks a person is busy on the day of a moment. */
const loadOf = (clock: WallClock, busy: readonly Busy[], person: string, moment: Instant): number => {
  const date = clock.readings[clock.ticks.indexOf(moment)]?.slice(0, 10) ?? ''
  const [start, end] = [clock.first(`${date}T00:00`), clock.first(`${plusDays(date, 1)}T00:00`)]
  const taken = busy.filter((one) => one.person === person)
  return clock.ticks.filter((tick) => tick >= start && tick < end && taken.some((one) => one.start <= tick && tick < one.end)).length
}

/** Every rule asked of every tick, with nothing of the code under test: `epoch-ms person` of each time that keeps them all. */
const slowly = (
  clock: WallClock,
  date: string,
  moment: Instant,
  playbook: Playbook,
  wish: TimeWish,
  busy: readonly Busy[],
): readonly string[] => {
  const [service] = playbook.services
  if (service === undefined) return []
  const today = clock.readings[clock.ticks.findLastIndex((tick) => tick <= moment)]?.slice(0, 10) ?? ''
  const days = [-2, -1, 0, 1, 2, 3, 4].map((offset) => plusDays(date, offset))
  const shownBefore = new Set<string>()
  const firstShown = clock.readings.map((reading) => !shownBefore.has(reading) && shownBefore.add(reading) !== undefined)
  return playbook.people
    .filter(({ id }) => service.people.includes(id) && (wish.person ?? id) === id)
    .flatMap((person) => {
      const inOn = days.map((day) => {
        const business = within(clock, day, writtenFor(playbook.hours.weekly, day))
        const own = person.hours === undefined ? () => true : within(clock, day, writtenFor(person.hours, day))
        return clock.ticks.map((tick) => business(tick) && own(tick))
      })
      const isIn = clock.ticks.map((_, index) => inOn.some((day) => day[index]))
      const taken = busy.filter((one) => one.person === person.id)
      return clock.ticks.flatMap((start, index) => {
        const shown = clock.readings[index] ?? ''
        const day = shown.slice(0, 10)
        const openToday = inOn[days.indexOf(day)]
        if (openToday === undefined || !openToday[index] || !firstShown[index]) return []
        let opening = index
        while (openToday[opening - 1]) opening -= 1
        const endTick = index + service.minutes / 5
        const from = start - service.buffer.before * MINUTE
        const until = start + (service.minutes + service.buffer.after) * MINUTE
        const keeps =
          ((index - opening) * 5) % playbook.booking.gridMinutes === 0 &&
          isIn.slice(index, endTick).every(Boolean) &&
          !taken.some((one) => one.start < until && one.end > from) &&
          start >= moment + playbook.booking.leadMinutes * MINUTE &&
          day >= today &&
          day <= plusDays(today, playbook.booking.horizonDays) &&
          day >= (wish.from ?? day) &&
          day <= (wish.to ?? day) &&
          shown.slice(11) >= (wish.earliest ?? '00:00') &&
          shown.slice(11) <= (wish.latest ?? '24:00')
        return keeps ? [`${start} ${person.id}`] : []
      })
    })
}

test('three times out of a year with 2,000 appointments are found without working out the year', () => {
  const year = practice({ booking: { leadMinutes: 0, horizonDays: 365, gridMinutes: 5 } })
  const busy = Array.from({ length: 2_000 }, (_, index) => {
    const start = later(now, index * (DAY / 10))
    return { person: index % 2 === 0 ? 'anna' : 'bo', start, end: later(start, 30 * MINUTE) }
  })
  let read = 0
  const watched = new Proxy(year.hours.exceptions, {
    get: (target, key, receiver) => ((read += key === 'findLast' ? 1 : 0), Reflect.get(target, key, receiver) as unknown),
  })
  const times = availableTimes({ ...year, hours: { ...year.hours, exceptions: watched } }, 'check-up', {}, busy, now)
  for (let count = 0; count < 3; count += 1) expect(times.next().done).toBe(false)
  expect(read).toBeLessThanOrEqual(3)
})
