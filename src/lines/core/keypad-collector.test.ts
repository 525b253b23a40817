import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant, later } from '#kernel/instant.ts'
import { expectKeys, idleKeypad, type KeypadState, pauseOver, pressKey } from './keypad-collector.ts'

const now = instant(1_000_000)
const single = { kind: 'single', keys: ['1', '2'] } as const
const eightDigits = { kind: 'number', minimum: 8, maximum: 8 } as const
const upToFour = { kind: 'number', minimum: 1, maximum: 4 } as const

const pressAll = (state: KeypadState, keys: string): { state: KeypadState; entries: string[]; pauseMs: number | undefined } => {
  const entries: string[] = []
  let pauseMs: number | undefined
  for (const key of keys) {
    const step = pressKey(state, key, now)
    state = step.state
    pauseMs = step.pauseMs
    if (step.entry !== undefined) entries.push(step.entry)
  }
  return { state, entries, pauseMs }
}

test('a menu is answered by one key', () => {
  expect(pressAll(expectKeys(idleKeypad, single, now).state, '2').entries).toEqual(['2'])
})

test('a number is complete at its full length', () => {
  expect(pressAll(expectKeys(idleKeypad, eightDigits, now).state, '12345678').entries).toEqual(['12345678'])
})

test('a number is complete at the hash key or after a pause', () => {
  const asked = expectKeys(idleKeypad, upToFour, now).state
  expect(pressAll(asked, '12#').entries).toEqual(['12'])
  const waiting = pressAll(asked, '12')
  expect(waiting.pauseMs).toBe(3000)
  expect(pauseOver(waiting.state).entry).toBe('12')
})

test('the star key wipes a number', () => {
  expect(pressAll(expectKeys(idleKeypad, upToFour, now).state, '99*12#').entries).toEqual(['12'])
})

test('a hash after a full-length number does not answer the next question', () => {
  const { state } = pressAll(expectKeys(idleKeypad, eightDigits, now).state, '12345678')
  expect(expectKeys(pressKey(state, '#', now).state, single, now).entry).toBeUndefined()
  const late = pressKey(state, '#', later(now, 5_000)).state
  expect(expectKeys(late, single, later(now, 5_000)).entry).toBe('#')
})

test('keys pressed ahead answer the questions they were meant for, in order', () => {
  const ahead = pressAll(idleKeypad, '1212345678').state
  const first = expectKeys(ahead, single, now)
  expect(first.entry).toBe('1')
  const second = expectKeys(first.state, single, now)
  expect(second.entry).toBe('2')
  expect(expectKeys(second.state, eightDigits, now).entry).toBe('12345678')
})

test('a number asked for again while it is being entered goes on where the caller is', () => {
  const { state } = pressAll(expectKeys(idleKeypad, eightDigits, now).state, '1234')
  expect(pressAll(expectKeys(state, eightDigits, now).state, '5678').entries).toEqual(['12345678'])
  expect(pressAll(expectKeys(state, upToFour, now).state, '5678').entries).toEqual(['5678'])
})

test('no key is lost or doubled: entries are what was pressed, whatever is asked when', () => {
  const key = fc.constantFrom('0', '1', '2', '3', '9', '*')
  fc.assert(
    fc.property(fc.array(fc.oneof(key, fc.constant('ask')), { maxLength: 40 }), (steps) => {
      let state = idleKeypad
      let pressed = ''
      let entered = ''
      for (const step of steps) {
        const result = step === 'ask' ? expectKeys(state, single, now) : pressKey(state, step, now)
        if (step !== 'ask') pressed += step
        state = result.state
        entered += result.entry ?? ''
      }
      fc.pre(pressed.length <= 32)
      expect(entered + state.ahead).toBe(pressed)
    }),
  )
})
