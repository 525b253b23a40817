import type { Reason } from '#contacts/core/index.ts'
import { callTypeOf, nextIntake } from '../intake.ts'
import type { Turn } from '../turn.ts'
import { line } from '../wording/catalog.ts'
import { together } from '../wording/sentence.ts'
import { fill, isUrgent, matterOfBooking, numberKnown, openFollowUp, type PromiseKind, saidClosed, saidDue } from './promise.ts'
import { recordAnswer } from './record-answer.ts'

/**
 * A message for a person. Where free speech is understood: what it is about, who, which number, how urgent, read back. Where
 * it is not: number, how urgent, and then who and what in one recording. Either way it is stored as a follow-up first and
 * confirmed after, with the time by which a person will have dealt with it.
 */
export const startMessage = (turn: Turn, reason: Reason): void => {
  // A booking that did not come about says by itself what the message is about.
  const { slots, booking } = turn.state()
  const wanted = slots['matter'] === undefined && booking === undefined ? matterOfBooking(turn) : undefined
  if (turn.state().wish !== 'message') turn.step('wish:message', reason)
  if (wanted !== undefined) fill(turn, 'matter', 'text', wanted, { rule: 'from-booking' })
}

/** Asks for what the message still lacks, or files it. */
export const proceedMessage = (turn: Turn): void => {
  const missing = nextOfMessage(turn)
  if (missing === undefined) return fileMessage(turn)
  if (missing.record) return recordAnswer(turn, missing.about)
  turn.ask(missing.about)
}

const nextOfMessage = (turn: Turn): { readonly about: string; readonly record: boolean } | undefined => {
  const state = turn.state()
  const open = (slot: string): boolean => state.slots[slot] === undefined && !state.declined.includes(slot)
  const speaks = state.hears === 'open'
  const number = state.number !== undefined && !state.declined.includes('caller-id') ? 'number-right' : 'number'
  if (speaks && open('matter')) return { about: 'matter', record: false }
  if (speaks && open('name')) return { about: 'name', record: false }
  if (open('number')) return { about: number, record: false }
  if (!isUrgent(turn) && open('urgent') && state.slots['matter']?.rule !== 'from-booking') return { about: 'urgent', record: false }
  const intake = nextIntake(turn.rules, state)
  if (intake !== undefined) return { about: intake, record: isFreeText(turn, intake) }
  if (open('matter')) return { about: 'matter', record: true }
  // A recording of what it is about has the name in it; where that did not succeed, a second one is not tried.
  const matterWritten = state.slots['matter'] !== undefined && state.slots['matter'].kind !== 'recording'
  if (open('name') && matterWritten && !speaks) return { about: 'name', record: true }
  return needsReadBack(turn) ? { about: 'confirm', record: false } : undefined
}

/** Without a recogniser for free speech, an answer in the caller's own words is recorded. */
const isFreeText = (turn: Turn, about: string): boolean => {
  const question = callTypeOf(turn.rules, turn.state())?.intake.find(({ slot }) => slot === about)
  return turn.state().hears !== 'open' && (question?.kind === 'text' || question?.kind === 'name')
}

/** A number that was spoken or keyed in, and a name that was heard, are read back once; a caller id said to be right was. */
const needsReadBack = (turn: Turn): boolean =>
  ['name', 'number'].some((slot) => {
    const known = turn.state().slots[slot]
    return known !== undefined && known.kind !== 'recording' && !known.confirmed
  })

/** Stores the message as work for a person, then says so. Without a number and without a word there is nothing to store. */
const fileMessage = (turn: Turn): void => {
  const { language, slots } = turn.state()
  const callable = numberKnown(turn) !== undefined
  if (!callable && slots['matter'] === undefined) {
    turn.tell('nothing-to-pass-on', line(language, 'nothingToPassOn'))
  } else {
    if (slots['matter'] === undefined && !turn.state().person) turn.step('nothing-said', { rule: 'message-without-words' })
    const due = openFollowUp(turn, kindOfMessage(turn), isUrgent(turn))
    const name = !callable ? 'passedOn' : slots['matter'] === undefined ? 'passedOnBare' : 'passedOnCallback'
    const passedOn = line(language, name, saidDue(turn, due))
    const closed = saidClosed(turn)
    turn.tell('passed-on', closed === undefined ? passedOn : together(closed, passedOn))
  }
  turn.step('wish:none', { rule: 'message-filed' })
  turn.ask('more')
}

export const kindOfMessage = (turn: Turn): PromiseKind => {
  const state = turn.state()
  if (state.topic !== undefined || callTypeOf(turn.rules, state)?.becomes === 'escalate') return 'escalation'
  return numberKnown(turn) !== undefined && (state.person || state.slots['matter'] === undefined) ? 'callback' : 'message'
}
