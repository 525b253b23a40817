import Holidays from 'date-holidays'
import type { LiveCall } from './live-call.ts'

/**
 * The way through the demo business's menu by keys, as somebody walks it who knows it by heart: keys are pressed before the
 * questions are out, only the tone and the next question after it are waited for. Ends at the read-back, which is not answered.
 */
export const bookUpToReadBack = async (call: LiveCall, name: Int16Array, keys = '1111'): Promise<void> => {
  await call.press(keys)
  await sayAfterTone(call, name)
  await call.press('1')
}

/** Speaks after the tone, ends the recording by a key, and waits for the next question. */
export const sayAfterTone = async (call: LiveCall, words: Int16Array): Promise<void> => {
  await call.tone()
  await call.say(words)
  const said = performance.now()
  await call.press('#')
  await call.sound(said)
}

/** Books a check-up and says goodbye: the whole call. */
export const bookByKeypad = async (call: LiveCall, name: Int16Array): Promise<void> => {
  await bookUpToReadBack(call, name)
  await call.press('12')
  await call.ended
}

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * The keys for each of the next `count` days on which the demo business surely has all day free (Monday to Thursday, no Danish
 * holiday, not around Christmas), soonest first: "2611" is 26 November.
 */
export const openDays = (count: number): readonly string[] => {
  const holidays = new Holidays('DK')
  const days: string[] = []
  for (let at = Date.now() + 2 * DAY_MS; days.length < count; at += DAY_MS) {
    const day = new Date(at)
    const [month, date] = [day.getUTCMonth() + 1, day.getUTCDate()]
    const weekday = day.getUTCDay()
    const christmas = (month === 12 && date >= 23) || (month === 1 && date <= 2)
    if (weekday >= 1 && weekday <= 4 && !christmas && holidays.isHoliday(day) === false)
      days.push(`${String(date).padStart(2, '0')}${String(month).padStart(2, '0')}`)
  }
  return days
}
