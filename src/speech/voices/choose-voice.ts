import type { Language } from '#kernel/language.ts'
import type { Voice } from '../door.ts'

/** The voices that speak a language, best first, in the order in which the voices are given. Empty: none does, and nothing is pretended. */
export const voicesFor = (language: Language, voices: readonly Voice[]): readonly Voice[] =>
  voices.filter((voice) => voice.languages.includes(language))
