import { LANGUAGES } from '#kernel/language.ts'
import type { Voice } from '../door.ts'
import { VoiceFailed } from './voice-errors.ts'

const RATE = 8_000
const MS_PER_CHARACTER = 60

/** A voice for tests: each text is a tone of its own pitch, 60 ms for each character, the same every time. */
export const scriptedVoice = (name = 'scripted'): Voice => ({
  name,
  languages: LANGUAGES,
  async speak(text) {
    if (text.trim() === '') throw new VoiceFailed(name, 'there is nothing to say')
    const pitch = 300 + (Array.from(text).reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 2_000, 7) % 1_500)
    const samples = Int16Array.from({ length: (RATE * MS_PER_CHARACTER * text.length) / 1_000 }, (_, index) =>
      Math.round(8_000 * Math.sin((2 * Math.PI * pitch * index) / RATE)),
    )
    return { samples, sampleRate: RATE }
  },
  async close() {},
})
