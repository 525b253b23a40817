import { CARD_DIGITS, hasIssuer, passesLuhn } from './card-number.ts'
import { isCprNumber } from './cpr-number.ts'
import { type DigitGroup, type DigitRun, digitRuns } from './digit-runs.ts'

/**
 * Takes payment card numbers and Danish CPR numbers out of what is about to be written. Nobody needs them in a transcript,
 * and a ledger without them cannot lose them. It errs towards taking too much, but leaves telephone numbers alone: eight
 * digits, and `+` with at most fifteen (E.164), however they are grouped. What is spread over several turns is not seen.
 */

type Span = { readonly start: number; readonly end: number; readonly mark: '[card number]' | '[cpr number]' }
/** A find: from digit `from` of group `first` to digit `to` (exclusive) of group `last`. */
type Find = { readonly first: number; readonly from: number; readonly last: number; readonly to: number; readonly mark: Span['mark'] }

const digitsOf = (groups: readonly DigitGroup[]): string => groups.map((group) => group.digits).join('')

/** The longest stretch without a loose join: what was written or said in one go. */
const longestPiece = (groups: readonly DigitGroup[]): number => {
  let longest = 0
  let piece = 0
  for (const [index, group] of groups.entries()) {
    piece = index > 0 && group.join === 'loose' ? group.digits.length : piece + group.digits.length
    longest = Math.max(longest, piece)
  }
  return longest
}

/** Whole groups first to last stand alone: nothing is joined tightly to either side of them. */
const standsAlone = (groups: readonly DigitGroup[], first: number, last: number): boolean =>
  groups[first]?.join !== 'tight' && groups[last + 1]?.join !== 'tight'

const isTight = (groups: readonly DigitGroup[]): boolean => groups.slice(1).every((group) => group.join === 'tight')

/**
 * A card: 13 to 19 digits that pass Luhn. What stands alone needs no more. Within more digits, or over commas and "and", one
 * window in ten would pass by chance, so there it must also begin and measure as a scheme's cards do, and over commas
 * no piece may be as long as a telephone number ("20123456, 30123456" is two of them).
 */
const findCard = ({ groups, plus }: DigitRun): Find | undefined => {
  if (plus && isTight(groups) && digitsOf(groups).length <= 15) return undefined
  for (const first of groups.keys()) {
    let digits = ''
    let longest: Find | undefined
    for (let last = first; last < groups.length && digits.length < CARD_DIGITS.maximum; last += 1) {
      digits += groups[last]?.digits ?? ''
      if (digits.length < CARD_DIGITS.minimum || digits.length > CARD_DIGITS.maximum || !passesLuhn(digits)) continue
      const window = groups.slice(first, last + 1)
      const tight = isTight(window)
      const sure = (tight && standsAlone(groups, first, last)) || (hasIssuer(digits) && (tight || longestPiece(window) < 8))
      if (sure) longest = { first, from: 0, last, to: groups[last]?.digits.length ?? 0, mark: '[card number]' }
    }
    if (longest !== undefined) return longest
  }
  return findCardInsideGroup(groups)
}

/** Keys pressed without a pause: "1" for the menu and the card after it are one group. */
const findCardInsideGroup = (groups: readonly DigitGroup[]): Find | undefined => {
  for (const [index, { digits }] of groups.entries()) {
    for (let from = 0; from + CARD_DIGITS.minimum <= digits.length; from += 1) {
      for (let length = CARD_DIGITS.maximum; length >= CARD_DIGITS.minimum; length -= 1) {
        const window = digits.slice(from, from + length)
        if (window.length === length && hasIssuer(window) && passesLuhn(window))
          return { first: index, from, last: index, to: from + length, mark: '[card number]' }
      }
    }
  }
  return undefined
}

/** Group lengths that are a CPR number's own shape, even with other digits beside it. */
const CPR_SHAPES: readonly (readonly number[])[] = [[10], [6, 4], [2, 2, 2, 4]]

const findCpr = ({ groups, plus }: DigitRun): Find | undefined => {
  if (plus) return undefined
  for (const first of groups.keys()) {
    let digits = ''
    for (let last = first; last < groups.length && digits.length < 10; last += 1) {
      digits += groups[last]?.digits ?? ''
      if (digits.length !== 10 || !isCprNumber(digits)) continue
      const window = groups.slice(first, last + 1)
      const shaped = CPR_SHAPES.some(
        (shape) => shape.length === window.length && shape.every((length, at) => window[at]?.digits.length === length),
      )
      const tight = isTight(window)
      const alone = first === 0 && last === groups.length - 1
      if (tight ? shaped || standsAlone(groups, first, last) : alone && longestPiece(window) < 8)
        return { first, from: 0, last, to: groups[last]?.digits.length ?? 0, mark: '[cpr number]' }
    }
  }
  return undefined
}

/** A part of a group; only groups written as digits are ever cut. */
const cut = (group: DigitGroup, from: number, to: number): readonly DigitGroup[] =>
  from >= to ? [] : [{ ...group, digits: group.digits.slice(from, to), start: group.start + from, end: group.start + to }]

/** Everything found in a run, in order. What is left on either side of a find is a run of its own; one after the other, however many there are. */
const spansIn = (whole: DigitRun): readonly Span[] => {
  const spans: Span[] = []
  const runs: DigitRun[] = [whole]
  for (let run = runs.pop(); run !== undefined; run = runs.pop()) {
    const find = findCard(run) ?? findCpr(run)
    const first = find && run.groups[find.first]
    const last = find && run.groups[find.last]
    if (find === undefined || first === undefined || last === undefined) continue
    const left = [...run.groups.slice(0, find.first), ...cut(first, 0, find.from)]
    const right = [...cut(last, find.to, last.digits.length), ...run.groups.slice(find.last + 1)]
    const start = find.from === 0 ? first.start : first.start + find.from
    const end = find.to === last.digits.length ? last.end : last.start + find.to
    spans.push({ start, end, mark: find.mark })
    runs.push(
      { groups: left, plus: run.plus },
      { groups: right.map((group, at) => (at === 0 ? { ...group, join: 'first' } : group)), plus: false },
    )
  }
  return spans.toSorted((a, b) => a.start - b.start)
}

/** `text` with each card and CPR number replaced by a mark. Redacting again changes nothing. */
export const redactText = (text: string): string => {
  let redacted = ''
  let at = 0
  for (const { start, end, mark } of digitRuns(text).flatMap(spansIn)) {
    redacted += text.slice(at, start) + mark
    at = end
  }
  return redacted + text.slice(at)
}

/** The same for every string inside a JSON value, at any depth. */
export const redactValue = <Value>(value: Value): Value => redactUnknown(value) as Value

const redactUnknown = (value: unknown): unknown => {
  if (typeof value === 'string') return redactText(value)
  if (Array.isArray(value)) return value.map(redactUnknown)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactUnknown(inner)]))
  return value
}
