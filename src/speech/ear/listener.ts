import { answerSoFar } from '../core/complete-answer.ts'
import { echoGate, throughEchoGate } from '../core/echo-gate.ts'
import { levelDbfs } from '../core/level.ts'
import { doubler } from '../core/resample.ts'
import { type AnswerSoFar, QUIET, takeTurn, TIMING, type TurnSignal, type TurnTiming } from '../core/turn-taking.ts'
import type { ListenFor } from '../door.ts'
import type { Vad } from '../vad/vad.ts'
import type { EarReport } from './protocol.ts'

/** What a listener needs of a decoder: words out of 16 kHz sound, by what is expected. */
export type WordFinder = {
  start(): void
  hear(samples: Int16Array): void
  soFar(): string
  finish(): { readonly text: string; readonly confidence: number }
}

export type Listener = {
  listen(expect: ListenFor): void
  rest(): void
  /** 20 ms: 160 samples at 8 kHz of what the caller says and of what we say. */
  frame(peer: Int16Array, us: Int16Array): void
}

/** Sound before speech was noticed that is recognised with it: the first consonant is quieter than what follows. */
const LEAD_IN_FRAMES = 16
/** The gate opens and closes within words; speech goes on over gaps of this many frames. */
const GATE_HOLD_FRAMES = 7
/** Words so far are asked for this often in a pause, in frames. */
const ASK_EVERY_FRAMES = 3

/**
 * One caller's sound turned into turns: voice activity, echo gate and turn taking decide when; the word finder, which gets
 * the sound while the caller still speaks, decides what.
 *
 * At rest nothing is told: what is said then answers nothing (a spoken message, words after a key). When listening begins, speech
 * that is still going on from before is let run out first: it is no answer to a question that was not yet asked.
 */
export const listener = (parts: {
  readonly vad: Vad
  readonly words: WordFinder
  readonly report: (report: EarReport) => void
  /** Milliseconds of a monotonic clock, for measuring how long the words took after the turn's end. */
  readonly elapsed: () => number
}): Listener => {
  const { vad, words, report, elapsed } = parts
  const timing: TurnTiming = { ...TIMING, detectorHangMs: vad.hangMs }
  const double = doubler()
  let expect: ListenFor | undefined
  let state = QUIET as ReturnType<typeof takeTurn>['state']
  let gate = echoGate()
  let held = 0
  let leadIn: Int16Array[] = []
  let finding = false
  let answer: AnswerSoFar = 'none'
  let pauseFrames = 0
  /** Speech that began at rest is going on. */
  let fromBefore = false

  const drop = (): void => {
    if (finding) words.finish()
    finding = false
    answer = 'none'
  }

  const tell = (signal: TurnSignal): void => {
    if (signal.type !== 'turn-ended') {
      report({ name: signal.type })
      if (signal.type === 'false-start') drop()
      return
    }
    if (!finding) return
    const asked = elapsed()
    const { text, confidence } = words.finish()
    finding = false
    answer = 'none'
    report({
      name: 'turn',
      heard: { text, confidence, speechMs: signal.spokenMs, latencyMs: Math.round(signal.silentMs + elapsed() - asked) },
    })
  }

  return {
    listen(next) {
      expect = next
    },
    rest() {
      expect = undefined
      state = QUIET
      drop()
    },
    frame(peer, us) {
      const gated = throughEchoGate(gate, levelDbfs(peer), levelDbfs(us))
      gate = gated.gate
      held = gated.passes ? GATE_HOLD_FRAMES : Math.max(0, held - 1)
      // Who has been let through is not shut out between two loud syllables: by then our playback is held back.
      const sounds = vad.accept(peer) && (held > 0 || state.mode === 'speaking')
      const sound = double.accept(peer)
      fromBefore = sounds && (fromBefore || expect === undefined)
      const speech = sounds && !fromBefore

      if (finding) words.hear(sound)
      else leadIn = [...leadIn, sound].slice(-LEAD_IN_FRAMES)
      if (finding && state.mode === 'pause') {
        if (pauseFrames % ASK_EVERY_FRAMES === 0 && expect !== undefined) answer = answerSoFar(words.soFar(), expect)
        pauseFrames += 1
      } else {
        pauseFrames = 0
        answer = 'none'
      }

      const step = takeTurn(state, { speech, weSound: gated.weSound, answer, pace: expect?.pace ?? 'default' }, timing)
      state = step.state
      if (state.mode !== 'quiet' && !finding && expect !== undefined) {
        words.start()
        finding = true
        for (const before of leadIn) words.hear(before)
        leadIn = []
      }
      for (const signal of step.signals) tell(signal)
      if (state.mode === 'quiet') drop()
    },
  }
}
