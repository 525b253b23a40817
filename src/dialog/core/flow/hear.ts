import { type Proposal, understand } from '#understanding/core/index.ts'
import { isSpoken } from '../manner.ts'
import { countWords } from '../plain-words.ts'
import { shownTimes } from '../offer.ts'
import { expectationOf, questionOf } from '../questions/ask.ts'
import { PERSON_KEY, type Question, REPEAT_KEY } from '../questions/question.ts'
import { optionSaid, type Reply } from '../reply.ts'
import type { Turn } from '../turn.ts'
import { answer } from './answer.ts'
import { proceedBooking } from './book-time.ts'
import { sayGoodbye } from './finish.ts'
import { askOnceMore, misunderstand } from './misunderstand.ts'
import { fill } from './promise.ts'
import { followWish, meetTopics, saysItsWish } from './start-wish.ts'
import { meetEmergency, wantPerson } from './stand-before.ts'
import { takeDay } from './take-values.ts'

/**
 * A turn of the caller's, in the order in which things count: danger to life; the language; a wish for a person; a protected
 * topic; again, help, start over, goodbye; the answer to the question in play; another wish. What fits none of them is a
 * misunderstanding. The first that applies decides, and each turn ends with at most one question.
 */
export const hearWords = (turn: Turn, text: string, confidence: number): void => {
  const before = turn.state()
  const question = currentQuestion(turn)
  const keyed = isSpoken(before) ? undefined : asKeys(question, text)
  const proposal = proposalFor(turn, question, text)
  const by = isSpoken(before) ? 'voice' : 'text'
  turn.record({ type: 'caller-said', data: { by, confidence, about: question.about }, personal: { text } })
  if (proposal.emergency !== undefined) return meetEmergency(turn, proposal.emergency.rule)
  // What is being recorded is for a person to hear.
  if (before.recordingFor !== undefined) return
  const standsBefore = proposal.person !== undefined || proposal.protectedTopics.length > 0
  // While the calendar commits there is nothing else to decide: its answer comes next.
  if (before.booking !== undefined && !standsBefore) return
  setLanguage(turn, proposal, text)
  if (before.searching && before.wish === 'book' && !standsBefore) return changeSearch(turn, proposal)
  if (keyed !== undefined) return answerKeys(turn, question, keyed, proposal)
  hearProposal(turn, question, proposal, confidence)
}

/**
 * Below this a word heard by grammar is asked again. Measured (docs/measured/speech.md): right answers had a median confidence of 0.74,
 * wrong ones of 0.61.
 */
const LEAST_SURE = 0.65

/** A wish for a person is refused to nobody on a chance likeness. */
const SURE_OF_A_PITCH = 0.8
/** A matter this long that mentions a person is still what it is about. */
const WORDS_BESIDE_A_PERSON = 9
/** A longer turn with a leave-taking in it says more than goodbye. */
const WORDS_OF_A_GOODBYE = 6

const hearProposal = (turn: Turn, question: Question, proposal: Proposal, confidence: number): void => {
  const { about } = question
  const { text } = proposal
  if (proposal.person !== undefined && !isPitch(turn, proposal)) {
    if (about === 'matter' && countWords(text) >= WORDS_BESIDE_A_PERSON) fill(turn, 'matter', 'text', text.trim(), { rule: 'said' })
    if (!wantPerson(turn, proposal.person.rule)) askOnceMore(turn, about)
    return
  }
  if (meetTopics(turn, proposal)) return
  // A recogniser that knows a few words only bends what it does not know into one of them, and is less sure of it then.
  if (isSpoken(turn.state()) && turn.state().hears === 'grammar' && confidence < LEAST_SURE) return misunderstand(turn, about)
  const reply: Reply = { by: 'words', text, option: optionSaid(question, proposal)?.id, entry: undefined, proposal }
  if (proposal.backOut !== undefined && turn.state().wish === 'book' && backOut(turn, reply, proposal.backOut.rule)) return
  const short = countWords(text) <= WORDS_OF_A_GOODBYE
  const named = about === 'menu' && saysItsWish(turn, proposal)
  if (named && followWish(turn, proposal)) return
  if (proposal.repeat !== undefined && short) return sayAgain(turn, about)
  if (proposal.help !== undefined && short && reply.option === undefined) return turn.ask(about, 'misunderstood')
  if (proposal.startOver !== undefined && short && reply.option === undefined) return startOver(turn, proposal.startOver.rule)
  if (proposal.goodbye !== undefined && short && !isBusyAnswer(reply)) return sayGoodbye(turn, 'caller', { rule: proposal.goodbye.rule })
  if (isFree(about) && followWish(turn, proposal)) return
  if (answer(turn, question, reply)) return
  if (!isFree(about) && followWish(turn, proposal)) return
  misunderstand(turn, about)
}

/** "May I speak to whoever handles your marketing" asks for a person in order to sell something. */
const isPitch = (turn: Turn, proposal: Proposal): boolean => {
  const { callTypes } = turn.rules.playbook
  const guess = proposal.callTypes[0]
  const pitch = callTypes.some(({ id, becomes }) => id === guess?.value && becomes === 'reject')
  return turn.state().wish === 'none' && pitch && (guess?.confidence ?? 0) >= SURE_OF_A_PITCH
}

