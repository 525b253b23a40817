import type { Language } from '#kernel/language.ts'
import { emergencyNumber } from '../emergency-number.ts'
import { countWords } from '../plain-words.ts'
import type { DialogRules } from '../rules.ts'
import type { Turn } from '../turn.ts'
import { line, playbookSentence } from '../wording/catalog.ts'
import { checked, type Sentence, together } from '../wording/sentence.ts'
import { fill, numberKnown, openFollowUp, promisedBy, isUrgent, saidDue } from './promise.ts'
import { proceedMessage, startMessage } from './take-message.ts'

/**
 * What stands before everything else, in any state: danger to life, a wish for a person, a topic the first line never
 * settles. Each is answered on the same turn.
 */

/** Danger to life: the emergency number and the business's own words at once; a person is told; then on with whatever helps. */
export const meetEmergency = (turn: Turn, rule: string): void => {
  const again = turn.state().emergency
  turn.record({ type: 'emergency-met', data: { reason: { rule } } })
  const due = again ? undefined : openFollowUp(turn, 'escalation', true)
  const { language } = turn.state()
  turn.tell('emergency', emergencyWords(turn.rules, language))
  if (due !== undefined) turn.tell('passed-on', line(language, 'emergencyPassedOn', saidDue(turn, due)))
  const askNumber = numberKnown(turn) === undefined && !turn.state().declined.includes('number')
  turn.ask(askNumber ? 'number' : 'emergency')
}

export const emergencyWords = ({ playbook }: DialogRules, language: Language): Sentence => {
  const number = emergencyNumber(playbook.identity.country)
  const call =
    number === undefined
      ? line(language, 'emergencyNumberUnknown')
      : line(language, 'emergencyNumber', { number: checked(number, 'engine') })
  return together(call, playbookSentence(playbook.emergency.say, language, playbook.fallbackLanguage))
}

/**
 * The caller wants a person. Nobody can be connected, and that is said with the time by which somebody can call back. Said
 * again while the message is being taken, it is answered again; returns false then, since the question is still open.
 */
export const wantPerson = (turn: Turn, rule: string): boolean => {
  const { wish, promise, person, language } = turn.state()
  turn.record({ type: 'person-wanted', data: { reason: { rule } } })
  if (wish === 'none' && promise !== undefined && promise.kind !== 'interrupted') {
    turn.tell('person', line(language, 'alreadyPassedOn', saidDue(turn, promise.dueAt)))
    turn.ask('more')
    return true
  }
  turn.tell('person', line(language, 'nobodyFree', saidDue(turn, promisedBy(turn, isUrgent(turn)))))
  if (person && wish === 'message') return false
  startMessage(turn, { rule })
  proceedMessage(turn)
  return true
}

/** A single word ("refund") names the topic; more than that already says what it is about. */
const WORDS_OF_A_MATTER = 3

/** A protected topic: the approved words for it (or the engine's neutral ones), and a message for a person. Never an answer. */
export const meetProtectedTopic = (
  turn: Turn,
  topic: string,
  text: string,
  reason: { readonly rule: string; readonly score: number },
): void => {
  turn.record({ type: 'protected-topic-met', data: { topic, reason } })
  const { language, slots } = turn.state()
  const approvedWords = turn.rules.playbook.protectedTopics.find(({ id }) => id === topic)?.say
  turn.tell(
    'protected-topic',
    approvedWords === undefined
      ? line(language, 'protectedTopic')
      : playbookSentence(approvedWords, language, turn.rules.playbook.fallbackLanguage),
  )
  if (slots['matter'] === undefined && countWords(text) >= WORDS_OF_A_MATTER) fill(turn, 'matter', 'text', text, { rule: 'said-already' })
  startMessage(turn, { rule: 'protected-topic' })
  proceedMessage(turn)
}
