import type { CallType } from '#playbook/core/index.ts'
import type { Guess, Proposal } from '#understanding/core/index.ts'
import { articlesOfToday } from '../knowledge.ts'
import { countWords, saysWords } from '../plain-words.ts'
import type { Turn } from '../turn.ts'
import { line } from '../wording/catalog.ts'
import { SPOKEN_OPTIONS } from '../wording/spoken-options.ts'
import { giveArticle, giveHours } from './inform.ts'
import { proceed } from './proceed.ts'
import { fill } from './promise.ts'
import { meetProtectedTopic, wantPerson } from './stand-before.ts'
import { proceedMessage, startMessage } from './take-message.ts'
import { takeValues } from './take-values.ts'

/** From here on a guess is acted upon; below, the caller is asked. */
const SURE = 0.5
/** In the middle of something else, a change of mind must be clearer. */
const SURE_MIDWAY = 0.7
/** A phrase of the playbook, word for word. */
const VERBATIM = 0.97
/** A turn this long already says what the message is about. */
const WORDS_OF_A_MATTER = 6

/** The call type a key of the menu stands for: the playbook's first of that kind. */
export const callTypeFor = (turn: Turn, becomes: CallType['becomes']): CallType | undefined => {
  const { callTypes } = turn.rules.playbook
  return callTypes.find((type) => type.becomes === becomes && type.id === becomes) ?? callTypes.find((type) => type.becomes === becomes)
}

export const startBooking = (
  turn: Turn,
  callType: CallType | undefined,
  reason: { readonly rule: string; readonly score?: number },
  urgent = false,
): void => {
  if (callType !== undefined)
    turn.record({ type: 'call-type-set', data: { callType: callType.id, urgent: urgent || callType.urgent, reason } })
  if (turn.state().wish !== 'book') turn.step('wish:book', reason)
}

/** A caller who picked "leave a message" or was brought there. */
export const startPlainMessage = (turn: Turn, rule: string): void => {
  const callType = callTypeFor(turn, 'message')
  if (callType !== undefined)
    turn.record({ type: 'call-type-set', data: { callType: callType.id, urgent: callType.urgent, reason: { rule } } })
  startMessage(turn, { rule })
}

/**
 * Looks for something the caller wants in a turn: an article, a call type, a service, the opening hours. The likelier of
 * article and call type wins. Midway only what is clear counts, and an answer leads back to where they were. False: nothing.
 */
export const followWish = (turn: Turn, proposal: Proposal): boolean => {
  const midway = turn.state().wish !== 'none'
  const needed = midway ? SURE_MIDWAY : SURE
  // An appointment the caller has already is for a person to change: it never starts a new one.
  const existing = !midway && proposal.existing !== undefined
  const books = (id: string): boolean => turn.rules.playbook.callTypes.some((type) => type.id === id && type.becomes === 'book')
  const article = approvedArticle(turn, proposal)
  const guess = existing ? proposal.callTypes.find(({ value }) => value !== 'message' && !books(value)) : proposal.callTypes[0]
  const callType = turn.rules.playbook.callTypes.find(({ id }) => id === guess?.value)
  const isSure = (confidence: number | undefined): confidence is number => confidence !== undefined && confidence >= needed
  if (!midway && !existing && asksForTime(turn, proposal, article?.confidence ?? 0)) {
    const booking = callType?.becomes === 'book' && isSure(guess?.confidence) ? callType : callTypeFor(turn, 'book')
    return followBooking(turn, booking, proposal, { rule: 'service-and-time' })
  }
  const hours = proposal.protectedTopics.length === 0 && asksHours(turn, proposal, needed)
  if (!hours && article !== undefined && isSure(article.confidence) && article.confidence >= (guess?.confidence ?? 0)) {
    return giveArticle(turn, article.value, { rule: 'article', score: article.confidence })
  }
  if (hours) {
    const { date } = proposal.values
    giveHours(turn, 'hours-asked', date.is === 'found' && date.value.from === date.value.to ? date.value.from : undefined)
    return true
  }
  if (callType !== undefined && guess !== undefined && isSure(guess.confidence) && callType.id !== turn.state().callType) {
    return followCallType(turn, callType, proposal, guess.confidence)
  }
  const service = proposal.services[0]
  if (existing) {
    startPlainMessage(turn, 'existing-appointment')
    fillMatter(turn, proposal.text)
    takeValues(turn, proposal, 'matter')
    turn.tell('message', line(turn.state().language, 'takeMessage'))
    proceedMessage(turn)
    return true
  }
  if (!midway && service !== undefined && isSure(service.confidence)) {
    return followBooking(turn, callTypeFor(turn, 'book'), proposal, { rule: 'service-named', score: service.confidence })
  }
  return false
}

/** Whether the turn itself says what it is about, beyond a word that also names an option of the menu. */
export const saysItsWish = (turn: Turn, proposal: Proposal): boolean => {
  if (proposal.existing !== undefined) return true
  const guess = proposal.callTypes[0]
  const callType = turn.rules.playbook.callTypes.find(({ id }) => id === guess?.value)
  const article = approvedArticle(turn, proposal)
  if (article !== undefined && article.confidence >= VERBATIM) return true
  return guess !== undefined && callType !== undefined && callType.becomes !== 'book' && guess.confidence >= SURE_MIDWAY
}

