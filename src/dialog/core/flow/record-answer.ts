import type { DialogInput } from '../protocol.ts'
import type { Turn } from '../turn.ts'
import { line } from '../wording/catalog.ts'

/** Less voice than this in a recording is a cough or a key, not an answer. */
const SPEECH_MS = 400
/** A name is short, a message may be long; a pause this long says the caller is done. */
const NAME = { maximumSeconds: 10, silenceSeconds: 2 }
const MESSAGE = { maximumSeconds: 120, silenceSeconds: 4 }

/** Announces that what comes is recorded (going on is consent) and records it for `slot`. */
export const recordAnswer = (turn: Turn, slot: string): void => {
  const { language } = turn.state()
  turn.tell('record', line(language, slot === 'name' ? 'recordName' : slot === 'matter' ? 'recordMessage' : 'recordSlot'))
  turn.step(`recording:${slot}`, { rule: 'nothing-recognises-it' })
  turn.effect({ type: 'record', ...(slot === 'name' ? NAME : MESSAGE) })
}

/**
 * A recording is on disk. It answers its slot, unless nobody spoke: then it is asked for once more (`again`), and after that
 * left out.
 */
export const takeRecording = (turn: Turn, input: Extract<DialogInput, { type: 'recorded' }>): 'taken' | 'again' | 'left-out' => {
  const slot = turn.state().recordingFor ?? 'matter'
  const { recording, durationMs } = input
  turn.record({ type: 'caller-said', data: { by: 'recording', confidence: 1, about: slot, recording, durationMs }, personal: { text: '' } })
  if (input.speechMs >= SPEECH_MS) {
    const reason = { rule: 'recorded' }
    turn.record({ type: 'slot-filled', data: { slot, kind: 'recording', reason }, personal: { value: recording } })
    return 'taken'
  }
  if (turn.state().left !== undefined) return 'left-out'
  const strikes = turn.state().strikes + 1
  turn.record({ type: 'misunderstood', data: { about: slot, count: strikes } })
  if (strikes > 1) {
    turn.step(`declined:${slot}`, { rule: 'nothing-recorded' })
    return 'left-out'
  }
  turn.tell('nothing-recorded', line(turn.state().language, 'recordedNothing'))
  recordAnswer(turn, slot)
  return 'again'
}

/** The recording did not work: said honestly, and the slot is left out. */
export const missRecording = (turn: Turn): void => {
  const slot = turn.state().recordingFor ?? 'matter'
  turn.step('recording-none', { rule: 'recording-failed' })
  turn.step(`declined:${slot}`, { rule: 'recording-failed' })
  if (turn.state().left === undefined) turn.tell('recording-failed', line(turn.state().language, 'recordingFailed'))
}
