import type { DateSpan, Proposal, Reading, TimeSpan } from '#understanding/core/index.ts'
import { mergeDayWish, readDayWish, writeDayWish } from '../day-wish.ts'
import type { Turn } from '../turn.ts'
import { fill, reject } from './promise.ts'

/** Below this a named service or person is a chance likeness. */
const NAMED = 0.5

/**
 * Fills a slot with what the caller said. Said again, nothing changes; said otherwise, the caller's last word wins and the
 * slot is on record as contradicted. What was chosen on the strength of the old value (a time) is open again.
 */
export const settle = (turn: Turn, slot: string, kind: string, value: string, rule: string, score?: number): void => {
  const known = turn.state().slots[slot]
  if (known?.value === value) return
  reject(turn, slot, { rule: 'contradicted' })
  if (slot === 'service' || slot === 'day' || slot === 'person') reject(turn, 'time', { rule: 'contradicted' })
  fill(turn, slot, kind, value, score === undefined ? { rule } : { rule, score })
}

/** Takes every value of the turn that belongs to what the contact is after, whatever was asked. Tells whether there was one. */
export const takeValues = (turn: Turn, proposal: Proposal, about: string): boolean => {
  const { wish } = turn.state()
  const { values } = proposal
  let took = false
  if (wish === 'book' && about !== 'matter') {
    const saysName = about === 'name' && values.name.is === 'found'
    took = (!saysName && takeService(turn, proposal)) || took
    took = (!saysName && takePerson(turn, proposal)) || took
    took = (!saysName && takeDay(turn, values.date, values.time)) || took
  }
  if (wish === 'none') return took
  if (values.name.is === 'found' && about !== 'matter') {
    settle(turn, 'name', 'name', values.name.value, 'said', values.name.confidence)
    took = true
  }
  if (values.phone.is === 'found') {
    settle(turn, 'number', 'phone', values.phone.value, 'said', values.phone.confidence)
    took = true
  }
  if (wish === 'message' && proposal.urgent !== undefined && turn.state().slots['urgent'] === undefined) {
    fill(turn, 'urgent', 'yes-no', 'yes', { rule: proposal.urgent.rule })
  }
  return took
}

const takeService = (turn: Turn, proposal: Proposal): boolean => {
  const named = proposal.services.find(({ value }) => turn.rules.playbook.services.some(({ id }) => id === value))
  if (named === undefined || named.confidence < NAMED) return false
  settle(turn, 'service', 'choice', named.value, 'named', named.confidence)
  return true
}

const takePerson = (turn: Turn, proposal: Proposal): boolean => {
  const named = proposal.people.find(({ value }) => turn.rules.playbook.people.some(({ id }) => id === value))
  if (named === undefined || named.confidence < NAMED) return false
  settle(turn, 'person', 'choice', named.value, 'named', named.confidence)
  return true
}

/** A day, an hour or both: laid over what was known of when the caller wants to come. */
export const takeDay = (turn: Turn, date: Reading<DateSpan>, time: Reading<TimeSpan>): boolean => {
  if (date.is === 'any' || (date.is === 'absent' && time.is === 'any')) {
    settle(turn, 'day', 'date', 'soonest', 'any-day')
    return true
  }
  // A date that is not clear is asked for again even when the hour was clear.
  if (date.is === 'ask' || (date.is !== 'found' && time.is !== 'found')) return false
  const known = turn.state().slots['day']
  const before = known === undefined ? undefined : readDayWish(known.value)
  const wish = mergeDayWish(before, date.is === 'found' ? date.value : undefined, time.is === 'found' ? time.value : undefined)
  const score = Math.min(date.is === 'found' ? date.confidence : 1, time.is === 'found' ? time.confidence : 1)
  settle(turn, 'day', 'date', writeDayWish(wish), 'said', score)
  return true
}
