import type { Reason } from '#contacts/core/index.ts'
import { dueTime, isOpen, nextOpening } from '#booking/core/index.ts'
import { type Instant, instant, MINUTE } from '#kernel/instant.ts'
import { readDayWish } from '../day-wish.ts'
import { readTime } from '../offer.ts'
import { serviceName } from '../questions/option.ts'
import type { Turn } from '../turn.ts'
import { line } from '../wording/catalog.ts'
import { asValue, type CheckedValue, checked, type Sentence } from '../wording/sentence.ts'
import { sayOnDay, sayTime, sayWhen } from '../wording/say-value.ts'
import { sayDayWish } from '../wording/say-wish.ts'

/** A promised time is a round one: nobody remembers 13:07. */
const ROUND = 5 * MINUTE

/** When a person will have dealt with it, by the playbook's escalation times in opening hours, on the next five minutes. */
export const promisedBy = (turn: Turn, urgent: boolean): Instant => {
  const { urgentWithinMinutes, normalWithinMinutes } = turn.rules.playbook.escalation
  const due = dueTime(turn.rules.playbook, turn.now, urgent ? urgentWithinMinutes : normalWithinMinutes)
  return instant(Math.ceil(due / ROUND) * ROUND)
}

/** The number a person can call back: what the caller said, or else the caller id unless the caller said it is not right. */
export const numberKnown = (turn: Turn): string | undefined => {
  const { slots, number, declined } = turn.state()
  return slots['number']?.value ?? (declined.includes('caller-id') ? undefined : number)
}

export const isUrgent = (turn: Turn): boolean => turn.state().urgent || turn.state().slots['urgent']?.value === 'yes'

export type PromiseKind = 'message' | 'callback' | 'escalation' | 'interrupted'

/** Puts the work on record that a person now owes, with all that is known. Whatever is promised aloud comes after this. */
export const openFollowUp = (turn: Turn, kind: PromiseKind, urgent: boolean): Instant => {
  const { slots } = turn.state()
  const due = promisedBy(turn, urgent)
  const name = slots['name']
  const number = numberKnown(turn)
  const matter = slots['matter']?.kind === 'recording' ? undefined : (slots['matter']?.value ?? matterOfBooking(turn))
  const recording = slots['matter']?.kind === 'recording' ? slots['matter'].value : name?.kind === 'recording' ? name.value : undefined
  turn.record({
    type: 'follow-up-opened',
    data: {
      followUp: turn.fresh.followUp,
      kind,
      urgent,
      owner: turn.rules.playbook.escalation.owner,
      dueAt: due,
      ...(recording === undefined ? {} : { recording }),
    },
    personal: {
      ...(name === undefined || name.kind === 'recording' ? {} : { name: name.value }),
      ...(number === undefined ? {} : { number }),
      ...(matter === undefined ? {} : { matter }),
    },
  })
  return due
}

/** A booking that did not come about, in words for the person who takes over. */
export const matterOfBooking = (turn: Turn): string | undefined => {
  const { slots, language } = turn.state()
  if (slots['service'] === undefined) return undefined
  const service = serviceName(turn.rules, turn.state(), slots['service'].value)
  const wish = wishInWords(turn)
  return wish === undefined
    ? line(language, 'matterOfService', { service }).text
    : line(language, 'matterOfBooking', { service, wish }).text
}

/** The time that was chosen, or else the day that was wished for. */
const wishInWords = (turn: Turn): CheckedValue | undefined => {
  const { slots, offer, language } = turn.state()
  const manner = turn.manner()
  const time = slots['time'] === undefined ? undefined : readTime(slots['time'].value, offer ?? [], manner.zone)
  if (time !== undefined) {
    const person = checked(time.personName, 'playbook')
    return asValue(line(language, 'wishTime', { day: sayOnDay(time.start, manner), time: sayTime(time.start, manner), person }))
  }
  return slots['day'] === undefined ? undefined : sayDayWish(readDayWish(slots['day'].value), manner)
}

/** The values of "before 2:30 pm today". */
export const saidDue = (turn: Turn, due: Instant): { readonly time: CheckedValue; readonly day: CheckedValue } => ({
  time: sayTime(due, turn.manner()),
  day: sayWhen(due, turn.now, turn.manner()),
})

/** "We are closed right now and open tomorrow at 8 am.", when that is so: it explains why a promise is for later. */
export const saidClosed = (turn: Turn): Sentence | undefined => {
  const { playbook } = turn.rules
  const next = isOpen(playbook, turn.now) ? undefined : nextOpening(playbook, turn.now)
  return next === undefined ? undefined : line(turn.state().language, 'closedNow', saidDue(turn, next.start))
}

export const fill = (turn: Turn, slot: string, kind: string, value: string, reason: Reason): void =>
  turn.record({ type: 'slot-filled', data: { slot, kind, reason }, personal: { value } })

export const reject = (turn: Turn, slot: string, reason: Reason): void => {
  if (turn.state().slots[slot] !== undefined) turn.record({ type: 'slot-rejected', data: { slot, reason } })
}
