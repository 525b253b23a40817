import { expect, test } from 'vitest'
import type { ListenFor } from '../door.ts'
import { type Listener, listener } from './listener.ts'
import type { EarReport } from './protocol.ts'

const YES_NO: ListenFor = { language: 'en', forms: [{ kind: 'yes-no' }], pace: 'default' }
const LOUD = new Int16Array(160).map((_, i) => 8_000 * Math.sin(i / 3))
const QUIET = new Int16Array(160)

/** An ear with a detector that takes whatever is loud for speech, and a word finder that hears "yes" in anything. */
const open = (): { readonly ear: Listener; readonly told: EarReport[]; readonly hears: (frame: Int16Array, ms: number) => void } => {
  const told: EarReport[] = []
  const ear = listener({
    vad: { name: 'energy', hangMs: 0, accept: (frame) => frame === LOUD, close: () => undefined },
    words: { start: () => undefined, hear: () => undefined, soFar: () => 'yes', finish: () => ({ text: 'yes', confidence: 1 }) },
    report: (report) => told.push(report),
    elapsed: () => 0,
  })
  const hears = (frame: Int16Array, ms: number): void => {
    for (let at = 0; at < ms; at += 20) ear.frame(frame, QUIET)
  }
  return { ear, told, hears }
}

test('a turn that began while listening is told', () => {
  const { ear, told, hears } = open()
  ear.listen(YES_NO)
  hears(LOUD, 400)
  hears(QUIET, 1_000)
  expect(told.map(({ name }) => name)).toEqual(['speech-started', 'turn'])
})

test('what is said at rest is told to nobody, neither then nor as an answer to the next question', () => {
  const { ear, told, hears } = open()
  hears(LOUD, 2_000)
  hears(QUIET, 200)
  ear.listen(YES_NO)
  hears(QUIET, 1_000)
  expect(told).toEqual([])
})

test('speech that goes on when listening begins is let run out; what is said after it is an answer', () => {
  const { ear, told, hears } = open()
  ear.listen(YES_NO)
  ear.rest()
  hears(LOUD, 500)
  ear.listen(YES_NO)
  hears(LOUD, 500)
  hears(QUIET, 1_000)
  expect(told).toEqual([])
  hears(LOUD, 400)
  hears(QUIET, 1_000)
  expect(told.map(({ name }) => name)).toEqual(['speech-started', 'turn'])
})