/** The likeliest article that may be spoken today; none at all in a turn that touches a protected topic. */
const approvedArticle = (turn: Turn, proposal: Proposal): Guess<string> | undefined => {
  if (proposal.protectedTopics.length > 0) return undefined
  const today = articlesOfToday(turn.rules, turn.now)
  return proposal.articles.find(({ value }) => today.some(({ id }) => id === value))
}

/** A question this like an article's is one, even with a day in it: "how much is a check-up on Friday". */
const ASKS_AN_ARTICLE = 0.75

/** A service and when: whoever says both wants to come then. */
const asksForTime = (turn: Turn, proposal: Proposal, article: number): boolean => {
  const { date, time } = proposal.values
  const guess = proposal.callTypes[0]
  const elsewhere = turn.rules.playbook.callTypes.some(({ id, becomes }) => id === guess?.value && becomes !== 'book')
  if (proposal.protectedTopics.length > 0 || article >= ASKS_AN_ARTICLE || (elsewhere && (guess?.confidence ?? 0) >= SURE_MIDWAY))
    return false
  const services = turn.rules.playbook.services.map(({ id }) => id)
  const named = proposal.services.some(({ value, confidence }) => services.includes(value) && confidence >= SURE)
  return named && (date.is === 'found' || date.is === 'any' || time.is === 'found') && !saysHours(proposal.text)
}

/** The opening hours by name, or a question about them that nothing else in the playbook is likelier to mean. */
const asksHours = (turn: Turn, proposal: Proposal, needed: number): boolean => {
  const likeliest = Math.max(approvedArticle(turn, proposal)?.confidence ?? 0, proposal.callTypes[0]?.confidence ?? 0)
  const hours = proposal.articles.find(({ value }) => value === 'hours')?.confidence ?? 0
  return (likeliest < VERBATIM && saysHours(proposal.text)) || (hours >= needed && hours >= likeliest)
}

const saysHours = (text: string): boolean =>
  [...SPOKEN_OPTIONS.hours.en, ...SPOKEN_OPTIONS.hours.da].some((words) => words !== 'hours' && saysWords(text, words))

const followBooking = (
  turn: Turn,
  callType: CallType | undefined,
  proposal: Proposal,
  reason: { readonly rule: string; readonly score?: number },
): boolean => {
  startBooking(turn, callType, reason, proposal.urgent !== undefined)
  takeValues(turn, proposal, 'menu')
  proceed(turn)
  return true
}

const followCallType = (turn: Turn, callType: CallType, proposal: Proposal, score: number): boolean => {
  const reason = { rule: 'call-type', score }
  const urgent = callType.urgent || proposal.urgent !== undefined
  if (callType.becomes === 'book' && turn.rules.playbook.services.length > 0) {
    return turn.state().wish === 'book' ? false : followBooking(turn, callType, proposal, reason)
  }
  turn.record({ type: 'call-type-set', data: { callType: callType.id, urgent, reason } })
  switch (callType.becomes) {
    case 'answer':
      return answerOrAsk(turn, proposal)
    case 'log':
      turn.step('noted', reason)
      turn.tell('noted', line(turn.state().language, 'noted'))
      turn.ask('more')
      return true
    case 'reject':
      // A verdict alone never ends a contact: the caller may say that it is about something else.
      turn.step('spam', reason)
      turn.ask('spam')
      return true
    case 'route':
      takeMatter(turn, callType, proposal)
      if (!wantPerson(turn, 'call-type')) proceedMessage(turn)
      return true
    case 'book':
    case 'message':
    case 'callback':
    case 'escalate':
      takeMatter(turn, callType, proposal)
      startMessage(turn, reason)
      takeValues(turn, proposal, 'matter')
      if (turn.state().slots['matter'] !== undefined) turn.tell('message', line(turn.state().language, 'takeMessage'))
      proceedMessage(turn)
      return true
  }
}

/** A question of a type that knowledge answers, but nothing approved fits it: a person will. */
const answerOrAsk = (turn: Turn, proposal: Proposal): boolean => {
  const article = approvedArticle(turn, proposal)
  if (
    article !== undefined &&
    article.confidence >= SURE &&
    giveArticle(turn, article.value, { rule: 'article', score: article.confidence })
  )
    return true
  turn.tell('no-answer', line(turn.state().language, 'noAnswer'))
  fillMatter(turn, proposal.text)
  startMessage(turn, { rule: 'nothing-approved' })
  proceedMessage(turn)
  return true
}

/** "I want to leave a message" says nothing yet; a whole sentence about something does. */
const takeMatter = (turn: Turn, callType: CallType, { text, existing: appointment }: Proposal): void => {
  if (callType.id !== 'message' && (appointment !== undefined || countWords(text) >= WORDS_OF_A_MATTER)) fillMatter(turn, text)
}

const fillMatter = (turn: Turn, text: string): void => {
  if (turn.state().slots['matter'] === undefined) fill(turn, 'matter', 'text', text, { rule: 'said-already' })
}

/** The first protected topic of a turn that the contact has not met yet; knowledge never answers a turn with one. */
export const meetTopics = (turn: Turn, proposal: Proposal): boolean => {
  const topic = proposal.protectedTopics[0]
  if (topic === undefined || turn.state().topic === topic.value) return false
  meetProtectedTopic(turn, topic.value, proposal.text, { rule: 'protected-topic', score: topic.confidence })
  return true
}
