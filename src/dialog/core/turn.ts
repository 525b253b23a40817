import type { Reason } from '#contacts/core/index.ts'
import type { Decision } from '#kernel/decider.ts'
import type { Instant } from '#kernel/instant.ts'
import { evolve } from './evolve.ts'
import type { DecideContext, DialogEffect, DialogEvent } from './protocol.ts'
import { businessName, mannerOf } from './manner.ts'
import { expectationOf, questionOf, wordsOf } from './questions/ask.ts'
import type { Question } from './questions/question.ts'
import type { DialogRules } from './rules.ts'
import type { DialogState } from './state.ts'
import type { Step } from './steps.ts'
import { line } from './wording/catalog.ts'
import type { Sentence } from './wording/sentence.ts'
import type { Manner } from './wording/say-value.ts'

/**
 * One decision while it is being taken: events are recorded one by one and seen at once in `state()`, words and effects are
 * gathered in order. Lives for one call of `decide` and is never seen outside.
 */
export type Turn = {
  readonly rules: DialogRules
  readonly now: Instant
  readonly fresh: DecideContext['fresh']
  readonly state: () => DialogState
  readonly manner: () => Manner
  readonly record: (...events: readonly DialogEvent[]) => void
  readonly step: (what: Step, reason: Reason) => void
  /** Says a statement, after the disclosure when that is due. */
  readonly tell: (about: string, what: Sentence) => void
  /** Asks the one question of this turn, and listens. `help`: why it is asked again. */
  readonly ask: (about: string, help?: 'misunderstood' | 'silent') => void
  /** Says again what was said since the caller's last turn, and listens as before. */
  readonly sayAgain: () => void
  readonly effect: (effect: DialogEffect) => void
  readonly decision: () => Decision<DialogEvent, DialogEffect>
}

export const openTurn = (rules: DialogRules, before: DialogState, now: Instant, fresh: DecideContext['fresh']): Turn => {
  let state = before
  const events: DialogEvent[] = []
  const effects: DialogEffect[] = []

  const manner = (): Manner => mannerOf(rules, state)
  const record = (...more: readonly DialogEvent[]): void => {
    for (const event of more) {
      events.push(event)
      state = evolve(state, event)
    }
  }
  const utter = (about: string, what: Sentence, disclosure: boolean): void => {
    if (what.text === '') return
    const { language } = state
    const utterance = state.utterances + 1
    record({ type: 'saying', data: { utterance, language, about, disclosure }, personal: { text: what.text } })
    effects.push({ type: 'say', utterance, text: what.text, language, fixed: what.fixed })
  }
  /** Said by the engine, not by the playbook: whoever talks to a machine is told so before anything else (EU AI Act, article 50 (1)). */
  const disclose = (): void => {
    if (state.disclosure.status !== 'due') return
    utter('tell:disclosure', disclosureOf(rules, state), true)
  }
  const tell = (about: string, what: Sentence): void => {
    if (about !== 'greeting' && about !== 'emergency') disclose()
    utter(`tell:${about}`, what, false)
  }
  const listen = (question: Question): void => {
    effects.push({ type: 'listen', expect: expectationOf(state, question) })
  }

  return {
    rules,
    now,
    fresh,
    state: () => state,
    manner,
    record,
    step: (what, reason) => record({ type: 'understood', data: { what, reason } }),
    tell,
    ask: (about, help) => {
      disclose()
      const question = questionOf(rules, state, about, now)
      utter(about, wordsOf(state, question, help), false)
      listen(question)
    },
    sayAgain: () => {
      disclose()
      for (const said of lastTurnOf(before)) {
        if (said.about !== 'tell:disclosure') utter(said.about, { text: said.text, sources: ['calendar', 'caller'], fixed: false }, false)
      }
      if (state.question !== undefined) listen(questionOf(rules, state, state.question, now))
    },
    effect: (effect) => effects.push(effect),
    decision: () => ({ events, effects }),
  }
}

/** The last question that was put, and what was told with it. */
const lastTurnOf = ({ lastSaid }: DialogState): DialogState['lastSaid'] => {
  const questions = lastSaid.flatMap(({ about }, index) => (about.startsWith('tell:') ? [] : [index]))
  return lastSaid.slice((questions.at(-2) ?? -1) + 1)
}

export const disclosureOf = (rules: DialogRules, state: Pick<DialogState, 'channel' | 'language'>): Sentence =>
  line(state.language, 'disclosure', { business: businessName(rules, state) })
