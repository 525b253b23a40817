/** What speech tells the operator. A pino logger is one. */
export type SpeechLog = {
  debug(facts: object, sentence: string): void
  info(facts: object, sentence: string): void
  warn(facts: object, sentence: string): void
}
