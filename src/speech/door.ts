import type { Language } from '#kernel/language.ts'
import type { MessagePort } from 'node:worker_threads'
import type { ListenFor } from './core/listen-for.ts'
import type { Pcm } from './core/pcm.ts'

export type { Pcm } from './core/pcm.ts'

// Voice: text to sound -------------------------------------------------------------------------------------------------

export interface Voice {
  /** e.g. `flite:slt`, `espeak-ng:da`. */
  readonly name: string
  readonly languages: readonly Language[]
  /** Renders `text`. Rejects with `VoiceFailed` when the engine dies or answers nothing in time; the next call starts it afresh. */
  speak(text: string, language: Language): Promise<Pcm>
  close(): Promise<void>
}

// Recogniser: sound to text --------------------------------------------------------------------------------------------

export type { ListenFor, ListenForm } from './core/listen-for.ts'

export type Heard = {
  /** Words as the recogniser wrote them, lower case; empty when there was speech that fitted nothing. */
  readonly text: string
  /** 0 to 1; comparable only within one recogniser. */
  readonly confidence: number
  readonly speechMs: number
  /** From the end of the caller's last sound to this result. */
  readonly latencyMs: number
}

/** The ear of one call. */
export type Ear = {
  /** Give this port to `MediaSession.tap`. */
  readonly audio: MessagePort
  /** Replaces what is expected; a turn that is going on is judged by the new expectation at its end. */
  listen(expect: ListenFor): void
  /** Nothing is told until the next `listen`: what is said at rest, or begins there, is nobody's answer. */
  rest(): void
  on<Name extends keyof EarEvents>(name: Name, listener: EarEvents[Name]): void
  close(): void
}

export type EarEvents = {
  /** The caller has been speaking long enough to hold back our playback. */
  'speech-started': () => void
  /** It was only a backchannel ("mm", "ja") or our own echo: go on. */
  'false-start': () => void
  /** It goes on, so it is meant: our playback is over. Comes after `speech-started`, before `turn`. */
  'barge-in': () => void
  turn: (heard: Heard) => void
  /** The recogniser died; the keypad remains. Comes once. */
  lost: () => void
}

export interface Recogniser {
  readonly name: string
  readonly languages: readonly Language[]
  /** Whether it can take free speech, or only a grammar of what is expected. */
  readonly takesOpenSpeech: boolean
  /** An ear, or undefined when all are in use: the caller is then served by keypad. */
  ear(language: Language): Promise<Ear | undefined>
  readonly capacity: number
  readonly inUse: number
  close(): Promise<void>
}
