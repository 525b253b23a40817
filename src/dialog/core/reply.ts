import type { Proposal } from '#understanding/core/index.ts'
import { plainWords, saysWords } from './plain-words.ts'
import type { Option, Question } from './questions/question.ts'

/** What the caller answered, by key or in words, before anybody knows what it means for the question. */
export type Reply = {
  readonly by: 'key' | 'words'
  readonly text: string
  /** The option it picks, by key or by words. */
  readonly option: string | undefined
  /** The digits of an entry (a number, a date). */
  readonly entry: string | undefined
  readonly proposal: Proposal
}

/** The option that words pick: what understanding read, or else an option named word for word, when only one was. */
export const optionSaid = (question: Question, proposal: Proposal): Option | undefined => {
  const { choice, yesNo } = proposal.values
  if (choice.is === 'found') return question.options[choice.value]
  if (yesNo.is === 'found') {
    const byYesNo = question.options.find(({ id }) => id === yesNo.value)
    if (byYesNo !== undefined) return byYesNo
  }
  const text = plainWords(proposal.text)
  const exact = question.options.filter(({ words }) => words.some((phrase) => plainWords(phrase) === text))
  if (exact.length === 1) return exact[0]
  const named = question.options.filter(({ words }) => words.some((phrase) => saysWords(text, phrase)))
  return named.length === 1 ? named[0] : undefined
}
