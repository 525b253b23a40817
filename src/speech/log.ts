/** What speech tells the operator. A pino logger is one. */
export type SpeechLog = {
  info(facts: object, sentence: string): void
  warn(facts: object, sentence: string): void
}
