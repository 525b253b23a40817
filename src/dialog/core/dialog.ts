import type { Decider } from '#kernel/decider.ts'
import type { Language } from '#kernel/language.ts'
import { evolve } from './evolve.ts'
import { bookingMade, bookingRefused, offerTimes, timesUnknown } from './flow/book-time.ts'
import { endAfterLeaving, giveUpOnSilence, leave } from './flow/finish.ts'
import { currentQuestion, hearWords, pressKeys } from './flow/hear.ts'
import { proceed } from './flow/proceed.ts'
import { missRecording, takeRecording } from './flow/record-answer.ts'
import type { DecideContext, DialogEffect, DialogEvent, DialogInput } from './protocol.ts'
import { greetingParts, languageOffer } from './questions/menu-questions.ts'
import type { DialogRules } from './rules.ts'
import { type DialogState, initialState } from './state.ts'
import { openTurn, type Turn } from './turn.ts'
import { line } from './wording/catalog.ts'
import { approved } from './wording/sentence.ts'

export type DialogDecider = Decider<DialogRules, DialogState, DialogInput & DecideContext, DialogEvent, DialogEffect>

/**
 * The first line's brain: what is said, asked, stored and done for each thing that comes in. Pure, so that a contact can be
 * decided again from its inputs and folded again from its events. Never throws for anything a caller does, and answers
 * nothing before somebody has arrived and after the contact has ended.
 */
export const dialog: DialogDecider = {
  initialState,
  evolve,
  decide: (rules, state, input, now) => {
    const turn = openTurn(rules, state, now, input.fresh)
    if (state.phase === 'waiting') arrive(turn, input)
    else if (state.phase === 'talking') react(turn, input)
    return turn.decision()
  },
}

const arrive = (turn: Turn, input: DialogInput): void => {
  if (input.type === 'hung-up' || input.type === 'stopping') {
    const by = input.type === 'stopping' ? 'stopping' : 'caller'
    return turn.record({ type: 'ended', data: { outcome: 'abandoned', by, reason: { rule: 'never-arrived' } } })
  }
  if (input.type !== 'arrived') return
  const { languages } = turn.rules.playbook.identity
  const language: Language =
    input.language !== undefined && languages.includes(input.language) ? input.language : turn.rules.playbook.fallbackLanguage
  const { channel, hears, number } = input
  turn.record({ type: 'arrived', data: { channel, hears, language }, personal: { number } })
  turn.tell('greeting', approved(greetingParts(turn.rules, language).greeting))
  const offer = languageOffer(turn.rules, turn.state())
  if (offer !== undefined && hears !== 'open') turn.tell('language', offer)
  turn.ask('menu')
}

const react = (turn: Turn, input: DialogInput): void => {
  const { left } = turn.state()
  switch (input.type) {
    case 'arrived':
      return undefined
    case 'spoken': {
      const { utterance, completed, heard } = input
      return turn.record({ type: 'said', data: { utterance, completed }, personal: { heard } })
    }
    case 'said':
      return left === undefined ? hearWords(turn, input.text, input.confidence) : undefined
    case 'pressed':
      return left === undefined ? pressKeys(turn, input.digits) : undefined
    case 'fell-silent':
      return left === undefined ? fallSilent(turn, input.seconds) : undefined
    case 'recorded':
      return recorded(turn, input)
    case 'recording-failed':
      return recordingFailed(turn)
    case 'times-found':
      return left === undefined && turn.state().timesOwed > 0 ? offerTimes(turn, input.times) : undefined
    case 'times-unknown':
      return left === undefined && turn.state().timesOwed > 0 ? timesUnknown(turn) : undefined
    case 'booking-committed':
      return turn.state().booking?.appointment === input.appointment ? bookingMade(turn) : undefined
    case 'booking-refused':
      return bookingRefused(turn, input.why)
    case 'hearing-lost':
      return loseHearing(turn)
    case 'hung-up':
      return leave(turn, input.by)
    case 'stopping':
      return leave(turn, 'stopping')
  }
}

/** Once the question is put again with more help; the second time in a row the contact ends with what there is. */
const fallSilent = (turn: Turn, seconds: number): void => {
  const { booking, recordingFor, searching } = turn.state()
  // We owe the next word, not the caller.
  if (booking !== undefined || recordingFor !== undefined || searching) return
  const question = currentQuestion(turn)
  turn.record({ type: 'caller-silent', data: { seconds, about: question.about } })
  if (turn.state().silences > 1) return giveUpOnSilence(turn)
  turn.ask(question.about, 'silent')
}

const recorded = (turn: Turn, input: Extract<DialogInput, { type: 'recorded' }>): void => {
  if (turn.state().recordingFor === undefined) return
  const how = takeRecording(turn, input)
  const { left } = turn.state()
  if (left !== undefined) return endAfterLeaving(turn, left)
  if (how !== 'again') proceed(turn)
}

const recordingFailed = (turn: Turn): void => {
  if (turn.state().recordingFor === undefined) return
  missRecording(turn)
  const { left } = turn.state()
  if (left !== undefined) return endAfterLeaving(turn, left)
  proceed(turn)
}

/** From here on by keypad: said, and the question in play put again with its keys. */
const loseHearing = (turn: Turn): void => {
  const { hears, booking, recordingFor, searching, left } = turn.state()
  if (hears === 'nothing' || left !== undefined) return
  turn.record({ type: 'hearing-lost', data: {} })
  if (booking !== undefined || recordingFor !== undefined || searching) return
  turn.tell('hearing-lost', line(turn.state().language, 'hearingLost'))
  const { question, wish } = turn.state()
  // A question that only words could answer is now answered otherwise (recorded, or by the calendar's keys).
  if (wish !== 'none' && (question === 'name' || question === 'matter')) return proceed(turn)
  turn.ask(question ?? 'menu')
}
