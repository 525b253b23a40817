import type { Instant } from '#kernel/instant.ts'
import type { Digit, DigitSource } from '../call.ts'

/** A press that was told, and the ways it has arrived by so far. */
type Press = { readonly digit: Digit; readonly at: Instant; readonly by: readonly DigitSource[] }

export type Presses = readonly Press[]

/** Within this time the same digit by another way is the same press: INFO waits for the key to be released, tones to be heard out. */
const SAME_PRESS_MS = 1_000

/**
 * One press is told once, however many ways it arrives. By the same way twice it is two presses: `55` stays `55`, each 5
 * matched with one of the other way.
 */
export const hearDigit = (
  presses: Presses,
  digit: Digit,
  source: DigitSource,
  now: Instant,
): { readonly presses: Presses; readonly tell: boolean } => {
  const recent = presses.filter((press) => now - press.at < SAME_PRESS_MS)
  const same = recent.find((press) => press.digit === digit && !press.by.includes(source))
  if (same === undefined) return { presses: [...recent, { digit, at: now, by: [source] }], tell: true }
  return { presses: recent.map((press) => (press === same ? { ...press, by: [...press.by, source] } : press)), tell: false }
}
