import type { Captured, Item } from '../moment/chart.ts'
import type { Clock, DayPart, TimeForm } from '../moment/forms.ts'
import type { Situation } from '../moment/situation.ts'
import { inDayPart } from './day-parts.ts'

type Made = { readonly kind: Item['kind']; readonly value: Item['value'] } | undefined
type Meaning = (c: Captured, at: Situation) => Made

const ask: Made = { kind: 'time', value: { is: 'ask' } }
const time = (value: TimeForm): Made => ({ kind: 'time', value })

/** A clock time as a 12-hour or 24-hour wording: "15" and "08" stand as they are, "3" is bare. */
const clock = (hour: number | undefined, minute = 0, words = ''): Made => {
  if (hour === undefined || hour < 0 || minute < 0 || minute > 59) return undefined
  if (hour > 24 || (hour === 24 && minute > 0)) return ask
  const leadingZero = /(?:^| )0\d(?: |$)/u.test(words.split(/[:.]/u)[0] ?? '')
  return { kind: 'clock', value: { hour: hour === 24 ? 0 : hour, minute, as: hour > 12 || hour === 0 || leadingZero ? 'said' : 'bare' } }
}

/** Minutes before or after a bare clock time; the hour wraps within its half of the day. */
const moved = (from: Clock, minutes: number): Made => {
  const day = from.as === 'bare' ? 12 * 60 : 24 * 60
  const total = ((((from.hour % (day / 60)) * 60 + from.minute + minutes) % day) + day) % day
  const hour = Math.floor(total / 60)
  return { kind: 'clock', value: { hour: from.as === 'bare' && hour === 0 ? 12 : hour, minute: total % 60, as: from.as } }
}

const hourOf = (c: Captured): Clock | undefined => {
  const said = c.clock[0]
  if (said !== undefined) return said
  const hour = c.number[c.number.length - 1]
  if (hour === undefined || hour < 0 || hour > 24) return undefined
  return { hour: hour === 24 ? 0 : hour, minute: 0, as: hour > 12 || hour === 0 ? 'said' : 'bare' }
}

const minutesBy = (c: Captured, sign: 1 | -1, extra = 0): Made => {
  const hour = hourOf(c)
  const minutes = c.clock.length > 0 || c.number.length > 1 ? c.number[0] : undefined
  if (hour === undefined || hour.minute !== 0 || minutes === undefined || minutes < 1 || minutes > 59) return undefined
  // "ten to four" is 3:50, but "two to four" is a span: without the word "minutes" only what clocks show in fives counts.
  if (c.unit.length === 0 && minutes % 5 !== 0) return undefined
  return c.unit.length > 0 && c.unit[0] !== 'minute' ? undefined : moved(hour, sign * minutes + extra)
}

const shifted = (c: Captured, minutes: number): Made => {
  const hour = hourOf(c)
  return hour === undefined || hour.minute !== 0 ? undefined : moved(hour, minutes)
}

const half = (c: Captured, part: DayPart): Made => {
  const said = hourOf(c)
  if (said === undefined || said.hour > 12) return said === undefined ? undefined : { kind: 'clock', value: { ...said, as: 'said' } }
  if (said.hour === 12 && part === 'morning') return { kind: 'clock', value: { ...said, hour: 0, as: 'said' } }
  return { kind: 'clock', value: inDayPart({ ...said, as: 'bare' }, part) }
}

/** Two clocks of one wish; a bare one takes the half of the day that the other was said with ("9-11am", "2 to 4 pm"). */
const between = (c: Captured): Made => {
  const [first, second] = c.clock.length >= 2 ? c.clock : [hourOfNumber(c.number[0]), c.clock[0] ?? hourOfNumber(c.number[1])]
  if (first === undefined || second === undefined) return undefined
  return time({ is: 'between', from: first, to: second })
}

const hourOfNumber = (hour: number | undefined): Clock | undefined =>
  hour === undefined || hour > 24 ? undefined : { hour: hour % 24, minute: 0, as: hour > 12 || hour === 0 ? 'said' : 'bare' }

