import type { Keypad } from '#dialog/core/index.ts'
import { type Instant, later, SECOND } from '#kernel/instant.ts'

/**
 * Turns single keys into complete entries, by what is expected.
 *
 * Story. While nothing is expected (`none`), keys are kept ahead: people who know the menu press before the question is out.
 * When a question comes, keys kept ahead answer it first. A `single` question is answered by one key. A `number` grows key by
 * key and is complete at its full length, at `#`, or when the caller pauses; `*` wipes what was entered. After an answer we are
 * back at `none`. Somebody who closes a full-length number with `#` all the same means that number: that `#` is swallowed.
 */
export type KeypadState = {
  readonly keypad: Keypad
  readonly entered: string
  readonly ahead: string
  readonly swallowHashUntil: Instant | undefined
}

export type KeypadStep = {
  readonly state: KeypadState
  /** A complete entry, to be given to the dialog. */
  readonly entry: string | undefined
  /** Call `pauseOver` after this many milliseconds unless a key or a question comes first. */
  readonly pauseMs: number | undefined
}

const PAUSE_AFTER_ENOUGH_MS = 3 * SECOND
const PAUSE_BEFORE_ENOUGH_MS = 6 * SECOND
const SWALLOW_HASH_MS = 2 * SECOND
const MOST_KEYS_AHEAD = 32

export const idleKeypad: KeypadState = { keypad: { kind: 'none' }, entered: '', ahead: '', swallowHashUntil: undefined }

/** One key, 0-9, * or #. */
export const pressKey = (state: KeypadState, key: string, now: Instant): KeypadStep => {
  if (key === '#' && state.swallowHashUntil !== undefined && now <= state.swallowHashUntil && state.entered === '') {
    return { state: { ...state, swallowHashUntil: undefined }, entry: undefined, pauseMs: undefined }
  }
  const { keypad } = state
  switch (keypad.kind) {
    case 'none':
      return { state: { ...state, ahead: (state.ahead + key).slice(-MOST_KEYS_AHEAD) }, entry: undefined, pauseMs: undefined }
    case 'single':
      return complete(state, key)
    case 'number': {
      if (key === '#') return state.entered === '' ? { state, entry: undefined, pauseMs: undefined } : complete(state, state.entered)
      if (key === '*') return { state: { ...state, entered: '' }, entry: undefined, pauseMs: undefined }
      const entered = state.entered + key
      if (entered.length < keypad.maximum) {
        const pauseMs = entered.length >= keypad.minimum ? PAUSE_AFTER_ENOUGH_MS : PAUSE_BEFORE_ENOUGH_MS
        return { state: { ...state, entered }, entry: undefined, pauseMs }
      }
      return complete({ ...state, swallowHashUntil: later(now, SWALLOW_HASH_MS) }, entered)
    }
  }
}

/** The caller has paused for the time that the last step named. */
export const pauseOver = (state: KeypadState): KeypadStep =>
  state.entered === '' ? { state, entry: undefined, pauseMs: undefined } : complete(state, state.entered)

/**
 * A new question: what was entered for the last one is dropped, keys pressed ahead answer this one. The same number asked for again
 * (in other words, because the recogniser died) goes on where the caller is.
 */
export const expectKeys = (state: KeypadState, keypad: Keypad, now: Instant): KeypadStep => {
  const last = state.keypad
  const again = keypad.kind === 'number' && last.kind === 'number' && last.minimum === keypad.minimum && last.maximum === keypad.maximum
  const entered = again ? state.entered : ''
  const pauseMs = entered === '' ? undefined : PAUSE_BEFORE_ENOUGH_MS
  let step: KeypadStep = { state: { ...state, keypad, entered, ahead: '' }, entry: undefined, pauseMs }
  if (keypad.kind === 'none') return { ...step, state: { ...step.state, ahead: state.ahead } }
  for (const [index, key] of Array.from(state.ahead).entries()) {
    step = pressKey(step.state, key, now)
    if (step.entry !== undefined) return { ...step, state: { ...step.state, ahead: state.ahead.slice(index + 1) } }
  }
  return step
}

const complete = (state: KeypadState, entry: string): KeypadStep => ({
  state: { ...state, keypad: { kind: 'none' }, entered: '' },
  entry,
  pauseMs: undefined,
})
