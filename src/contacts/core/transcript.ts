import type { Instant } from '#kernel/instant.ts'
import type { Language } from '#kernel/language.ts'
import type { KeptEvent } from './events.ts'

/** One turn as it really was. `text` is undefined once the contact's key was shredded. */
export type TranscriptLine =
  | {
      readonly who: 'caller'
      readonly seq: number
      readonly at: Instant
      readonly by: 'voice' | 'keypad' | 'text' | 'recording'
      readonly about: string
      readonly text: string | undefined
      readonly confidence: number
      readonly recording: string | undefined
      readonly durationMs: number | undefined
    }
  | {
      readonly who: 'first-line'
      readonly seq: number
      readonly at: Instant
      readonly utterance: number
      readonly language: Language | undefined
      readonly about: string
      /** What sounded; while `sounding` or `unconfirmed`, what was decided to be said. */
      readonly text: string | undefined
      /**
       * `sounding`: not reported back yet. `completed`: all of it was heard. `talked-over`: it stopped where `text` stops.
       * `unconfirmed`: the contact ended (a crash) before anybody could tell how much of it sounded.
       */
      readonly state: 'sounding' | 'completed' | 'talked-over' | 'unconfirmed'
    }

type Spoken = Extract<TranscriptLine, { readonly who: 'first-line' }>

/**
 * What was really said and heard, in the order it began. An utterance of ours stands where it began to sound and holds what
 * sounded of it; one of which nothing sounded is left out.
 */
export const transcriptOf = (events: readonly KeptEvent[]): readonly TranscriptLine[] => {
  const lines: TranscriptLine[] = []
  const spoken = new Map<number, number>()
  const unheard = new Set<number>()
  let ended = false
  for (const event of events) {
    const { seq, at } = event
    if (event.type === 'caller-said') {
      const { by, about, confidence, recording, durationMs } = event.data
      lines.push({ who: 'caller', seq, at, by, about, confidence, recording, durationMs, text: event.personal?.text })
    } else if (event.type === 'saying') {
      const { utterance, language, about } = event.data
      spoken.set(utterance, lines.length)
      lines.push({ who: 'first-line', seq, at, utterance, language, about, text: event.personal?.text, state: 'sounding' })
    } else if (event.type === 'said') {
      const { utterance, completed } = event.data
      const heard: Pick<Spoken, 'text' | 'state'> = { text: event.personal?.heard, state: completed ? 'completed' : 'talked-over' }
      const index = spoken.get(utterance)
      const line = index === undefined ? undefined : lines[index]
      if (index !== undefined && line?.who === 'first-line') lines[index] = { ...line, ...heard }
      else lines.push({ who: 'first-line', seq, at, utterance, language: undefined, about: '', ...heard })
      if (event.personal?.heard === '') unheard.add(utterance)
    } else if (event.type === 'ended') ended = true
  }
  return lines
    .filter((line) => line.who === 'caller' || !unheard.has(line.utterance))
    .map((line) => (ended && line.who === 'first-line' && line.state === 'sounding' ? { ...line, state: 'unconfirmed' } : line))
}
