import type { Turn } from '../turn.ts'
import type { Question } from '../questions/question.ts'
import type { Reply } from '../reply.ts'
import { isSpoken } from '../manner.ts'
import { countWords } from '../plain-words.ts'
import { otherLanguage } from '../questions/menu-questions.ts'
import { answerDate, answerDay, answerService, answerTime } from './answer-booking.ts'
import { answerIntake } from './answer-intake.ts'
import { commit, proceedBooking } from './book-time.ts'
import { sayGoodbye } from './finish.ts'
import { giveArticle, giveHours } from './inform.ts'
import { proceed } from './proceed.ts'
import { fill, reject } from './promise.ts'
import { recordAnswer } from './record-answer.ts'
import { callTypeFor, startBooking, startPlainMessage } from './start-wish.ts'
import { wantPerson } from './stand-before.ts'
import { proceedMessage, startMessage } from './take-message.ts'
import { settle, takeValues } from './take-values.ts'

/** What a reply means for the question it answers. False: it does not answer it. */
export const answer = (turn: Turn, question: Question, reply: Reply): boolean => {
  if (reply.option === 'more-options') {
    turn.step('more-options', { rule: reply.by })
    turn.ask(question.about)
    return true
  }
  switch (question.about) {
    case 'menu':
      return answerMenu(turn, reply)
    case 'emergency':
      return answerMenu(turn, reply) || answerNothingMore(turn, reply)
    case 'topic':
      return answerTopic(turn, reply)
    case 'more':
    case 'answered':
    case 'spam':
      return answerMore(turn, question.about, reply)
    case 'service':
      return answerService(turn, reply)
    case 'day':
      return answerDay(turn, reply)
    case 'date':
      return answerDate(turn, reply)
    case 'time':
      return answerTime(turn, reply)
    case 'name':
    case 'matter':
      return answerInOwnWords(turn, question.about, reply)
    case 'urgent':
      return answerUrgent(turn, reply)
    case 'number-right':
    case 'number':
      return answerNumber(turn, question.about, reply)
    case 'confirm':
      return answerConfirm(turn, reply)
    case 'change':
      return answerChange(turn, reply)
    default:
      return answerIntake(turn, question.about, reply)
  }
}

const answerMenu = (turn: Turn, reply: Reply): boolean => {
  switch (reply.option ?? '') {
    case 'book':
      startBooking(turn, callTypeFor(turn, 'book'), { rule: reply.by })
      takeValues(turn, reply.proposal, 'menu')
      proceedBooking(turn)
      return true
    case 'message':
      startPlainMessage(turn, reply.by)
      proceedMessage(turn)
      return true
    case 'topic':
      turn.ask('topic')
      return true
    case 'person':
      if (!wantPerson(turn, reply.by)) proceed(turn)
      return true
    case 'language':
      return switchLanguage(turn, reply.by)
    default:
      return false
  }
}

/** "What else can I do?" answered by no. */
const answerNothingMore = (turn: Turn, reply: Reply): boolean => {
  const { yesNo } = reply.proposal.values
  if (yesNo.is !== 'found') return false
  if (yesNo.value === 'no') sayGoodbye(turn, 'caller', { rule: 'nothing-more' })
  else turn.ask('menu')
  return true
}

const switchLanguage = (turn: Turn, rule: string): boolean => {
  const language = otherLanguage(turn.rules, turn.state())
  if (language === undefined) return false
  turn.record({ type: 'language-set', data: { language, reason: { rule } } })
  turn.ask('menu')
  return true
}

const answerTopic = (turn: Turn, reply: Reply): boolean => {
  if (reply.option === 'hours') {
    giveHours(turn, reply.by)
    return true
  }
  const [, article] = /^article:(.*)$/.exec(reply.option ?? '') ?? []
  return article !== undefined && giveArticle(turn, article, { rule: reply.by })
}

const answerMore = (turn: Turn, about: 'more' | 'answered' | 'spam', reply: Reply): boolean => {
  if (reply.option === 'yes') {
    if (about === 'spam') turn.step('no-spam', { rule: reply.by })
    if (about === 'answered') turn.step('answered', { rule: reply.by })
    turn.ask(about === 'answered' ? 'more' : 'menu')
    return true
  }
  if (reply.option !== 'no') return false
  if (about === 'answered') {
    turn.step('not-answered', { rule: reply.by })
    startMessage(turn, { rule: 'not-answered' })
    proceedMessage(turn)
    return true
  }
  sayGoodbye(turn, 'caller', { rule: about === 'spam' ? 'spam' : 'nothing-more' })
  return true
}

/** Beyond this a name is taken for something else that was said. */
const WORDS_OF_A_NAME = 5

const WORDS_OF_A_YES = 2

const answerInOwnWords = (turn: Turn, slot: 'name' | 'matter', reply: Reply): boolean => {
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

const next = (turn: Turn): true => {
  proceed(turn)
  return true
}

const answerUrgent = (turn: Turn, reply: Reply): boolean => {
  const { urgent } = reply.proposal
  const value = reply.option === 'yes' || reply.option === 'no' ? reply.option : urgent === undefined ? undefined : 'yes'
  if (value === undefined) return takeValues(turn, reply.proposal, 'urgent') && next(turn)
  settle(turn, 'urgent', 'yes-no', value, reply.by)
  return next(turn)
}

const answerNumber = (turn: Turn, about: 'number' | 'number-right', reply: Reply): boolean => {
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

const answerConfirm = (turn: Turn, reply: Reply): boolean => {
  if (reply.option === 'yes') {
    if (turn.state().wish === 'book') {
      commit(turn)
      return true
    }
    for (const slot of ['name', 'number']) {
      if (turn.state().slots[slot] !== undefined) turn.record({ type: 'slot-confirmed', data: { slot } })
    }
    return next(turn)
  }
  // "No, Wednesday": what is said otherwise is corrected, and only that.
  if (takeValues(turn, reply.proposal, 'confirm')) return next(turn)
  if (reply.option !== 'no') return false
  turn.ask('change')
  return true
}

const answerChange = (turn: Turn, reply: Reply): boolean => {
  const reason = { rule: 'rejected-at-read-back' }
  switch (reply.option ?? '') {
    case 'change-day':
      reject(turn, 'time', reason)
      reject(turn, 'day', reason)
      return next(turn)
    case 'change-service':
      reject(turn, 'time', reason)
      reject(turn, 'service', reason)
      return next(turn)
    case 'change-name':
      reject(turn, 'name', reason)
      return next(turn)
    case 'change-number':
      reject(turn, 'number', reason)
      if (!turn.state().declined.includes('caller-id')) turn.step('declined:caller-id', reason)
      return next(turn)
    default:
      return takeValues(turn, reply.proposal, 'change') && next(turn)
  }
}
