import type { Turn } from '../turn.ts'
import type { Question } from '../questions/question.ts'
import type { Reply } from '../reply.ts'
import { otherLanguage } from '../questions/menu-questions.ts'
import { optionSaid } from '../reply.ts'
import { changeQuestion } from '../questions/read-back.ts'
import { line } from '../wording/catalog.ts'
import { answerDate, answerDay, answerService, answerTime } from './answer-booking.ts'
import { answerIntake } from './answer-intake.ts'
import { answerInOwnWords, answerNumber, answerUrgent } from './answer-personal.ts'
import { commit, proceedBooking } from './book-time.ts'
import { sayGoodbye } from './finish.ts'
import { giveArticle, giveHours } from './inform.ts'
import { proceed } from './proceed.ts'
import { reject } from './promise.ts'
import { callTypeFor, startBooking, startPlainMessage } from './start-wish.ts'
import { wantPerson } from './stand-before.ts'
import { proceedMessage, startMessage } from './take-message.ts'
import { takeValues } from './take-values.ts'

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
    turn.tell('message', line(turn.state().language, 'takeMessage'))
    startMessage(turn, { rule: 'not-answered' })
    proceedMessage(turn)
    return true
  }
  sayGoodbye(turn, 'caller', { rule: about === 'spam' ? 'spam' : 'nothing-more' })
  return true
}

const next = (turn: Turn): true => {
  proceed(turn)
  return true
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
  // "No, the name is wrong" says already what to change.
  const wrong = optionSaid(changeQuestion(turn.rules, turn.state()), reply.proposal)?.id
  if (wrong !== undefined && reply.by === 'words') return answerChange(turn, { ...reply, option: wrong })
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
