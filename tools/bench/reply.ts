import type { Scenario } from '../../src/main/caller/scenario.ts'
import { startServer } from '../../tests/support/running-server.ts'
import { openTestCaller } from '../../tests/support/test-caller.ts'
import { openCallerVoice } from './caller-voice.ts'
import { percentile } from './figures.ts'

/**
 * From the end of the caller's turn to the first sound of the reply, at the caller's ear. By keypad, and by voice for the three
 * classes of turn end: an answer that is complete ("yes"), the default (a day), a number.
 */
type Class = 'keypad' | 'complete' | 'default' | 'number'
type Step = Scenario['steps'][number] & { readonly class?: Class }

const ROUNDS = 6
/** Silence that stands after the last sound of a rendered sentence. */
const TAIL_MS = 60

const BY_KEYS: readonly Step[] = [
  { press: '1', at: 'quiet', class: 'keypad' },
  { press: '1', at: 'quiet', class: 'keypad' },
  { press: '1', at: 'quiet', class: 'keypad' },
  { press: '2', at: 'quiet', class: 'keypad' },
  { hangup: true, at: 'quiet' },
]
const BY_VOICE: readonly Step[] = [
  { say: 'book an appointment', at: 'quiet', class: 'complete' },
  { say: 'check-up', at: 'quiet', class: 'complete' },
  { say: 'tomorrow', at: 'quiet', class: 'default' },
  { hangup: true, at: 'quiet' },
]
/** Without a caller id the number is asked for. */
const NUMBER_BY_VOICE: readonly Step[] = [
  { press: '1', at: 'quiet' },
  { press: '1', at: 'quiet' },
  { press: '1', at: 'quiet' },
  { press: '1', at: 'quiet' },
  { say: 'Jane Miller', at: 'quiet' },
  { say: '2 0 1 2 3 4 5 6', at: 'quiet', class: 'number' },
  { hangup: true, at: 'quiet' },
]

/** A step without its class, as scenarios are. */
const plainStep = (step: Step): Scenario['steps'][number] => {
  const plain: Record<string, unknown> = { ...step }
  delete plain['class']
  return plain as Scenario['steps'][number]
}

export const run = async (): Promise<object> => {
  const voice = await openCallerVoice()
  const server = await startServer()
  const caller = await openTestCaller()
  const found: Record<Class, number[]> = { keypad: [], complete: [], default: [], number: [] }
  try {
    const kinds = [
      [BY_KEYS, '+4520123456'],
      [BY_VOICE, '+4520123456'],
      [NUMBER_BY_VOICE, undefined],
    ] as const
    const one = async (steps: readonly Step[], from: string | undefined): Promise<void> => {
      const scenario = { patience: 30, steps: steps.map(plainStep), ...(from === undefined ? {} : { from }) }
      const { replyMs } = await caller.call(server.sip, scenario, voice.render)
      for (const [index, ms] of replyMs.entries()) {
        const of = steps[index]?.class
        if (of !== undefined) found[of].push(of === 'keypad' ? ms : ms + TAIL_MS)
      }
    }
    for (let round = 0; round < ROUNDS; round += 1) await Promise.all(kinds.map(([steps, from]) => one(steps, from)))
  } finally {
    await caller.close()
    await voice.close()
    await server.stop()
    server.remove()
  }
  const figures = (of: Class) => ({ p50: percentile(found[of], 0.5), p95: percentile(found[of], 0.95), turns: found[of].length })
  return { keypadMs: figures('keypad'), completeMs: figures('complete'), defaultMs: figures('default'), numberMs: figures('number') }
}
