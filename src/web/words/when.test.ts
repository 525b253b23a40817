import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { whenIn } from './when-in.ts'

const names = { today: 'today', yesterday: 'yesterday', tomorrow: 'tomorrow' }
/** 00:30 in Copenhagen, still yesterday in Greenwich. */
const now = Date.parse('2026-06-30T22:30:00Z')
const inEnglish = () => whenIn('en', 'Europe/Copenhagen', names, ['en-GB'])
const inDanish = () => whenIn('da', 'Europe/Copenhagen', { today: 'i dag', yesterday: 'i går', tomorrow: 'i morgen' }, ['de-DE', 'da'])

beforeEach(() => {
  vi.useFakeTimers({ now })
})
afterEach(() => {
  vi.useRealTimers()
})

test("times and days are the business's, wherever the reader sits", () => {
  expect(inEnglish().time('2026-06-30T22:30:00.000Z')).toBe('00:30')
  expect(inDanish().time('2026-06-30T22:30:00.000Z')).toBe('00.30')
  expect(inEnglish().dateOf('2026-06-30T22:30:00.000Z')).toBe('2026-07-01')
  expect(inEnglish().dayAndTime('2026-06-30T21:30:00.000Z')).toBe('yesterday 23:30')
})

test('near days have names, others their date, other years their year', () => {
  const { day, dayHeading } = inEnglish()
  expect(['2026-07-01', '2026-06-30', '2026-07-02'].map(day)).toEqual(['today', 'yesterday', 'tomorrow'])
  expect(dayHeading('2026-07-01')).toBe('Today')
  expect(day('2026-07-13')).toBe('Monday 13 July')
  expect(day('2025-12-24')).toBe('Wednesday, 24 December 2025')
  expect(inDanish().day('2026-07-13')).toBe('mandag 13. juli')
  expect(inDanish().dayHeading('2026-07-13')).toBe('Mandag 13. juli')
})

test('the way to a moment is told in its greatest unit', () => {
  const { fromNow } = inEnglish()
  expect(fromNow('2026-06-30T22:55:00.000Z', now)).toBe('in 25 minutes')
  expect(fromNow('2026-06-30T20:00:00.000Z', now)).toBe('2 hours ago')
  expect(fromNow('2026-06-25T20:00:00.000Z', now)).toBe('5 days ago')
})

test('lengths of talk read like a clock, lengths of waiting in their unit', () => {
  const { clock, length } = inEnglish()
  expect([0, 999, 65_000, 3_605_000, -5].map(clock)).toEqual(['0:00', '0:00', '1:05', '1:00:05', '0:00'])
  expect([41.6, 1_240, 65_000].map(length)).toEqual(['42 ms', '1.2 s', '1:05'])
  expect(inDanish().length(1_240)).toBe('1,2 s')
})
