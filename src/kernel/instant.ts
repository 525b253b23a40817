import type { Brand } from './brand.ts'

/** A moment: milliseconds since 1970-01-01T00:00:00Z (POSIX time, no leap seconds). */
export type Instant = Brand<number, 'Instant'>

/** Takes epoch milliseconds; refuses what is not a finite whole number. */
export const instant = (epochMs: number): Instant => {
  if (!Number.isSafeInteger(epochMs)) throw new RangeError(`an Instant is a whole number of milliseconds, not ${epochMs}`)
  return epochMs as Instant
}

/** The moment `ms` milliseconds after `at` (before, when negative). */
export const later = (at: Instant, ms: number): Instant => instant(at + Math.round(ms))

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
