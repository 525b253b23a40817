import { expect, test } from 'vitest'
import { answerSoFar } from './complete-answer.ts'
import type { ListenForm } from './listen-for.ts'

const to = (form: ListenForm, words: string) => answerSoFar(words, { language: 'en', forms: [form], pace: 'default' })
const number: ListenForm = { kind: 'digits', minimum: 8, maximum: 8 }
const menu: ListenForm = { kind: 'choice', options: [['check-up'], ['cleaning', 'teeth cleaning']] }

test.each([
  [{ kind: 'yes-no' }, 'no', 'complete'],
  [{ kind: 'yes-no' }, 'yes please', 'complete'],
  [{ kind: 'yes-no' }, 'yes', 'backchannel'],
  [{ kind: 'yes-no' }, '', 'none'],
  [number, 'one two three four', 'partial'],
  [number, 'one two three four five six seven eight', 'complete'],
  [number, 'double one double two double three double four', 'complete'],
  [{ kind: 'digits', minimum: 4, maximum: 8 }, 'one two three four five six seven eight', 'partial'],
  [menu, 'teeth cleaning', 'complete'],
  [menu, "i'd like a cleaning please", 'complete'],
  [menu, 'the second one', 'complete'],
  [menu, 'teeth', 'partial'],
  [{ kind: 'date' }, 'tuesday', 'partial'],
  [{ kind: 'date' }, 'operator', 'complete'],
] as const)('%j and "%s": %s', (form, words, expected) => expect(to(form, words)).toBe(expected))
