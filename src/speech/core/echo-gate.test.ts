import fc from 'fast-check'
import { expect, test } from 'vitest'
import { echoGate, throughEchoGate } from './echo-gate.ts'
import { levelDbfs } from './level.ts'
import { echoOf, frames, hiss, mixed, silence, voiceLike, joined } from './made-sound.ts'

/** Which frames pass as the caller's. */
const passing = (theirs: Int16Array, ours: Int16Array): readonly boolean[] => {
  let gate = echoGate()
  const us = frames(ours)
  return frames(theirs).map((frame, index) => {
    const gated = throughEchoGate(gate, levelDbfs(frame), levelDbfs(us[index] ?? new Int16Array(160)))
    gate = gated.gate
    return gated.passes
  })
}

test('our own echo of -15 dB never passes, whatever its delay from 20 to 200 ms and the noise under it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 200 }),
      fc.integer({ min: 80, max: 240 }),
      fc.integer({ min: 120, max: 320 }),
      fc.integer({ min: -70, max: -45 }),
      (delayMs, pitch, syllableMs, noise) => {
        const ours = voiceLike(4, -19, pitch, syllableMs)
        const back = mixed(echoOf(ours, delayMs, 15), hiss(4, noise))
        const heard = passing(back, ours)
        // Before our first frame can have come back nothing is under way; noise alone is for the voice detector to tell.
        expect(heard.slice(12, 200).some(Boolean)).toBe(false)
      },
    ),
    { numRuns: 60 },
  )
})

test('a person who talks over us passes, as loud as people are', () => {
  for (const level of [-16, -19, -22]) {
    const ours = voiceLike(4, -19, 120)
    const theirs = joined(silence(1.5), voiceLike(1.5, level, 210, 230))
    const heard = passing(mixed(echoOf(ours, 90, 15), theirs), ours)
    const share = heard.slice(76, 150).filter(Boolean).length / 74
    expect(share, `at ${level} dBFS`).toBeGreaterThan(0.6)
  }
})

test('on a line without echo quiet people pass after a while', () => {
  const ours = voiceLike(14, -19, 120)
  const theirs = joined(hiss(12, -60), voiceLike(2, -34, 210, 230))
  const heard = passing(theirs, ours)
  expect(heard.slice(602, 690).filter(Boolean).length).toBeGreaterThan(50)
})

test('a louder echo than expected is learnt within two seconds', () => {
  const ours = voiceLike(6, -19, 120)
  const heard = passing(echoOf(ours, 120, 6), ours)
  expect(heard.slice(100, 300).filter(Boolean).length).toBe(0)
})

test('while we are silent everything audible passes', () => {
  expect(passing(hiss(1, -40), silence(1)).every(Boolean)).toBe(true)
})
