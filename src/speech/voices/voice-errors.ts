import { AppError } from '#kernel/app-error.ts'
import type { Language } from '#kernel/language.ts'

/** The engine behind a voice died, gave no sound or took too long. The next call starts it afresh. */
export class VoiceFailed extends AppError {
  override readonly name = 'VoiceFailed'
  override readonly kind = 'unavailable'
  readonly voice: string

  constructor(voice: string, why: string) {
    super(`the voice ${voice} did not speak: ${why}`)
    this.voice = voice
  }
}

/** No voice here can speak this language (or all that can have failed). */
export class VoiceUnavailable extends AppError {
  override readonly name = 'VoiceUnavailable'
  override readonly kind = 'unavailable'
  readonly language: Language

  constructor(language: Language, voices: readonly string[], options?: ErrorOptions) {
    super(
      voices.length === 0
        ? `no voice here speaks "${language}"; the Debian package espeak-ng has one`
        : `no voice here spoke "${language}": tried ${voices.join(', ')}`,
      options,
    )
    this.language = language
    this.cause = options?.cause
  }
}
