import type { Language } from '#kernel/language.ts'
import type { MessagePort } from 'node:worker_threads'

/** Linear 16-bit mono samples. */
export type Pcm = { readonly samples: Int16Array; readonly sampleRate: number }

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

/**
 * What may be said now. A recogniser that needs a grammar builds it from this; one that does not takes it as hints. The
 * same structure says how long a pause ends the turn.
 */
export type ListenFor = {
  readonly language: Language
  /** Any of these forms; `open` alone means free speech, which a grammar recogniser cannot take. */
  readonly forms: readonly ListenForm[]
  /** Pause that ends the turn, by what is being said: `number` and `spelling` are slow, a yes is quick. */
  readonly pace: 'default' | 'number' | 'spelling'
}

export type ListenForm =
  | { readonly kind: 'yes-no' }
  | { readonly kind: 'digits'; readonly minimum: number; readonly maximum: number }
  /** One of several, by its words (each option: ways to say it) or its number. */
  | { readonly kind: 'choice'; readonly options: readonly (readonly string[])[] }
  | { readonly kind: 'date' }
  | { readonly kind: 'time' }
  /** Words that always work, whatever is asked: a person, repeat, help, goodbye. */
  | { readonly kind: 'command' }
  | { readonly kind: 'open' }

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
  /** Nothing is recognised until the next `listen`; voice activity is still reported. */
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
