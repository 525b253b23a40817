import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sentencesOf } from './sentences-of.ts'

test('sentences are told apart, abbreviations and dates are not taken for ends', () => {
  expect(sentencesOf('You are booked. Goodbye!')).toEqual(['You are booked.', 'Goodbye!'])
  expect(sentencesOf('On Monday I have 8 am or 8:15 am. Press 1 for 8 am. Shall I?')).toEqual([
    'On Monday I have 8 am or 8:15 am.',
    'Press 1 for 8 am.',
    'Shall I?',
  ])
  expect(sentencesOf('Torsdag den 3. december kl. 14.30 hos Dr. Holm.')).toEqual(['Torsdag den 3. december kl. 14.30 hos Dr. Holm.'])
  expect(sentencesOf('')).toEqual([])
})

test('nothing is lost or added, whatever the text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(sentencesOf(text).join(' ')).toBe(text.trim().replaceAll(/\s+/g, ' '))
    }),
  )
  const words = fc.array(fc.constantFrom('kl.', 'Yes.', 'No!', 'den 4.', 'december', 'Hi', 'Dr.', '8:15', 'am.'), { maxLength: 12 })
  fc.assert(
    fc.property(words, (list) => {
      expect(sentencesOf(list.join(' ')).join(' ')).toBe(list.join(' '))
    }),
  )
})
