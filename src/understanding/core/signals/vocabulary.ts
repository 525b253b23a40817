import type { Phrase } from '../words/phrase.ts'

/** Phrases of one language for what must be heard in any state of a conversation (see `words/phrase.ts`). */
export type SignalVocabulary = {
  /** Danger to life, by kind of danger. */
  readonly emergency: Readonly<Record<string, readonly Phrase[]>>
  /** Words that make the danger one that is not there. */
  readonly denial: {
    /** Right before the words: "no chest pain". */
    readonly before: readonly Phrase[]
    /** Another time, or a joke, in a short turn: "I had a stroke three years ago". */
    readonly elsewhen: readonly Phrase[]
    /** Things that only have the word in their name: "smoke alarm". They are not looked at. */
    readonly things: readonly Phrase[]
  }
  readonly person: readonly Phrase[]
  /** Wordings that look like a wish for a person and are none. */
  readonly notPerson: readonly Phrase[]
  readonly goodbye: readonly Phrase[]
  readonly repeat: readonly Phrase[]
  readonly help: readonly Phrase[]
  readonly startOver: readonly Phrase[]
  readonly urgent: readonly Phrase[]
  /** An appointment the caller has already: cancelling it, moving it, coming late to it. */
  readonly existing: readonly Phrase[]
  /** Backing out of what is being arranged, without saying what instead. */
  readonly backOut: readonly Phrase[]
  /** Words that only this language has, frequent in speech: by them the language of a turn is told. */
  readonly marks: readonly string[]
}
