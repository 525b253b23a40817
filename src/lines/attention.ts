import type { DialogInput, Expectation } from '#dialog/index.ts'
import type { Clock } from '#kernel/clock.ts'
import { SECOND } from '#kernel/instant.ts'
import type { Language } from '#kernel/language.ts'
import type { Ear } from '#speech/index.ts'
import { expectKeys, idleKeypad, type KeypadStep, pauseOver, pressKey } from './core/keypad-collector.ts'
import { listenFor } from './core/listen-for.ts'
import type { Speaker } from './speaker.ts'

/**
 * What the caller answers with: keys, voice, or silence.
 *
 * Story. `asked`: a question stands, whether our words still sound or not. A key stops our words at once; a voice holds them back, and
 * stops them when it goes on. When our words are out, patience runs, from the caller's last sign of life on. A complete entry, a turn, or
 * the end of patience is the answer, told once, and leads to `rest`.
 * `rest`: no question stands. Keys are kept ahead for the next one; what is said is nobody's answer.
 */
export interface Attention {
  ask(expect: Expectation, language: Language): void
  rest(): void
  press(digit: string): void
  hearWith(ear: Ear): void
  readonly asked: boolean
  close(): void
}

type Answer = Extract<DialogInput, { readonly type: 'said' | 'pressed' | 'fell-silent' }>

export type AttentionParts = {
  readonly speaker: Speaker
  readonly clock: Clock
  readonly takesOpenSpeech: boolean
  readonly onAnswer: (answer: Answer) => void
  /** The recogniser died; the keypad remains. */
  readonly onDeaf: () => void
}

export const openAttention = ({ speaker, clock, takesOpenSpeech, onAnswer, onDeaf }: AttentionParts): Attention => {
  let question: { readonly expect: Expectation; readonly language: Language } | undefined
  let keypad = idleKeypad
  let ear: Ear | undefined
  let pauseTimer: NodeJS.Timeout | undefined
  let patienceTimer: NodeJS.Timeout | undefined

  const rest = (): void => {
    question = undefined
    clearTimeout(pauseTimer)
    clearTimeout(patienceTimer)
    ear?.rest()
  }

  const answer = (given: Answer): void => {
    if (question === undefined) return
    rest()
    onAnswer(given)
  }

  const afterKey = (step: KeypadStep): void => {
    keypad = step.state
    clearTimeout(pauseTimer)
    if (step.entry !== undefined) answer({ type: 'pressed', digits: step.entry })
    else if (step.pauseMs !== undefined) pauseTimer = setTimeout(() => afterKey(pauseOver(keypad)), step.pauseMs)
  }

  const bePatient = (): void => {
    const waited = question
    clearTimeout(patienceTimer)
    if (waited === undefined) return
    speaker.whenQuiet(() => {
      if (question !== waited) return
      const { patience } = waited.expect
      clearTimeout(patienceTimer)
      patienceTimer = setTimeout(() => {
        if (question === waited && keypad.entered === '') answer({ type: 'fell-silent', seconds: patience })
      }, patience * SECOND)
    })
  }

  const listen = (): void => {
    if (question !== undefined) ear?.listen(listenFor(question.expect, question.language, takesOpenSpeech))
  }

  return {
    ask(expect, language) {
      question = { expect, language }
      listen()
      afterKey(expectKeys(keypad, expect.keypad, clock.now()))
      bePatient()
    },
    rest,
    press(digit) {
      if (question !== undefined) void speaker.silence()
      afterKey(pressKey(keypad, digit, clock.now()))
      bePatient()
    },
    hearWith(hearing) {
      ear = hearing
      hearing.on('speech-started', () => {
        clearTimeout(patienceTimer)
        speaker.hold()
      })
      hearing.on('false-start', () => {
        speaker.goOn()
        bePatient()
      })
      hearing.on('barge-in', () => void speaker.silence())
      hearing.on('turn', ({ text, confidence }) => {
        speaker.goOn()
        answer({ type: 'said', text, confidence })
      })
      hearing.on('lost', () => {
        ear = undefined
        speaker.goOn()
        bePatient()
        onDeaf()
      })
      listen()
    },
    get asked() {
      return question !== undefined
    },
    close() {
      rest()
      ear?.close()
      ear = undefined
    },
  }
}
