import { expect, test } from 'vitest'
import { keyName } from './access-commands.ts'

test('a key is named without the blanks around it, by up to 100 characters of any script', () => {
  expect(keyName('  website ')).toBe('website')
  expect(keyName('𝄞'.repeat(100))).toBe('𝄞'.repeat(100))
})

test.each([
  ['', 0],
  [' \t', 0],
  ['x'.repeat(101), 101],
])('the name %j is refused with a sentence that says how long it may be', (name, characters) => {
  expect(() => keyName(name)).toThrow(`A key's name is 1 to 100 characters, this one is ${characters}`)
})
