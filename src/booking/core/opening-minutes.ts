import { type Instant, MINUTE, later } from '#kernel/instant.ts'
import type { Playbook } from '#playbook/core/index.ts'
import { openDays } from './openings.ts'
import type { Span } from './span.ts'

/**
 * The earliest moment by which `minutes` of opening have passed since `from`. `openings` are sorted and do not overlap; they
 * are taken only as far as needed. Undefined when they hold fewer minutes than that.
 */
export const addOpeningMinutes = (openings: Iterable<Span>, from: Instant, minutes: number): Instant | undefined => {
  let left = minutes * MINUTE
  if (left <= 0) return from
  for (const span of openings) {
    if (span.end <= from) continue
    const start = span.start > from ? span.start : from
    if (span.end - start >= left) return later(start, left)
    left -= span.end - start
  }
  return undefined
}

/**
 * When work that is owed within `minutes` of opening is due. Always a moment, since what is owed always has one: a business
 * that does not open often enough within 400 days owes it within as many minutes by the clock.
 */
export const dueTime = (playbook: Playbook, from: Instant, minutes: number): Instant =>
  addOpeningMinutes(openDays(playbook, from), from, minutes) ?? later(from, minutes * MINUTE)
