import type { Instant } from './instant.ts'

/** The only source of time. Pure code takes a `now: Instant`; whoever needs a running clock is handed one of these. */
export interface Clock {
  /** The moment, by the wall clock. */
  now(): Instant
}
