import type { DayWish } from '../day-wish.ts'
import { line } from './catalog.ts'
import { asValue, checked, type CheckedValue } from './sentence.ts'
import { type Manner, sayClock, sayDate, sayOnDay, startOfDay } from './say-value.ts'

/** When the customer would like to come, in words: "on Thursday 26 November after 3 pm", "as soon as possible". */
export const sayDayWish = (wish: DayWish, manner: Manner): CheckedValue => {
  const said = [sayDays(wish, manner), sayHours(wish, manner)].flatMap((part) => (part === undefined ? [] : [part.text]))
  return said.length === 0 ? asValue(line(manner.language, 'wishSoonest')) : checked(said.join(' '), 'caller')
}

const sayDays = ({ from, to }: DayWish, manner: Manner): CheckedValue | undefined => {
  if (from === undefined) return undefined
  if (to === undefined || from === to) return sayOnDay(startOfDay(from, manner.zone), manner)
  return asValue(line(manner.language, 'wishDays', { first: sayDate(from, manner), last: sayDate(to, manner) }))
}

const sayHours = ({ exactly, earliest, latest }: DayWish, manner: Manner): CheckedValue | undefined => {
  const { language } = manner
  if (exactly !== undefined) return asValue(line(language, 'wishAt', { time: sayClock(exactly, manner) }))
  if (earliest !== undefined && latest !== undefined) {
    return asValue(line(language, 'wishBetween', { from: sayClock(earliest, manner), to: sayClock(latest, manner) }))
  }
  if (earliest !== undefined) return asValue(line(language, 'wishAfter', { time: sayClock(earliest, manner) }))
  return latest === undefined ? undefined : asValue(line(language, 'wishBefore', { time: sayClock(latest, manner) }))
}
