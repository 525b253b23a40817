import type { OfferedTime, Reason } from '#contacts/core/index.ts'
import { isPhoneNumber } from '#kernel/phone-number.ts'
import { type DayWish, readDayWish, toTimeWish } from '../day-wish.ts'
import { nextIntake } from '../intake.ts'
import { readTime, shownTimes, takeOffer, writeTime } from '../offer.ts'
import { serviceName } from '../questions/option.ts'
import type { Turn } from '../turn.ts'
import { CATALOGS, line } from '../wording/catalog.ts'
import { checked } from '../wording/sentence.ts'
import { localDate, localTime, sayOnDay, sayTime } from '../wording/say-value.ts'
import { endAfterLeaving } from './finish.ts'
import { fill, reject } from './promise.ts'
import { recordAnswer } from './record-answer.ts'
import { proceedMessage, startMessage } from './take-message.ts'

/**
 * An appointment: what for, when, one of two or three real times, name, number, all of it read back. A yes asks the calendar
 * to commit; only its answer makes it a booking, and only then is it called one. A time that somebody else took meanwhile is
 * replaced by the next ones; a calendar that is away turns the whole into a message with all that is known.
 */
export const proceedBooking = (turn: Turn): void => {
  const state = turn.state()
  const open = (slot: string): boolean => state.slots[slot] === undefined && !state.declined.includes(slot)
  const [only, ...others] = turn.rules.playbook.services
  if (open('service')) {
    if (only === undefined || others.length > 0) return turn.ask('service')
    fill(turn, 'service', 'choice', only.id, { rule: 'only-service' })
  }
  if (open('day')) return turn.ask('day')
  if (open('time')) {
    if (state.offer !== undefined) return turn.ask('time')
    return turn.state().searching ? undefined : seekTimes(turn, 'slots-known')
  }
  if (open('name')) return state.hears === 'open' ? turn.ask('name') : recordAnswer(turn, 'name')
  if (open('number')) return turn.ask(state.number !== undefined && !state.declined.includes('caller-id') ? 'number-right' : 'number')
  const intake = nextIntake(turn.rules, state)
  if (intake !== undefined) return turn.ask(intake)
  turn.ask('confirm')
}

/** Asks the calendar; its answer comes as `times-found` or `times-unknown`. */
export const seekTimes = (turn: Turn, rule: string): void => {
  const { slots, timePages } = turn.state()
  turn.step('times-wanted', { rule })
  turn.effect({
    type: 'find-times',
    service: slots['service']?.value ?? '',
    wish: toTimeWish(readDayWish(slots['day']?.value ?? ''), slots['person']?.value),
    after: timePages.at(-1) ?? 0,
  })
}

/** Whether an answer of the calendar is still waited for; an older search's answer, or one after a change of mind, is not. */
const timesWanted = (turn: Turn): boolean => {
  const { wish, timesOwed, searching, slots } = turn.state()
  return wish === 'book' && searching && timesOwed === 1 && slots['day'] !== undefined && slots['time'] === undefined
}

export const offerTimes = (turn: Turn, found: readonly OfferedTime[]): void => {
  if (!timesWanted(turn)) return dropTimes(turn, 'no-longer-wanted')
  if (found.length === 0) return offerNothing(turn)
  const { slots, language } = turn.state()
  const wish = readDayWish(slots['day']?.value ?? '')
  const times = takeOffer(found)
  turn.record({ type: 'times-offered', data: { service: slots['service']?.value ?? '', times } })
  const wished = times.find((time) => isExactly(turn, time, wish))
  if (wished !== undefined) {
    chooseTime(turn, wished, { rule: 'as-wished' })
    return proceedBooking(turn)
  }
  if (wish.exactly !== undefined) turn.tell('not-free', line(language, 'timeNotFree'))
  turn.ask('time')
}

/** The very time that was asked for, on a day that was named. */
const isExactly = (turn: Turn, time: OfferedTime, wish: DayWish): boolean => {
  const zone = turn.rules.playbook.identity.timeZone
  return (
    wish.from !== undefined &&
    wish.from === wish.to &&
    localDate(time.start, zone) === wish.from &&
    localTime(time.start, zone) === wish.exactly
  )
}

