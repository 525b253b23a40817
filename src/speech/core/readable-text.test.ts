import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LANGUAGES } from '#kernel/language.ts'
import { readable } from './readable-text.ts'

test.each([
  ['da', 'Vi ses fredag kl. 14.30.', 'Vi ses fredag klokken 14:30.'],
  ['da', 'Vi ses klokken 10:00.', 'Vi ses klokken 10.'],
  ['da', 'Åbent kl. 9 til 16', 'Åbent klokken 9 til 16'],
  ['da', 'Det koster 450 kr. i alt.', 'Det koster 450 kroner i alt.'],
  ['da', 'Det koster 450 kr.', 'Det koster 450 kroner'],
  ['da', 'Fredag d. 4. december', 'Fredag den 4. december'],
  ['da', 'Ring på tlf. 12 34 56 78.', 'Ring på telefon 12 34 56 78.'],
  ['en', 'See you at 10:00.', "See you at 10 o'clock."],
  ['en', 'See you at 10:00 am, Monday', 'See you at 10 am, Monday'],
  ['en', 'See you at 14:30 or 2:30 pm.', 'See you at 14:30 or 2:30 pm.'],
  ['en', 'It is DKK 450.', 'It is 450 kroner.'],
] as const)('%s: %s', (language, written, read) => expect(readable(written, language)).toBe(read))

test('no digit is ever lost or moved', () => {
  const piece = fc.constantFrom(
    'kl. ',
    'kl ',
    '14.30',
    '10:00',
    '9',
    ' kr. ',
    'DKK ',
    'd. ',
    '4. ',
    'december',
    ' ',
    '. ',
    'am',
    'pm',
    ', ',
    'og',
    '450',
    '1.250',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom(...LANGUAGES), (pieces, language) => {
      const digits = (text: string): string => text.replace(/(\d):00/g, '$1').replace(/\D/g, '')
      const once = readable(pieces.join(''), language)
      expect(digits(once)).toBe(digits(pieces.join('')))
    }),
    { numRuns: 5_000 },
  )
})
