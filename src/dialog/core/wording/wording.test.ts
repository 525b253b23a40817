import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant } from '#kernel/instant.ts'
import { CATALOGS, keyList, line, listed } from './catalog.ts'
import { checked, sentence } from './sentence.ts'
import { type Manner, sayClock, sayNumber, sayNumberTail, sayOnDay, sayTime, sayWhen } from './say-value.ts'

const placeholders = (template: string): readonly string[] => [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort()
const names = Object.keys(CATALOGS.en) as (keyof typeof CATALOGS.en)[]

describe('the catalog', () => {
  test.each(names)('%s holds no digit in any language: numbers come in as checked values', (name) => {
    expect(CATALOGS.en[name]).not.toMatch(/\d/)
    expect(CATALOGS.da[name]).not.toMatch(/\d/)
  })

  test.each(names)('%s takes the same values in Danish as in English', (name) => {
    expect(placeholders(CATALOGS.da[name])).toEqual(placeholders(CATALOGS.en[name]))
  })

  test.each(names)('%s asks at most one question', (name) => {
    expect((CATALOGS.en[name].match(/\?/g) ?? []).length).toBeLessThanOrEqual(1)
    expect((CATALOGS.da[name].match(/\?/g) ?? []).length).toBeLessThanOrEqual(1)
  })
})

test('a sentence knows where its facts come from, and is fixed only without the calendar and the caller', () => {
  const facts = sentence('{a} and {b}', { a: checked('x', 'playbook'), b: checked('y', 'engine') })
  expect(facts).toEqual({ text: 'x and y', sources: ['playbook', 'engine'], fixed: true })
  expect(sentence('{a}', { a: checked('14.30', 'calendar') }).fixed).toBe(false)
  expect(sentence('{a}', { a: checked('Karen', 'caller') }).fixed).toBe(false)
})

test('whatever a caller says stays one value: braces in it are not read as a place for another', () => {
  fc.assert(
    fc.property(fc.string(), (said) => {
      const what = sentence('{name}, {time}', { name: checked(said, 'caller'), time: checked('noon', 'calendar') })
      expect(what.text).toBe(`${said}, noon`)
    }),
  )
})

const DANISH: Manner = { language: 'da', country: 'DK', zone: 'Europe/Copenhagen', aloud: true }
const ENGLISH: Manner = { ...DANISH, language: 'en' }
const AMERICAN: Manner = { language: 'en', country: 'US', zone: 'America/New_York', aloud: true }
/** Thursday 3 December 2026, 14:30 in Copenhagen, 8:30 in New York. */
const AFTERNOON = instant(1_796_304_600_000)

describe('times and dates as people say them', () => {
  test('in Danish', () => {
    expect(sayTime(AFTERNOON, DANISH).text).toBe('kl. 14.30')
    expect(sayClock('09:00', DANISH).text).toBe('kl. 9')
    expect(sayOnDay(AFTERNOON, DANISH).text).toBe('torsdag den 3. december')
  })

  test('in English, by the habits of the country', () => {
    expect(sayTime(AFTERNOON, ENGLISH).text).toBe('2:30 pm')
    expect(sayClock('12:00', ENGLISH).text).toBe('12 noon')
    expect(sayClock('24:00', ENGLISH).text).toBe('midnight')
    expect(sayClock('00:15', ENGLISH).text).toBe('12:15 am')
    expect(sayOnDay(AFTERNOON, ENGLISH).text).toBe('on Thursday 3 December')
    expect(sayOnDay(AFTERNOON, AMERICAN).text).toBe('on Thursday, December 3')
    expect(sayTime(AFTERNOON, AMERICAN).text).toBe('8:30 am')
  })

  test('near days by their own words, across the change of the clocks too', () => {
    const saturdayNight = instant(1_792_877_400_000)
    const sundayNight = instant(saturdayNight + 25 * 3_600_000)
    expect(sayWhen(saturdayNight, saturdayNight, ENGLISH).text).toBe('today')
    expect(sayWhen(sundayNight, saturdayNight, ENGLISH).text).toBe('tomorrow')
    expect(sayWhen(AFTERNOON, saturdayNight, DANISH).text).toBe('torsdag den 3. december')
  })
})

describe('telephone numbers for an ear', () => {
  test('Danish ones in pairs, without the country code at home', () => {
    expect(sayNumber('+4528123456', DANISH).text).toBe('28 12 34 56')
    expect(sayNumberTail('+4528123456', DANISH).text).toBe('34 56')
  })

  test('in English digit by digit, in writing in pairs', () => {
    expect(sayNumber('+4528123456', ENGLISH).text).toBe('2 8, 1 2, 3 4, 5 6')
    expect(sayNumber('+4528123456', { ...ENGLISH, aloud: false }).text).toBe('28 12 34 56')
    expect(sayNumber('+14155550123', { ...DANISH, language: 'da' }).text).toBe('+14 15 55 50 12 3')
  })
})

test('keys are read out as one sentence', () => {
  const keys = [
    { key: '1', label: checked('for at bestille tid', 'engine') },
    { key: '2', label: checked('for at lægge en besked', 'engine') },
    { key: '0', label: checked('for en medarbejder', 'engine') },
  ]
  expect(keyList('da', keys, false).text).toBe('Tryk 1 for at bestille tid, 2 for at lægge en besked eller 0 for en medarbejder.')
  expect(listed('en', [checked('a', 'engine')], 'and').text).toBe('a')
  expect(line('en', 'sorryOnce').fixed).toBe(true)
})
