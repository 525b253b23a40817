import type { Clock, DayPart, TimeForm } from '../moment/forms.ts'
import type { Situation } from '../moment/situation.ts'
import type { TimeSpan } from '../proposal.ts'
import { DAY_PARTS, inDayPart } from './day-parts.ts'

const written = (hour: number, minute: number): string => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`

/**
 * A clock as `HH:MM`. A bare 12-hour time is taken in business hours: 8:00 to 12:59 as said, 1:00 to 6:59 in the afternoon;
 * 7:00 to 7:59 may be either and must be asked for (`undefined`).
 */
const resolveClock = (clock: Clock): string | undefined => {
  if (clock.as === 'said' || clock.hour >= 8) return written(clock.hour, clock.minute)
  return clock.hour === 7 ? undefined : written(clock.hour + 12, clock.minute)
}

/** What a bare clock may be: the time as said, and twelve hours on. */
export const possibleTimes = (clock: Clock): readonly string[] =>
  clock.as === 'said'
    ? [written(clock.hour, clock.minute)]
    : [written(clock.hour % 12, clock.minute), written((clock.hour % 12) + 12, clock.minute)]

const resolveBetween = (from: Clock, to: Clock): TimeSpan | undefined => {
  // "9-11am", "2 to 4 pm": the end's half of the day decides, the start is the last such time before it.
  if (from.as === 'bare' && to.as === 'said') {
    const end = written(to.hour, to.minute)
    const start = possibleTimes(from).findLast((time) => time < end)
    return start === undefined ? undefined : { from: start, to: end, around: false }
  }
  const start = resolveClock(from)
  if (start === undefined) return undefined
  const end = to.as === 'bare' ? possibleTimes(to).find((time) => time > start) : written(to.hour, to.minute)
  const endOfDay = end === '00:00' ? '24:00' : end
  return endOfDay === undefined || endOfDay <= start ? undefined : { from: start, to: endOfDay, around: false }
}

const at = (clock: Clock, around: boolean): TimeSpan | undefined => {
  const time = resolveClock(clock)
  return time === undefined ? undefined : { from: time, to: time, around }
}

/** The time of day a form means; `undefined` where it is ambiguous or impossible. A day part said elsewhere in the turn helps. */
export const resolveTime = (form: TimeForm, part: DayPart | undefined, situation: Situation): TimeSpan | undefined => {
  const settled = (clock: Clock): Clock => (part === undefined ? clock : inDayPart(clock, part))
  switch (form.is) {
    case 'at':
      return at(settled(form.clock), form.around)
    case 'part':
      return { from: DAY_PARTS[form.part].from, to: DAY_PARTS[form.part].to, around: false }
    case 'in': {
      const minutes = situation.clock.hour * 60 + situation.clock.minute + form.minutes
      const time = written(Math.floor(minutes / 60) % 24, minutes % 60)
      return { from: time, to: time, around: false }
    }
    case 'between': {
      const [from, to] = [form.from === undefined ? undefined : settled(form.from), form.to === undefined ? undefined : settled(form.to)]
      if (from !== undefined && to !== undefined) return resolveBetween(from, to)
      const known = from ?? to
      const time = known === undefined ? undefined : resolveClock(known)
      if (time === undefined) return undefined
      return from === undefined ? { from: undefined, to: time, around: false } : { from: time, to: undefined, around: false }
    }
    case 'ask':
      return undefined
  }
}