/** What each pattern of `en.ts` and `da.ts` means. */
export const TIME_MEANINGS = {
  hour: (c) => clock(c.number[0], 0, c.words.split(' ').at(-1) ?? ''),
  hourMinute: (c) => {
    const [hour, minute] = c.number
    return clock(hour, minute, c.words)
  },
  /** As `hourMinute`, where nothing but the question says that a time is meant: "ten thirty". */
  askedHourMinute: (c, at) => {
    const [hour, minute] = c.number
    return at.asked.time && (minute ?? 0) >= 10 ? clock(hour, minute, c.words) : undefined
  },
  askedBetween: (c, at) => (at.asked.time ? between(c) : undefined),
  /** "three oh five". */
  hourOhMinute: (c, at) => {
    const [hour, zero, minute] = c.number
    return at.asked.time && zero === 0 && minute !== undefined && minute < 10 ? clock(hour, minute, '') : undefined
  },
  /** Four digits: "1530", "0915". */
  fourDigits: (c, at) => {
    const said = c.number[0]
    if (said === undefined || !at.asked.time || (at.asked.date && said >= 1900 && said <= 2100) || !/(?:^| )[0-9]{4}(?: |$)/u.test(c.words))
      return undefined
    const made = clock(Math.floor(said / 100), said % 100)
    return made?.kind === 'clock' ? { kind: 'clock', value: { ...(made.value as Clock), as: 'said' } } : made
  },
  halfPast: (c) => shifted(c, 30),
  halfBefore: (c) => shifted(c, -30),
  quarterPast: (c) => shifted(c, 15),
  quarterTo: (c) => shifted(c, -15),
  minutesPast: (c) => minutesBy(c, 1),
  minutesTo: (c) => minutesBy(c, -1),
  minutesToHalf: (c) => minutesBy(c, -1, -30),
  minutesPastHalf: (c) => minutesBy(c, 1, -30),
  noon: () => ({ kind: 'clock', value: { hour: 12, minute: 0, as: 'said' } }),
  midnight: () => ({ kind: 'clock', value: { hour: 0, minute: 0, as: 'said' } }),
  now: () => time({ is: 'in', minutes: 0 }),
  am: (c) => half(c, 'morning'),
  pm: (c) => half(c, 'afternoon'),
  clockInPart: (c) => {
    const part = c.part[0]
    const said = hourOf(c)
    return part === undefined || said === undefined ? undefined : { kind: 'clock', value: inDayPart(said, part) }
  },
  at: (c) => (c.clock[0] === undefined ? undefined : time({ is: 'at', clock: c.clock[0], around: false })),
  around: (c) => {
    const said = c.clock[0] ?? hourOf(c)
    return said === undefined ? undefined : time({ is: 'at', clock: said, around: true })
  },
  after: (c) => {
    const said = c.clock[0] ?? hourOf(c)
    return said === undefined ? undefined : time({ is: 'between', from: said, to: undefined })
  },
  before: (c) => {
    const said = c.clock[0] ?? hourOf(c)
    return said === undefined ? undefined : time({ is: 'between', from: undefined, to: said })
  },
  between,
  part: (c) => (c.part[0] === undefined ? undefined : time({ is: 'part', part: c.part[0] })),
  /** "an hour", "two hours", "twenty minutes" from now. */
  inSomeTime: (c) => inMinutes(c, c.number[0] ?? c.count[0] ?? 1),
  inHalfAnHour: () => time({ is: 'in', minutes: 30 }),
  inOneAndAHalf: () => time({ is: 'in', minutes: 90 }),
} satisfies Readonly<Record<string, Meaning>>

export type TimeMeaning = keyof typeof TIME_MEANINGS

const inMinutes = (c: Captured, count: number): Made => {
  const unit = c.unit[0]
  if (unit !== 'minute' && unit !== 'hour') return undefined
  const minutes = unit === 'hour' ? count * 60 : count
  return minutes > 24 * 60 ? undefined : time({ is: 'in', minutes })
}
