import type { Language } from '#kernel/language.ts'

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
