import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { date, digits, time, yesOrNo } from './english-forms.ts'
import { accepts, finiteState, fsgText } from './finite-state.ts'
import { grammarFor, heardText } from './grammar-for.ts'
import { anyOf, inOrder, maybe, type Phrase, rarely, repeated, weighted } from './phrase.ts'
import { isNoiseWord, PHONES, soundsOf } from './pronunciation.ts'
import { numberInWords, spokenWords } from './spoken-words.ts'

const says = (phrase: Phrase, words: string): boolean => accepts(finiteState(phrase), words.split(' '))

describe('what is accepted', () => {
  test.each(['yes', 'yes please', 'yeah', "that's right", 'no', 'no thanks', 'okay', 'of course'])('yes or no: %s', (words) => {
    expect(says(yesOrNo(), words)).toBe(true)
  })
  test.each([
    'tuesday',
    'next tuesday',
    'on friday morning',
    'tomorrow',
    'the third of december',
    'december third',
    'the twenty first',
    'in two weeks',
    'tuesday at half past two',
  ])('a date: %s', (words) => expect(says(date(), words)).toBe(true))
  test.each([
    'half past two',
    'two thirty',
    'three pm',
    'three am',
    "ten o'clock",
    'quarter to nine',
    'nine oh five',
    'in the morning',
    'after three',
  ])('a time: %s', (words) => expect(says(time(), words)).toBe(true))
  test.each(['one two three four', 'oh one two double three', 'one two'])('digits, also fewer and more than expected: %s', (words) => {
    expect(says(digits(4, 4), words)).toBe(true)
  })
  test.each([
    [yesOrNo(), 'tuesday'],
    [date(), 'the third of'],
    [time(), 'half past'],
    [digits(4, 4), 'double'],
  ])('and what is not', (phrase, words) => expect(says(phrase, words)).toBe(false))
})

test('a repetition among alternatives does not lead into its neighbours', () => {
  const phrase = anyOf('one two', repeated('noise'))
  expect(says(phrase, 'noise noise')).toBe(true)
  expect(says(phrase, 'noise one two')).toBe(false)
  expect(says(phrase, 'one two noise')).toBe(false)
})

/** Phrases with, beside each, a sentence they must accept. */
const anyPhrase: fc.Arbitrary<{ readonly phrase: Phrase; readonly sentence: readonly string[] }> = fc.letrec<{
  node: { readonly phrase: Phrase; readonly sentence: readonly string[] }
}>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('a', 'b', 'c d', 'e').map((words) => ({ phrase: words, sentence: words.split(' ') })),
    fc.tuple(tie('node'), tie('node')).map(([x, y]) => ({ phrase: inOrder(x.phrase, y.phrase), sentence: [...x.sentence, ...y.sentence] })),
    fc.tuple(tie('node'), tie('node')).map(([x, y]) => ({ phrase: weighted([1, x.phrase], [3, y.phrase]), sentence: x.sentence })),
    fc.tuple(tie('node'), fc.integer({ min: 1, max: 3 })).map(([x, times]) => ({
      phrase: repeated(x.phrase, 0.5),
      sentence: Array.from({ length: times }, () => x.sentence).flat(),
    })),
    tie('node').map((x) => ({ phrase: maybe(x.phrase), sentence: [] })),
    tie('node').map((x) => ({ phrase: rarely(x.phrase, 0.1), sentence: x.sentence })),
  ),
})).node

test('a sentence made along a phrase is always accepted, and none with a strange word', () => {
  fc.assert(
    fc.property(anyPhrase, ({ phrase, sentence }) => {
      const grammar = finiteState(phrase)
      expect(accepts(grammar, sentence)).toBe(true)
      expect(accepts(grammar, [...sentence, 'strange'])).toBe(false)
    }),
  )
})

test('every transition lies within the states and has a probability', () => {
  fc.assert(
    fc.property(anyPhrase, ({ phrase }) => {
      const grammar = finiteState(phrase)
      for (const { from, to, probability } of grammar.transitions) {
        expect(Math.min(from, to)).toBeGreaterThanOrEqual(0)
        expect(Math.max(from, to)).toBeLessThan(grammar.states)
        expect(probability).toBeGreaterThan(0)
        expect(probability).toBeLessThanOrEqual(1)
      }
      expect(fsgText('x', grammar)).not.toMatch(/NaN|undefined|Infinity/)
    }),
  )
})

test('every word of a grammar can be pronounced, whatever the playbook calls its options', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 3 }), { maxLength: 5 }), (options) => {
      const { words } = grammarFor({ language: 'en', forms: [{ kind: 'choice', options }], pace: 'default' })
      for (const word of words) {
        if (isNoiseWord(word)) continue
        expect(word).toMatch(/^[a-z][a-z'.]*$/)
        const sounds = soundsOf(word.replaceAll('.', ''))
        expect(sounds).toBeDefined()
        for (const phone of sounds?.split(' ') ?? []) expect(PHONES).toContain(phone)
      }
    }),
  )
})

test.each([
  ['Check-up (30 min)', 'check up thirty min'],
  ['Crème brûlée & more', 'creme brulee and more'],
  ['Rådgivning hos Søren', 'radgivning hos soren'],
  ['24/7', 'twenty four seven'],
  ['room 105', 'room one zero five'],
  ["children's dentist", "children's dentist"],
])('%s is said "%s"', (text, said) => expect(spokenWords(text).join(' ')).toBe(said))

test('numbers below a hundred in words', () => {
  expect([0, 7, 10, 19, 20, 42, 99].map(numberInWords)).toEqual(['zero', 'seven', 'ten', 'nineteen', 'twenty', 'forty two', 'ninety nine'])
  expect(() => numberInWords(100)).toThrow('words are known for 0 to 99, not 100')
})

test('noise is heard as nothing, and dictionary marks are taken off', () => {
  expect(heardText('~t ~ah ~b')).toBe('')
  expect(heardText('<sil> three a.m. [NOISE]')).toBe('three am')
  expect(heardText('half(3) past(2) two')).toBe('half past two')
  expect(heardText('')).toBe('')
})
