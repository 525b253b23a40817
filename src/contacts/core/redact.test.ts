import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { passesLuhn } from './card-number.ts'
import { redactText, redactValue } from './redact.ts'

const digits = (minimum: number, maximum: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: minimum, maxLength: maximum }).map((list) => list.join(''))

const withCheckDigit = (body: string): string => {
  for (const check of '0123456789') if (passesLuhn(body + check)) return body + check
  throw new Error('unreachable: one of ten check digits always fits')
}

const luhnNumber = digits(12, 18).map(withCheckDigit)
const issuedNumber = fc
  .tuple(fc.constantFrom('4571', '4', '5019', '51', '55', '2221', '6759', '6011'), digits(18, 18))
  .map(([prefix, rest]) => withCheckDigit((prefix + rest).slice(0, 15)))

/** Groups of the given number, as somebody would read a card from its front. */
const grouped = (number: string, size: number, separator: string): string =>
  (number.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(separator)

const ENGLISH = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
const DANISH = ['nul', 'en', 'to', 'tre', 'fire', 'fem', 'seks', 'syv', 'otte', 'ni']
const spelled = (number: string, words: readonly string[], separator: string): string =>
  Array.from(number, (digit) => words[Number(digit)]).join(separator)

const words = fc
  .array(fc.constantFrom('my', 'card', 'is', 'kortet', 'jeg', 'hedder', 'please', 'tak', 'number'), { minLength: 1, maxLength: 5 })
  .map((list) => list.join(' '))

const cpr = fc
  .tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 12 }), digits(2, 2), digits(4, 4))
  .map(([day, month, year, rest]) => `${String(day).padStart(2, '0')}${String(month).padStart(2, '0')}${year}${rest}`)

describe('payment card numbers', () => {
  test('are taken out of any sentence, however they are grouped', () => {
    fc.assert(
      fc.property(
        words,
        luhnNumber,
        fc.constantFrom(1, 2, 4, 5, 19),
        fc.constantFrom(' ', '-', '.', ' - ', '\u00a0'),
        words,
        (a, number, size, separator, b) => {
          expect(redactText(`${a} ${grouped(number, size, separator)} ${b}`)).toBe(`${a} [card number] ${b}`)
        },
      ),
    )
  })

  test('are taken out when spelled in words of either language', () => {
    fc.assert(
      fc.property(words, luhnNumber, fc.constantFrom(ENGLISH, DANISH), fc.constantFrom(' ', '-'), (a, number, language, separator) => {
        expect(redactText(`${a} ${spelled(number, language, separator)}`)).toBe(`${a} [card number]`)
      }),
    )
  })

  test('are taken out when read in pieces with commas, pauses and fillers between them', () => {
    fc.assert(
      fc.property(issuedNumber, fc.constantFrom(', ', ' and ', ' øh ', ' og så ', '*', '#', ', uh, '), (number, pause) => {
        expect(redactText(`it is ${grouped(number, 4, pause)} thanks`)).toBe('it is [card number] thanks')
      }),
    )
  })

  test('are taken out of a row of keys, with the menu key and the phone number pressed before them', () => {
    fc.assert(
      fc.property(fc.constantFrom('1', '20123456 ', '1#', '45201234*'), issuedNumber, fc.constantFrom('', '#'), (before, number, after) => {
        const redacted = redactText(`${before}${number}${after}`)
        expect(redacted).toContain('[card number]')
        expect(redacted).not.toContain(number)
        expect(redacted.replace(/\[card number\]|\D/g, '').length).toBeLessThanOrEqual(before.replace(/\D/g, '').length)
      }),
    )
  })

  test.each([
    ['4111111111111111', '[card number]'],
    ['Visa 4111 1111 1111 1111, exp 12/27, cvc 123', 'Visa [card number], exp 12/27, cvc 123'],
    ['4571-0000-0000-0001', '[card number]'],
    ['it is 3782 822463 10005.', 'it is [card number].'],
    ['four one double one triple one one one one one one one one one one', '[card number]'],
    ['enogfyrre elleve elleve elleve elleve elleve elleve elleve', '[card number]'],
    ['en og fyrre elleve elleve elleve elleve elleve elleve elleve', '[card number]'],
    ['forty-one eleven eleven eleven eleven eleven eleven eleven', '[card number]'],
  ])('%s', (text, redacted) => {
    expect(redactText(text)).toBe(redacted)
  })
})

