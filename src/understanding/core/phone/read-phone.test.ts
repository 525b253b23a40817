import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Language } from '#kernel/language.ts'
import { DANISH_NUMBERS } from '../number/da.ts'
import { ENGLISH_NUMBERS } from '../number/en.ts'
import type { Reading } from '../proposal.ts'
import { tidy, tokenize } from '../words/tokens.ts'
import { readPhone, validPhone } from './read-phone.ts'

const read = (said: string, language: Language, country: string): Reading<string> =>
  readPhone(said, tokenize(tidy(said)), language, country, true)

const wordFor = (value: number, words: ReadonlyMap<string, number>): string =>
  [...words].find(([, each]) => each === value)?.[0] ?? String(value)

const danishPair = (pair: string, apart: boolean): string => {
  if (pair.startsWith('0'))
    return Array.from(pair)
      .map((digit) => wordFor(Number(digit), DANISH_NUMBERS.cardinals))
      .join(' ')
  const word = wordFor(Number(pair), DANISH_NUMBERS.cardinals)
  return apart ? word.replace(/^(en|to|tre|fire|fem|seks|syv|otte|ni)og/u, '$1 og ') : word
}

const pairs = (digits: string): readonly string[] => digits.match(/\d{2}/gu) ?? []
const digitByDigit = (digits: string, words: ReadonlyMap<string, number>): string =>
  Array.from(digits)
    .map((digit) => wordFor(Number(digit), words))
    .join(' ')

const englishPair = (pair: string): string => {
  if (pair[0] === pair[1]) return `double ${wordFor(Number(pair[0]), ENGLISH_NUMBERS.cardinals)}`
  return digitByDigit(pair, ENGLISH_NUMBERS.cardinals)
}

const danishNumber = fc
  .integer({ min: 20_000_000, max: 99_999_999 })
  .map(String)
  .filter((digits) => validPhone(digits, false, 'DK') !== undefined)

describe('a valid number is understood however it is said', () => {
  test('in Danish: by digits, by pairs, by pairs with the words apart, with the country code, with a pause', () => {
    fc.assert(
      fc.property(danishNumber, fc.boolean(), (digits, apart) => {
        const said = pairs(digits).map((pair) => danishPair(pair, apart))
        const expected = { is: 'found', value: `+45${digits}` }
        expect(read(said.join(' '), 'da', 'DK')).toMatchObject(expected)
        expect(read(`mit nummer er ${said.slice(0, 2).join(' ')}, øh, ${said.slice(2).join(' ')}`, 'da', 'DK')).toMatchObject(expected)
        expect(read(`plus femogfyrre ${said.join(' ')}`, 'da', 'DK')).toMatchObject(expected)
        expect(read(digitByDigit(digits, DANISH_NUMBERS.cardinals), 'da', 'DK')).toMatchObject(expected)
        expect(read(`0045 ${digits}`, 'da', 'DK')).toMatchObject(expected)
      }),
      { numRuns: 200 },
    )
  })

  test('in English: digit by digit with doubles', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), (last) => {
        const digits = `0207946${String(last).padStart(4, '0')}`
        const said = [...pairs(digits.slice(0, 10)).map(englishPair), digitByDigit(digits.slice(10), ENGLISH_NUMBERS.cardinals)].join(' ')
        expect(read(said, 'en', 'GB')).toMatchObject({ is: 'found', value: `+44${digits.slice(1)}` })
      }),
      { numRuns: 100 },
    )
  })
})

test('a number that lacks digits or has too many is asked for again, never guessed', () => {
  fc.assert(
    fc.property(danishNumber, fc.integer({ min: 3, max: 7 }), (digits, kept) => {
      expect(read(digits.slice(0, kept), 'da', 'DK').is).toBe('ask')
      expect(read(digitByDigit(digits.slice(0, kept), DANISH_NUMBERS.cardinals), 'da', 'DK').is).toBe('ask')
    }),
    { numRuns: 100 },
  )
})

test('the last pair is corrected without saying the number again', () => {
  expect(read('tyve tolv fireogtredive seksoghalvtreds, nej, syvoghalvtreds', 'da', 'DK')).toMatchObject({ value: '+4520123457' })
  expect(read('oh two oh seven nine four six oh oh one eight, sorry, nine', 'en', 'GB')).toMatchObject({ value: '+442079460019' })
})
