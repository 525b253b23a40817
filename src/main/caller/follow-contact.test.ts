import { expect, test } from 'vitest'
import { tellTurn } from './follow-contact.ts'

test('a message spoken after the tone is told as one, and words as they are', () => {
  expect(tellTurn({ speaker: 'caller', by: 'recording', text: '' })).toBe('  caller: (spoken message)')
  expect(tellTurn({ speaker: 'caller', by: 'recording', text: null })).toBe('  caller: (spoken message)')
  expect(tellTurn({ speaker: 'caller', by: 'keypad', text: '11' })).toBe('  caller: 11')
  expect(tellTurn({ speaker: 'first-line', by: 'voice', text: 'Good morning.' })).toBe('  firstline: Good morning.')
})