describe('CPR numbers', () => {
  test('with a valid date are taken out, with hyphen, space or nothing', () => {
    fc.assert(
      fc.property(words, cpr, fc.constantFrom('', '-', ' ', ' - '), words, (a, number, separator, b) => {
        expect(redactText(`${a} ${number.slice(0, 6)}${separator}${number.slice(6)} ${b}`)).toBe(`${a} [cpr number] ${b}`)
      }),
    )
  })

  test('spelled in words are taken out', () => {
    fc.assert(
      fc.property(cpr, fc.constantFrom(ENGLISH, DANISH), (number, language) => {
        expect(redactText(`cpr ${spelled(number, language, ' ')} tak`)).toBe('cpr [cpr number] tak')
      }),
    )
  })

  test.each([
    ['120387-1234', '[cpr number]'],
    ['12 03 87 1234', '[cpr number]'],
    ['20123456 120387-1235', '20123456 [cpr number]'],
    ['290204-1234', '[cpr number]'],
    ['290203-1234', '290203-1234'],
    ['320187-1234', '320187-1234'],
    ['121387-1234', '121387-1234'],
    ['tolv nul tre syvogfirs tolv fireogtredive', '[cpr number]'],
  ])('%s', (text, redacted) => {
    expect(redactText(text)).toBe(redacted)
  })
})

describe('what is left alone', () => {
  const phone = digits(8, 8)
  const asWritten = (number: string, form: number): string =>
    [number, grouped(number, 2, ' '), grouped(number, 4, ' '), `+45${number}`, `+45 ${grouped(number, 2, ' ')}`, `0045 ${number}`][form] ??
    number

  test('a Danish telephone number, alone or two in a sentence, in every form', () => {
    fc.assert(
      fc.property(
        phone,
        phone,
        fc.integer({ min: 0, max: 5 }),
        fc.constantFrom(', ', ' or ', ' eller ', ' and ', '; '),
        (a, b, form, between) => {
          const text = `call ${asWritten(a, form)}${between}${asWritten(b, form)} please`
          expect(redactText(text)).toBe(text)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('a telephone number spoken digit by digit', () => {
    fc.assert(
      fc.property(phone, fc.constantFrom(ENGLISH, DANISH), (number, language) => {
        const text = spelled(number, language, ' ')
        expect(redactText(text)).toBe(text)
      }),
    )
  })

  test('an international number in E.164 form', () => {
    fc.assert(
      fc.property(digits(6, 14), fc.integer({ min: 1, max: 9 }), (rest, first) => {
        expect(redactText(`+${first}${rest}`)).toBe(`+${first}${rest}`)
      }),
    )
  })

  test('an id, even one whose every character is a digit', () => {
    fc.assert(
      fc.property(fc.uuid(), digits(32, 32), (uuid, all) => {
        const numeric = [all.slice(0, 8), all.slice(8, 12), all.slice(12, 16), all.slice(16, 20), all.slice(20)].join('-')
        expect(redactText(`${uuid} ${numeric}`)).toBe(`${uuid} ${numeric}`)
      }),
    )
  })

  test.each(['on 02.03.26, 09:00', 'from 2026-03-02 09:00 to 2026-03-02 09:45', 'EAN 5790000000012', 'between 8.00-16.30 and 9.00-12.00'])(
    'a date, a time, a count: %s',
    (text) => {
      expect(redactText(text)).toBe(text)
    },
  )

  test('text without ten digits in a row', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abcæøå ,.-#*+1'.split('')), maxLength: 60 }), (text) => {
        fc.pre((text.match(/1/g) ?? []).length < 10)
        expect(redactText(text)).toBe(text)
      }),
    )
  })
})

test('redacting again changes nothing', () => {
  const piece = fc.oneof(luhnNumber, cpr, digits(1, 25), fc.constantFrom(' ', '-', ', ', ' og ', '+', '#', 'to', 'double', 'tyve', 'a'))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const once = redactText(pieces.join(''))
      expect(redactText(once)).toBe(once)
    }),
    { numRuns: 1000 },
  )
})

test('every string of a value is redacted, at any depth, and nothing else is touched', () => {
  const value = { a: ['4111 1111 1111 1111', { b: 'cpr 120387-1234' }], at: 4111111111111111, none: null, ok: true }
  expect(redactValue(value)).toEqual({ a: ['[card number]', { b: 'cpr [cpr number]' }], at: 4111111111111111, none: null, ok: true })
})

test('a text full of numbers is redacted whole, and does not take for ever', () => {
  expect(redactText('4111111111111111 '.repeat(3_000))).toBe('[card number] '.repeat(3_000))
  expect(redactText('4111111111111111'.repeat(1_000))).toBe('[card number]'.repeat(1_000))
})
