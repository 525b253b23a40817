import { describe, expect, test } from 'vitest'
import { findPhrase, findPhrases, phraseBook } from './phrase.ts'
import { plainWords } from './tokens.ts'

const finds = (phrase: string, text: string): string | undefined => findPhrase(phraseBook([phrase]), plainWords(text))?.words

describe('a phrase is found in what was said', () => {
  test.each<[phrase: string, text: string, words: string | undefined]>([
    ['call me', 'Please call me, now!', 'call me'],
    ['call me', 'recall measures', undefined],
    ['(talk|speak) (to|with) a? (human|person)', 'I want to SPEAK with a person', 'speak with a person'],
    ['(talk|speak) (to|with) a? (human|person)', 'talk to human', 'talk to human'],
    ['(all (right|good)|fine)', 'that is all good', 'all good'],
    ['bleed*', 'she is bleeding', 'bleeding'],
    ['stop .. bleeding', 'it does not stop, the bleeding', 'stop the bleeding'],
    ['stop .. bleeding', 'stop one two three four bleeding', undefined],
    ['^ fire $', 'Fire!', 'fire'],
    ['^ fire $', 'a fire', undefined],
    ['på gensyn', 'Tak, på gensyn.', 'på gensyn'],
  ])('%s in "%s"', (phrase, text, words) => expect(finds(phrase, text)).toBe(words))
})

test('all of them are found, in order and apart', () => {
  expect(findPhrases(phraseBook(['no', 'no thanks']), plainWords('no, no thanks, no')).map(({ words }) => words)).toEqual([
    'no',
    'no thanks',
    'no',
  ])
})

test('a phrase that says nothing, or closes what it never opened, is refused', () => {
  expect(() => phraseBook(['well? please?'])).toThrow('says nothing')
  expect(() => phraseBook(['well) then'])).toThrow('never opened')
})
