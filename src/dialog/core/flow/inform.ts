import { articlesOfToday } from '../knowledge.ts'
import type { Turn } from '../turn.ts'
import { playbookSentence } from '../wording/catalog.ts'
import { sayHours } from '../wording/say-hours.ts'
import { proceed } from './proceed.ts'

/**
 * Answers from what the business approved: an article, or its opening hours. Inside a booking or message the caller is taken
 * back to where they were; else asked whether that was it.
 */
export const giveArticle = (turn: Turn, article: string, reason: { readonly rule: string; readonly score?: number }): boolean => {
  const found = articlesOfToday(turn.rules, turn.now).find(({ id }) => id === article)
  if (found === undefined) return false
  turn.record({ type: 'knowledge-given', data: { article, reason: { ...reason, article } } })
  turn.tell('answer', playbookSentence(found.answer, turn.state().language, turn.rules.playbook.fallbackLanguage))
  goOn(turn)
  return true
}

/** `day`: an ISO date that was asked about. */
export const giveHours = (turn: Turn, rule: string, day?: string): void => {
  turn.record({ type: 'knowledge-given', data: { article: 'hours', reason: { rule, article: 'hours' } } })
  turn.tell('answer', sayHours(turn.rules, turn.manner(), turn.now, day))
  goOn(turn)
}

const goOn = (turn: Turn): void => (turn.state().wish === 'none' ? turn.ask('answered') : proceed(turn))