const offerNothing = (turn: Turn): void => {
  dropTimes(turn, 'none-free')
  const { language, slots, timePages } = turn.state()
  if (timePages.length > 1) {
    turn.tell('no-more-times', line(language, 'noMoreTimes'))
    turn.step('times-earlier', { rule: 'none-later' })
    return seekTimes(turn, 'none-later')
  }
  turn.tell('no-times', line(language, 'noTimes'))
  const anyDay = readDayWish(slots['day']?.value ?? '').from === undefined
  if (anyDay && slots['person'] === undefined) return fallBackToMessage(turn, 'none-free')
  reject(turn, 'person', { rule: 'none-free' })
  reject(turn, 'day', { rule: 'none-free' })
  turn.ask('day')
}

export const timesUnknown = (turn: Turn): void => {
  const wanted = timesWanted(turn)
  dropTimes(turn, 'calendar-away')
  if (!wanted) return
  turn.tell('calendar-away', line(turn.state().language, 'calendarAway'))
  fallBackToMessage(turn, 'calendar-away')
}

const dropTimes = (turn: Turn, rule: string): void => turn.step('times-none', { rule })

const fallBackToMessage = (turn: Turn, rule: string): void => {
  startMessage(turn, { rule })
  proceedMessage(turn)
}

export const chooseTime = (turn: Turn, time: OfferedTime, reason: Reason): void =>
  fill(turn, 'time', 'choice', writeTime(time, turn.rules.playbook.identity.timeZone), reason)

/** The offered time at a place of what was read out. */
export const offeredAt = (turn: Turn, place: number): OfferedTime | undefined => shownTimes(turn.state().offer ?? [])[place]

/** The caller said yes to all of it: the calendar is asked to commit. */
export const commit = (turn: Turn): void => {
  const { slots, offer, language } = turn.state()
  const time = readTime(slots['time']?.value ?? '', offer ?? [], turn.rules.playbook.identity.timeZone)
  if (time === undefined) {
    reject(turn, 'time', { rule: 'no-longer-offered' })
    return proceedBooking(turn)
  }
  for (const slot of ['service', 'time', 'name', 'number']) {
    if (slots[slot] !== undefined) turn.record({ type: 'slot-confirmed', data: { slot } })
  }
  const asked = { appointment: turn.fresh.appointment, service: slots['service']?.value ?? '', person: time.person, start: time.start }
  turn.record({ type: 'booking-asked', data: asked })
  const name = slots['name']
  const words = CATALOGS[language]
  const customerName = name === undefined ? words.withoutName : name.kind === 'recording' ? words.spokenName : name.value
  turn.tell('wait', line(language, 'wait'))
  const said = slots['number']?.value ?? ''
  turn.effect({ type: 'book', ...asked, customerName, number: isPhoneNumber(said) ? said : undefined })
}

export const bookingMade = (turn: Turn): void => {
  const state = turn.state()
  const asked = state.booking
  if (asked === undefined) return
  turn.record({ type: 'booking-made', data: { appointment: asked.appointment } })
  // The caller may have turned to something else while the calendar was asked.
  const settled = state.wish === 'book'
  if (settled) turn.step('wish:none', { rule: 'booked' })
  if (state.left !== undefined) return endAfterLeaving(turn, state.left)
  const person = turn.rules.playbook.people.find(({ id }) => id === asked.person)?.name ?? asked.person
  turn.tell(
    'booked',
    line(state.language, 'booked', {
      service: serviceName(turn.rules, state, asked.service),
      person: checked(person, 'playbook'),
      day: sayOnDay(asked.start, turn.manner()),
      time: sayTime(asked.start, turn.manner()),
    }),
  )
  if (state.wish === 'message') return proceedMessage(turn)
  turn.ask('more')
}

export const bookingRefused = (turn: Turn, why: 'taken' | 'unavailable'): void => {
  const state = turn.state()
  if (state.booking === undefined) return
  turn.record({ type: 'booking-refused', data: { appointment: state.booking.appointment, why } })
  if (state.left !== undefined) return endAfterLeaving(turn, state.left)
  if (why === 'taken' && state.wish === 'book') {
    turn.tell('taken', line(state.language, 'justTaken'))
    reject(turn, 'time', { rule: 'taken' })
    return seekTimes(turn, 'taken')
  }
  turn.tell('unavailable', line(state.language, 'bookingUnavailable'))
  fallBackToMessage(turn, 'calendar-away')
}
