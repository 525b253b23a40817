import type { Instant } from '#kernel/instant.ts'

/** A stretch of time, half open: `start` belongs to it, `end` does not. */
export type Span = { readonly start: Instant; readonly end: Instant }

/** The same moments as sorted spans that neither overlap nor touch; spans without length vanish. */
export const merged = (spans: readonly Span[]): readonly Span[] => {
  const sorted = spans.filter((span) => span.start < span.end).toSorted((a, b) => a.start - b.start)
  const result: Span[] = []
  for (const span of sorted) {
    const last = result.at(-1)
    if (last !== undefined && span.start <= last.end) {
      if (span.end > last.end) result[result.length - 1] = { start: last.start, end: span.end }
    } else result.push(span)
  }
  return result
}

/** The moments that lie in both; takes and gives sorted spans that do not overlap. */
export const intersection = (as: readonly Span[], bs: readonly Span[]): readonly Span[] => {
  const result: Span[] = []
  let a = 0
  let b = 0
  for (;;) {
    const left = as[a]
    const right = bs[b]
    if (left === undefined || right === undefined) return result
    const start = left.start > right.start ? left.start : right.start
    const end = left.end < right.end ? left.end : right.end
    if (start < end) result.push({ start, end })
    if (left.end < right.end) a += 1
    else b += 1
  }
}

/** Index of the first span that ends after `at`, by bisection over sorted spans that do not overlap. */
const firstEndingAfter = (spans: readonly Span[], at: Instant): number => {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((spans[middle]?.end ?? Infinity) > at) high = middle
    else low = middle + 1
  }
  return low
}

/** Whether any of `spans` (sorted, not overlapping) shares a moment with `span`. */
export const meets = (spans: readonly Span[], span: Span): boolean => {
  const candidate = spans[firstEndingAfter(spans, span.start)]
  return candidate !== undefined && candidate.start < span.end
}

/** Whether one of `spans` (sorted, neither overlapping nor touching) holds all of `span`. */
export const covers = (spans: readonly Span[], span: Span): boolean => {
  const candidate = spans[firstEndingAfter(spans, span.start)]
  return candidate !== undefined && candidate.start <= span.start && span.end <= candidate.end
}

/** How many milliseconds of `within` lie in `spans` (sorted, not overlapping). */
export const sharedMs = (spans: readonly Span[], within: Span): number => {
  let sum = 0
  for (let index = firstEndingAfter(spans, within.start); index < spans.length; index += 1) {
    const span = spans[index]
    if (span === undefined || span.start >= within.end) break
    sum += Math.min(span.end, within.end) - Math.max(span.start, within.start)
  }
  return sum
}
