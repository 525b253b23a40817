import { understand } from '#understanding/core/index.ts'
import { shownTimes } from '../offer.ts'
import { expectationOf, questionOf } from '../questions/ask.ts'
import { isSpoken } from '../manner.ts'
import { countWords } from '../plain-words.ts'
import type { Reply } from '../reply.ts'
import type { Turn } from '../turn.ts'
import { chooseTime, offeredAt } from './book-time.ts'
import { proceed } from './proceed.ts'
import { fill, reject } from './promise.ts'
import { recordAnswer } from './record-answer.ts'
import { settle, takeValues } from './take-values.ts'

/** Beyond this a name is taken for something else that was said. */
const WORDS_OF_A_NAME = 5

const WORDS_OF_A_YES = 2

export const answerInOwnWords = (turn: Turn, slot: 'name' | 'matter', reply: Reply): boolean => {
  if (reply.by === 'key') {
    if (reply.option !== 'record') return false
    recordAnswer(turn, slot)
    return true
  }
  if (reply.text.trim() === '') return false
  if (slot === 'matter') {
    // A bare yes is no matter: it answers a question that was not put.
    if (reply.proposal.values.yesNo.is === 'found' && countWords(reply.text) <= WORDS_OF_A_YES) return false
    fill(turn, 'matter', 'text', reply.text.trim(), { rule: 'said' })
    takeValues(turn, reply.proposal, 'matter')
    proceed(turn)
    return true
  }
  const { name } = reply.proposal.values
  if (correctsBooking(turn, reply)) return next(turn)
  if (name.is === 'ask') return takeValues(turn, reply.proposal, 'name') && next(turn)
  if (name.is === 'none') {
    turn.step('declined:name', { rule: 'declined' })
  } else if (name.is !== 'found') {
    // A name nobody has heard of is still a name, when it is written, or given a second time.
    const plausible = reply.text.trim().split(/\s+/).length <= WORDS_OF_A_NAME && !/\d/.test(reply.text)
    if (!plausible || (isSpoken(turn.state()) && turn.state().strikes === 0)) return takeValues(turn, reply.proposal, 'name') && next(turn)
    settle(turn, 'name', 'name', reply.text.trim(), 'as-said')
  }
  takeValues(turn, reply.proposal, 'name')
  return next(turn)
}

/** A name that rests on nothing but being the answer. */
const BARE_NAME = 0.6

/** "No wait, the first", "I would rather come on Thursday": the caller is still at what was chosen before. */
const correctsBooking = (turn: Turn, { text, proposal }: Reply): boolean => {
  const { name, date } = proposal.values
  const state = turn.state()
  if (state.wish !== 'book' || (name.is === 'found' && name.confidence > BARE_NAME)) return false
  if (date.is === 'found') return takeValues(turn, { ...proposal, values: { ...proposal.values, name: { is: 'absent' } } }, 'confirm')
  if (name.is === 'found' || state.offer === undefined) return false
  const expect = expectationOf(state, questionOf(turn.rules, state, 'time', turn.now))
  const context = { now: turn.now, language: state.language, expect, offered: shownTimes(state.offer) }
  const { choice } = understand(turn.rules.prepared, text, context).values
  const chosen = choice.is === 'found' ? offeredAt(turn, choice.value) : undefined
  if (chosen === undefined) return false
  reject(turn, 'time', { rule: 'contradicted' })
  chooseTime(turn, chosen, { rule: 'said' })
  return true
}

const next = (turn: Turn): true => {
  proceed(turn)
  return true
}

export const answerUrgent = (turn: Turn, reply: Reply): boolean => {
  const { urgent } = reply.proposal
  const value = reply.option === 'yes' || reply.option === 'no' ? reply.option : urgent === undefined ? undefined : 'yes'
  if (value === undefined) return takeValues(turn, reply.proposal, 'urgent') && next(turn)
  settle(turn, 'urgent', 'yes-no', value, reply.by)
  return next(turn)
}

export const answerNumber = (turn: Turn, about: 'number' | 'number-right', reply: Reply): boolean => {
  const { phone } = reply.proposal.values
  const { number } = turn.state()
  if (phone.is === 'found') {
    settle(turn, 'number', 'phone', phone.value, reply.by, phone.confidence)
    takeValues(turn, reply.proposal, about)
  } else if (about === 'number-right' && reply.option === 'yes' && number !== undefined) {
    fill(turn, 'number', 'phone', number, { rule: 'caller-id' })
    turn.record({ type: 'slot-confirmed', data: { slot: 'number' } })
  } else if (about === 'number-right' && reply.option === 'no') {
    turn.step('declined:caller-id', { rule: reply.by })
  } else if (about === 'number' && (phone.is === 'none' || reply.proposal.values.yesNo.is === 'found')) {
    turn.step('declined:number', { rule: 'declined' })
  } else {
    return takeValues(turn, reply.proposal, about) && next(turn)
  }
  // Asked for after an emergency, it leads back to that.
  if (turn.state().wish === 'none' && turn.state().emergency) {
    turn.ask('emergency')
    return true
  }
  return next(turn)
}
