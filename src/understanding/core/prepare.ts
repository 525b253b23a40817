import type { Playbook } from '#playbook/core/index.ts'
import { BUILT_IN_ARTICLES } from './matching/built-in-articles.ts'
import { type Matcher, type Meaning, prepareMatcher } from './matching/matcher.ts'
import { phraseBook, type PhraseBook } from './words/phrase.ts'
import { plainWords } from './words/tokens.ts'

/** A playbook, made ready for understanding: do it once when the playbook is published or opened, then use it for every turn. */
export type PreparedPlaybook = {
  readonly playbook: Playbook
  readonly callTypes: Matcher
  readonly articles: Matcher
  readonly services: Matcher
  readonly people: Matcher
  readonly protectedTopics: Matcher
  readonly emergency: PhraseBook
}

type InLanguages = { readonly en?: string | readonly string[] | undefined; readonly da?: string | readonly string[] | undefined }

const allOf = (...words: readonly InLanguages[]): readonly string[] => words.flatMap(({ en, da }) => [en ?? [], da ?? []].flat())

/** The playbook's own emergency words are plain words, not patterns: their marks mean nothing here. */
const asPlainPhrases = (phrases: readonly string[]): readonly string[] =>
  phrases.map((phrase) => plainWords(phrase).trim()).filter((phrase) => phrase !== '')

/** Everything that recognising this playbook's words needs, worked out beforehand. */
export const prepare = (playbook: Playbook): PreparedPlaybook => {
  const matcher = (meanings: readonly Meaning[]): Matcher => prepareMatcher(meanings)
  return {
    playbook,
    callTypes: matcher(playbook.callTypes.map(({ id, name, phrases }) => ({ id, phrases: allOf(name, phrases) }))),
    articles: matcher([
      ...BUILT_IN_ARTICLES,
      ...playbook.knowledge.map(({ id, title, questions }) => ({ id, phrases: allOf(title, questions) })),
    ]),
    services: matcher(playbook.services.map(({ id, name, phrases }) => ({ id, phrases: allOf(name, phrases) }))),
    people: matcher(playbook.people.map(({ id, name }) => ({ id, phrases: [name, ...firstAndLast(name)] }))),
    protectedTopics: matcher(playbook.protectedTopics.map(({ id, name, phrases }) => ({ id, phrases: allOf(name, phrases) }))),
    emergency: phraseBook(asPlainPhrases(allOf(playbook.emergency.phrases))),
  }
}

const firstAndLast = (name: string): readonly string[] => {
  const words = plainWords(name).trim().split(' ')
  return [words[0] ?? '', words.at(-1) ?? ''].filter((word) => word.length >= 3)
}
