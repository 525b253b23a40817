import { type Instant, instant, later, DAY, MINUTE } from '#kernel/instant.ts'

/** A time the business is open, from `start` up to `end`. */
export type Opening = { readonly start: Instant; readonly end: Instant }

/** The openings that overlap a span of time, in order, none touching the next. Handed in from the booking rules. */
export type Openings = (from: Instant, to: Instant) => readonly Opening[]

/** How far ahead an opening is looked for. A business closed longer than this owes its follow-ups by the clock. */
const HORIZON = 60 * DAY
/** Openings are asked for in growing spans: the answer is nearly always within days. */
const SPANS = [4 * DAY, 14 * DAY, HORIZON]

/**
 * When something is due that must be done within so many `minutes` of opening time from `now`. Closed hours do not count:
 * 240 minutes from Friday 15:00 with closing time 16:00 and opening on Monday at 8:00 is Monday 11:00. Where no opening is
 * found in 60 days, the minutes are counted by the clock.
 */
export const dueAt = (openings: Openings, now: Instant, minutes: number): Instant => {
  for (const span of SPANS) {
    let left = minutes * MINUTE
    for (const { start, end } of openings(now, later(now, span))) {
      const from = Math.max(start, now)
      if (end - from >= left) return instant(from + left)
      left -= Math.max(0, end - from)
    }
  }
  return later(now, minutes * MINUTE)
}

/** When the business opens next; undefined while it is open, and where no opening is found in 60 days. */
export const opensNext = (openings: Openings, now: Instant): Instant | undefined => {
  for (const span of SPANS) {
    const next = openings(now, later(now, span)).find((opening) => opening.end > now)
    if (next !== undefined) return next.start <= now ? undefined : next.start
  }
  return undefined
}
