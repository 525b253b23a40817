import type { OfferedTime } from '#contacts/core/index.ts'
import { localDate, localTime } from './wording/say-value.ts'

/** Times are offered three at a time: more cannot be kept in mind by ear. */
const AT_A_TIME = 3

/**
 * What is offered of the times found: the first three different starts. Two people free at the same minute are one time to
 * the caller; all of them are kept, so that the next page goes on behind them.
 */
export const takeOffer = (found: readonly OfferedTime[]): readonly OfferedTime[] => {
  const starts: number[] = []
  const taken: OfferedTime[] = []
  for (const time of found) {
    if (!starts.includes(time.start)) {
      if (starts.length === AT_A_TIME) break
      starts.push(time.start)
    }
    taken.push(time)
  }
  return taken
}

/** The offer as it is read out: each start once, with the first person who is free then. */
export const shownTimes = (offer: readonly OfferedTime[]): readonly OfferedTime[] =>
  offer.filter((time, index) => offer.findIndex((other) => other.start === time.start) === index)

/** A chosen time as the slot keeps it: wall clock in the business's zone, and who. */
export const writeTime = (time: OfferedTime, zone: string): string =>
  `${localDate(time.start, zone)}T${localTime(time.start, zone)} ${time.person}`

/** The offered time a slot names. */
export const readTime = (value: string, offer: readonly OfferedTime[], zone: string): OfferedTime | undefined =>
  offer.find((time) => writeTime(time, zone) === value)