/** Questions at which whatever the caller wants comes before the literal answer. */
const isFree = (about: string): boolean => about === 'more' || about === 'answered' || about === 'spam' || about === 'emergency'

/** "Yes, thank you, bye" at a read-back is a yes. */
const isBusyAnswer = (reply: Reply): boolean => reply.option === 'yes' || reply.proposal.values.choice.is === 'found'

/** Said again as often as this; after that it is better said otherwise. */
const REPEATS = 2

const sayAgain = (turn: Turn, about: string): void => {
  if (turn.state().repeats >= REPEATS) return misunderstand(turn, about)
  turn.step('said-again', { rule: 'asked-to-repeat' })
  turn.sayAgain()
}

/** "I do not want to book after all": the booking is dropped. With another day or time in it, it is a correction. */
const backOut = (turn: Turn, { option, proposal: { values } }: Reply, rule: string): boolean => {
  if (values.date.is === 'found' || values.time.is === 'found' || option === 'yes') return false
  turn.step('wish:none', { rule })
  turn.ask('more')
  return true
}

const startOver = (turn: Turn, rule: string): void => {
  turn.step('wish:none', { rule })
  turn.ask('menu')
}

/** While the calendar is being asked: a new day or hour changes the search, anything else waits for its answer. */
const changeSearch = (turn: Turn, proposal: Proposal): void => {
  const before = turn.state().slots['day']?.value
  if (!takeDay(turn, proposal.values.date, proposal.values.time)) return
  if (turn.state().slots['day']?.value === before) return
  proceedBooking(turn)
}

/** A turn in the business's other language changes ours, when it is more than a word that could be either. */
const setLanguage = (turn: Turn, proposal: Proposal, text: string): void => {
  const heard = proposal.language
  if (heard === undefined || heard.value === turn.state().language || !turn.rules.playbook.identity.languages.includes(heard.value)) return
  if (heard.confidence < 0.8 || countWords(text) < 3) return
  turn.record({ type: 'language-set', data: { language: heard.value, reason: { rule: 'language-heard', score: heard.confidence } } })
}

export const currentQuestion = (turn: Turn): Question => questionOf(turn.rules, turn.state(), turn.state().question ?? 'menu', turn.now)

/** What a turn may mean, seen from the question in play. */
const proposalFor = (turn: Turn, question: Question, text: string): Proposal => {
  const { language, offer } = turn.state()
  const expect = expectationOf(turn.state(), question)
  const offered = question.about === 'time' && offer !== undefined ? { offered: shownTimes(offer) } : {}
  return understand(turn.rules.prepared, text, { now: turn.now, language, expect, ...offered })
}

/** A written "1" is the key 1, where that key means something. */
const asKeys = (question: Question, text: string): string | undefined => {
  const key = text.trim()
  if (question.entry !== undefined) return /^[0-9]{1,17}$/.test(key) ? key : undefined
  return key === PERSON_KEY || key === REPEAT_KEY || question.options.some((option) => option.key === key) ? key : undefined
}

/** Keys, as one entry: an option of the question, the keys that always work, or the digits of a number. */
export const pressKeys = (turn: Turn, digits: string): void => {
  const question = currentQuestion(turn)
  turn.record({ type: 'caller-said', data: { by: 'keypad', confidence: 1, about: question.about }, personal: { text: digits } })
  const { booking, recordingFor, searching } = turn.state()
  // A key during a recording ends it, and the line tells how it went; while the calendar is asked there is nothing to choose.
  if (recordingFor !== undefined || ((booking !== undefined || searching) && digits !== PERSON_KEY)) return
  answerKeys(turn, question, digits, proposalFor(turn, question, digits))
}

const answerKeys = (turn: Turn, question: Question, digits: string, proposal: Proposal): void => {
  if (digits === REPEAT_KEY) return sayAgain(turn, question.about)
  const option = question.entry === undefined ? question.options.find(({ key }) => key === digits) : undefined
  if (digits === PERSON_KEY && (option === undefined || option.id === 'person')) {
    if (!wantPerson(turn, 'keypad')) askOnceMore(turn, question.about)
    return
  }
  const entry = question.entry === undefined ? undefined : digits.replace(/#$/, '')
  if (answer(turn, question, { by: 'key', text: digits, option: option?.id, entry, proposal: onlyNumber(proposal) })) return
  misunderstand(turn, question.about)
}

/** Keys say which option they are for, or a telephone number; a date or a name is never read into them. */
const onlyNumber = (proposal: Proposal): Proposal => {
  const absent = { is: 'absent' } as const
  const { phone } = proposal.values
  const values = { yesNo: absent, choice: absent, name: absent, phone, email: absent, date: absent, time: absent, number: absent }
  return { ...proposal, callTypes: [], articles: [], services: [], people: [], urgent: undefined, values }
}
