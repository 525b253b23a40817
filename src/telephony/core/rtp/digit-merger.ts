import type { Digit, DigitSource } from '../call.ts'

/**
 * One press is one digit, however many ways it arrives: a gateway may send telephone-events, let the tone through as well
 * and report it by SIP INFO too, each with a delay of its own.
 *
 * Each press that was accepted remembers which sources have told of it. A digit from a source is taken to be the oldest
 * press of the last 1.5 s with this key that the source has not told of yet; only when there is none is it a new press. So
 * the number of presses is what the most complete source says, and two quick presses of one key stay two.
 *
 * Once a telephone-event has come, tones are not believed any more: the network then takes them out of the sound, and what
 * still resembles one is a voice.
 */
export type DigitMerger = { readonly presses: readonly Press[]; readonly eventsSeen: boolean }

type Press = { readonly digit: Digit; readonly at: number; readonly sources: readonly DigitSource[] }

/** How much later, in milliseconds, another way of arriving may be: an INFO through two proxies with one retransmission takes a second. */
const SAME_PRESS_MS = 1_500

export const NO_DIGITS: DigitMerger = { presses: [], eventsSeen: false }

/** Takes a digit heard at `at` (milliseconds of one monotonic clock); says whether it is a press that was not known yet. */
export const acceptDigit = (
  merger: DigitMerger,
  digit: Digit,
  source: DigitSource,
  at: number,
): { readonly merger: DigitMerger; readonly accepted: boolean } => {
  const eventsSeen = merger.eventsSeen || source === 'rfc4733'
  const recent = merger.presses.filter((press) => at - press.at < SAME_PRESS_MS)
  if (source === 'in-band' && merger.eventsSeen) return { merger: { presses: recent, eventsSeen }, accepted: false }
  const known = recent.findIndex((press) => press.digit === digit && !press.sources.includes(source))
  if (known >= 0) {
    const presses = recent.map((press, i) => (i === known ? { ...press, sources: [...press.sources, source] } : press))
    return { merger: { presses, eventsSeen }, accepted: false }
  }
  return { merger: { presses: [...recent, { digit, at, sources: [source] }], eventsSeen }, accepted: true }
}
