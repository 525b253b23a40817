import { nextWeek, readDayWish, typedDate } from '../day-wish.ts'
import type { Reply } from '../reply.ts'
import type { Turn } from '../turn.ts'
import { line } from '../wording/catalog.ts'
import { localDate } from '../wording/say-value.ts'
import { chooseTime, offeredAt, proceedBooking, seekTimes } from './book-time.ts'
import { reject } from './promise.ts'
import { settle, takeDay, takeValues } from './take-values.ts'

const today = (turn: Turn): string => localDate(turn.now, turn.rules.playbook.identity.timeZone)

const next = (turn: Turn): true => {
  proceedBooking(turn)
  return true
}

export const answerService = (turn: Turn, reply: Reply): boolean => {
  const [, service] = /^service:(.*)$/.exec(reply.option ?? '') ?? []
  if (service !== undefined) settle(turn, 'service', 'choice', service, reply.by)
  const took = takeValues(turn, reply.proposal, 'service')
  // "Not that one": something was said about the rest, so the rest is asked next.
  return (service !== undefined || took) && next(turn)
}

export const answerDay = (turn: Turn, reply: Reply): boolean => {
  switch (reply.option ?? '') {
    case 'date':
      if (reply.by === 'words' && reply.proposal.values.date.is === 'found') break
      turn.ask('date')
      return true
    case 'soonest':
      settle(turn, 'day', 'date', 'soonest', reply.by)
      return next(turn)
    case 'next-week':
      if (reply.by === 'words' && reply.proposal.values.date.is === 'found') break
      settle(turn, 'day', 'date', weekWish(turn), reply.by)
      return next(turn)
    default:
  }
  return takeValues(turn, reply.proposal, 'day') && next(turn)
}

const weekWish = (turn: Turn): string => {
  const { from, to } = nextWeek(today(turn))
  return `${from}/${to}`
}

export const answerDate = (turn: Turn, reply: Reply): boolean => {
  if (reply.entry === undefined) return takeValues(turn, reply.proposal, 'date') && next(turn)
  const date = typedDate(reply.entry, today(turn), turn.rules.playbook.identity.country)
  if (date === undefined) {
    turn.tell('impossible-date', line(turn.state().language, 'impossibleDate'))
    return false
  }
  settle(turn, 'day', 'date', date, reply.by)
  return next(turn)
}

export const answerTime = (turn: Turn, reply: Reply): boolean => {
  const { choice, date, time } = reply.proposal.values
  const [, place] = /^time:(\d+)$/.exec(reply.option ?? '') ?? []
  const chosen = place === undefined ? (choice.is === 'any' ? offeredAt(turn, 0) : undefined) : offeredAt(turn, Number(place))
  if (chosen !== undefined) {
    chooseTime(turn, chosen, { rule: reply.by })
    takeValues(turn, withoutDay(reply).proposal, 'time')
    return next(turn)
  }
  // Another day or hour than those offered is a new wish; the hours of "later" and "earlier" are those of the offer.
  if (reply.by === 'words' && (date.is === 'found' || time.is === 'found')) {
    const before = turn.state().slots['day']?.value
    if (takeDay(turn, date, time) && turn.state().slots['day']?.value !== before) {
      takeValues(turn, withoutDay(reply).proposal, 'time')
      return next(turn)
    }
  }
  switch (reply.option ?? '') {
    case 'later':
      turn.step('times-later', { rule: reply.by })
      seekTimes(turn, 'later')
      return true
    case 'earlier':
      turn.step('times-earlier', { rule: reply.by })
      seekTimes(turn, 'earlier')
      return true
    case 'other-day':
      return otherDay(turn, reply.by)
    default:
  }
  if (choice.is === 'none' || reply.proposal.values.yesNo.is === 'found') return otherDay(turn, 'none-suits')
  return takeValues(turn, withoutDay(reply).proposal, 'time') && next(turn)
}

const otherDay = (turn: Turn, rule: string): true => {
  const wish = readDayWish(turn.state().slots['day']?.value ?? '')
  reject(turn, 'day', { rule, ...(wish.from === undefined ? {} : { note: 'other-day' }) })
  turn.ask('day')
  return true
}

/** The reply without its date and hour, once those are used up. */
const withoutDay = (reply: Reply): Reply => ({
  ...reply,
  proposal: { ...reply.proposal, values: { ...reply.proposal.values, date: { is: 'absent' }, time: { is: 'absent' } } },
})
