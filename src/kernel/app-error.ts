/**
 * A refusal that somebody can act on. The message says what was refused, which value, and what would be accepted. Each kind
 * of refusal is a class of its own with a literal `name` and its facts as fields; it is turned into HTTP, speech or a line
 * on a terminal in one place each.
 */
export abstract class AppError extends Error {
  abstract override readonly name: string
  /** What sort of refusal this is, for the borders that must answer with a status. */
  abstract readonly kind: 'invalid' | 'not-found' | 'conflict' | 'forbidden' | 'unauthenticated' | 'unavailable' | 'too-many'
}
