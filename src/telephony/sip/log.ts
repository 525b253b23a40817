/** What the phone has to say about itself, to whoever keeps a log (pino's shape). Personal data stands under `pii` only. */
export interface Log {
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}
