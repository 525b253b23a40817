import type { Turn } from '../turn.ts'
import { line } from '../wording/catalog.ts'
import { sayGoodbye } from './finish.ts'
import { fill } from './promise.ts'
import { proceed } from './proceed.ts'
import { startPlainMessage } from './start-wish.ts'

/**
 * The turn fits nothing. The same question comes again with more help, as often as the playbook allows; then it is given up:
 * a booking or a question becomes a message for a person, and a question of the message is left out. Where a person has a
 * message already there is a goodbye. There is no way back to the same question, so nobody is trapped.
 */
export const misunderstand = (turn: Turn, about: string): void => {
  if (strike(turn, about)) turn.ask(about, 'misunderstood')
}

/** The turn was answered but not the question: it is put again, in its own words, and counts as much. */
export const askOnceMore = (turn: Turn, about: string): void => {
  if (strike(turn, about)) turn.ask(about)
}

/** Counts; false when that was the last one and the question was given up. */
const strike = (turn: Turn, about: string): boolean => {
  const count = turn.state().strikes + 1
  turn.record({ type: 'misunderstood', data: { about, count } })
  if (count < turn.rules.playbook.escalation.attempts) return true
  giveUp(turn, about)
  return false
}

const giveUp = (turn: Turn, about: string): void => {
  const rule = 'not-understood'
  // A person has it already, or it was a sales call: there is nothing to take down that is not kept.
  const kept = turn.state().promise !== undefined || turn.state().declined.includes('matter')
  if (about === 'spam' || (kept && (about === 'more' || about === 'answered'))) return sayGoodbye(turn, 'first-line', { rule })
  if (turn.state().wish === 'none' && about === 'number') {
    turn.step('declined:number', { rule })
    return turn.ask('emergency')
  }
  if (turn.state().wish !== 'message') {
    turn.tell('give-up', line(turn.state().language, 'giveUp'))
    // An emergency is with a person already; what else the caller said is on record.
    startPlainMessage(turn, rule)
    return proceed(turn)
  }
  const { number } = turn.state()
  if (about === 'number-right' && number !== undefined) {
    fill(turn, 'number', 'phone', number, { rule: 'caller-id' })
    turn.record({ type: 'slot-confirmed', data: { slot: 'number' } })
  } else if (about === 'confirm' || about === 'change') {
    confirmAll(turn)
  } else {
    turn.step(`declined:${about}`, { rule })
  }
  proceed(turn)
}

/** Read back and neither confirmed nor corrected: kept as it was heard. */
const confirmAll = (turn: Turn): void => {
  for (const slot of ['name', 'number']) {
    if (turn.state().slots[slot] !== undefined) turn.record({ type: 'slot-confirmed', data: { slot } })
  }
}
