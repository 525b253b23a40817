import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AnswerSoFar, pauseThatEnds, QUIET, takeTurn, TIMING, type TurnFrame, type TurnSignal } from './turn-taking.ts'

type Told = TurnSignal & { readonly atMs: number }

/** Runs frames through and notes when each signal was told. */
const run = (frames: readonly Partial<TurnFrame>[]): readonly Told[] => {
  let state = QUIET as ReturnType<typeof takeTurn>['state']
  const told: Told[] = []
  frames.forEach((frame, index) => {
    const step = takeTurn(state, { speech: false, weSound: false, answer: 'none', pace: 'default', ...frame })
    state = step.state
    told.push(...step.signals.map((signal) => ({ ...signal, atMs: (index + 1) * TIMING.frameMs })))
  })
  return told
}

const of = (ms: number, frame: Partial<TurnFrame>): readonly Partial<TurnFrame>[] =>
  Array.from({ length: ms / TIMING.frameMs }, () => frame)
const names = (told: readonly Told[]): readonly string[] => told.map((signal) => signal.type)

test('a sentence followed by silence is one turn, ended after the default pause', () => {
  const told = run([...of(900, { speech: true }), ...of(1_000, {})])
  expect(names(told)).toEqual(['speech-started', 'barge-in', 'turn-ended'])
  expect(told[2]).toMatchObject({ spokenMs: 900, silentMs: 700, atMs: 1_600 })
})

test.each([
  ['a whole answer', 'complete', 'default', 350],
  ['a yes', 'backchannel', 'default', 350],
  ['half an answer', 'partial', 'default', 700],
  ['part of a number', 'partial', 'number', 1_300],
  ['all of a number', 'complete', 'number', 350],
  ['part of a spelling', 'partial', 'spelling', 1_500],
] as const)('%s ends the turn after %s/%s: %d ms', (_, answer, pace, pause) => {
  const told = run([...of(500, { speech: true, pace }), ...of(2_000, { answer, pace })])
  const ended = told.find((signal) => signal.type === 'turn-ended')
  expect(ended).toBeDefined()
  expect(Math.abs((ended?.atMs ?? 0) - 500 - pause)).toBeLessThanOrEqual(TIMING.frameMs)
})

test('a pause inside a number does not end the turn', () => {
  const told = run([
    ...of(800, { speech: true, pace: 'number' }),
    ...of(1_200, { pace: 'number' }),
    ...of(800, { speech: true, pace: 'number' }),
    ...of(1_500, { pace: 'number' }),
  ])
  expect(names(told)).toEqual(['speech-started', 'barge-in', 'turn-ended'])
})

test('a click is nobody speaking', () => {
  expect(run([...of(40, { speech: true }), ...of(1_000, {})])).toEqual([])
})

test('somebody who goes on over us holds us back within 300 ms and takes the turn at 600', () => {
  const told = run([...of(2_000, { speech: true, weSound: true }), ...of(1_000, {})])
  expect(names(told)).toEqual(['speech-started', 'barge-in', 'turn-ended'])
  expect(told[0]?.atMs).toBeLessThanOrEqual(300)
  expect(told[1]?.atMs).toBe(600)
})

test('a backchannel of 150 to 550 ms over us is at most a false start', () => {
  fc.assert(
    fc.property(fc.integer({ min: 8, max: 27 }), fc.constantFrom<AnswerSoFar>('none', 'partial', 'backchannel'), (length, answer) => {
      const told = names(run([...of(length * 20, { speech: true, weSound: true }), ...of(2_000, { weSound: true, answer })]))
      expect([['speech-started', 'false-start'], []]).toContainEqual(told)
    }),
  )
})

test('a short but whole answer over us is meant', () => {
  const told = run([...of(400, { speech: true, weSound: true }), ...of(1_000, { answer: 'complete' })])
  expect(names(told)).toEqual(['speech-started', 'barge-in', 'turn-ended'])
})

test('what a detector adds to the end of speech counts as silence', () => {
  let state = QUIET as ReturnType<typeof takeTurn>['state']
  const timing = { ...TIMING, detectorHangMs: 100 }
  const signals: TurnSignal[] = []
  for (const frame of [...of(600, { speech: true, weSound: true }), ...of(1_000, { weSound: true })]) {
    const step = takeTurn(state, { speech: false, weSound: false, answer: 'none', pace: 'default', ...frame }, timing)
    state = step.state
    signals.push(...step.signals)
  }
  expect(signals.map((signal) => signal.type)).toEqual(['speech-started', 'false-start'])
})

test('music does not hold the line: a turn ends by itself', () => {
  const told = run(of(25_000, { speech: true }))
  expect(names(told).slice(0, 3)).toEqual(['speech-started', 'barge-in', 'turn-ended'])
  expect(told[2]?.atMs).toBe(TIMING.longestTurnMs)
})

const anyFrame: fc.Arbitrary<TurnFrame> = fc.record({
  speech: fc.boolean(),
  weSound: fc.boolean(),
  answer: fc.constantFrom<AnswerSoFar>('none', 'partial', 'complete', 'backchannel'),
  pace: fc.constantFrom('default', 'number', 'spelling'),
})
const anyStretch = fc.tuple(anyFrame, fc.integer({ min: 1, max: 60 })).map(([frame, length]) => Array.from({ length }, () => frame))
const anyCall = fc.array(anyStretch, { maxLength: 20 }).map((stretches) => stretches.flat())

test('every speech-started ends in exactly one false-start or turn, and a barge-in comes between', () => {
  fc.assert(
    fc.property(anyCall, (call) => {
      // A quiet end lets everything come to its end.
      const told = names(run([...call, ...of(3_000, {})]))
      expect(told.join(' ')).toMatch(/^((speech-started( barge-in)? turn-ended|speech-started false-start)( |$))*$/)
    }),
  )
})

test('a turn is never ended before the pause it needs', () => {
  fc.assert(
    fc.property(anyCall, (call) => {
      const frames = [...call, ...of(3_000, { weSound: false })].map(
        (frame) => ({ answer: 'none', pace: 'default', speech: false, ...frame }) as TurnFrame,
      )
      for (const signal of run(frames)) {
        if (signal.type !== 'turn-ended' || signal.spokenMs >= TIMING.longestTurnMs) continue
        const frame = frames[signal.atMs / TIMING.frameMs - 1]
        expect(signal.silentMs).toBeGreaterThanOrEqual(pauseThatEnds(frame ?? { answer: 'none', pace: 'default' }, TIMING))
      }
    }),
  )
})
