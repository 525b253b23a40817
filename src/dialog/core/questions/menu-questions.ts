import { LANGUAGES } from '#kernel/language.ts'
import type { Instant } from '#kernel/instant.ts'
import type { Language } from '#kernel/language.ts'
import type { KnowledgeArticle } from '#playbook/core/index.ts'
import { articlesOfToday } from '../knowledge.ts'
import type { DialogRules } from '../rules.ts'
import type { DialogState } from '../state.ts'
import { line, playbookText, word } from '../wording/catalog.ts'
import { approved, checked } from '../wording/sentence.ts'
import { SPOKEN_OPTIONS } from '../wording/spoken-options.ts'
import { engineOption, forLabel, paged, yesNoOptions } from './option.ts'
import { type Option, PERSON_KEY, type Question } from './question.ts'

/** Key of the other language in the menu. */
const LANGUAGE_KEY = '9'

/** The other language of a business that speaks two. */
export const otherLanguage = (rules: DialogRules, state: DialogState): Language | undefined =>
  LANGUAGES.find((language) => language !== state.language && rules.playbook.identity.languages.includes(language))

/** "How can I help you?" In the words of the playbook where its greeting ends with a question. */
export const menuQuestion = (rules: DialogRules, state: DialogState): Question => {
  const { language } = state
  const person: Option = engineOption(state, PERSON_KEY, 'person', 'forPerson')
  const other = otherLanguage(rules, state)
  const options: Option[] = [
    ...(rules.playbook.services.length > 0 ? [engineOption(state, '1', 'book', 'toBook')] : []),
    engineOption(state, '2', 'message', 'toLeaveMessage'),
    engineOption(state, '3', 'topic', 'toAsk'),
    person,
    // Offered in its own words by the greeting, so not read out again here.
    ...(other === undefined
      ? []
      : [{ key: LANGUAGE_KEY, id: 'language', label: undefined, words: SPOKEN_OPTIONS.language[language] } satisfies Option]),
  ]
  const own = greetingParts(rules, language).question
  return {
    about: 'menu',
    ask: own === '' ? line(language, 'menuAsk') : approved(own),
    options,
    forms: [],
    pace: 'default',
    patience: 7,
  }
}

/** The greeting without a question at its end, and that question: it is asked once, after the disclosure. */
export const greetingParts = (rules: DialogRules, language: Language): { readonly greeting: string; readonly question: string } => {
  const text = playbookText(rules.playbook.greeting, language, rules.playbook.fallbackLanguage).trim()
  const parts = /^(.*?[.!]\s+)?([^.!?]+\?)$/su.exec(text)
  return parts === null ? { greeting: text, question: '' } : { greeting: (parts[1] ?? '').trim(), question: parts[2] ?? '' }
}

/** "For English, press 9.", said in that language. */
export const languageOffer = (rules: DialogRules, state: DialogState): ReturnType<typeof line> | undefined => {
  const other = otherLanguage(rules, state)
  return other === undefined ? undefined : line(other, 'otherLanguage', { key: checked(LANGUAGE_KEY, 'engine') })
}

/** Questions answered by yes or no: after something is done. */
export const moreQuestion = (rules: DialogRules, state: DialogState, about: 'more' | 'emergency' | 'answered' | 'spam'): Question => {
  const name = ({ more: 'moreAsk', emergency: 'emergencyMore', answered: 'answeredAsk', spam: 'spamAsk' } as const)[about]
  return {
    about,
    ask: line(state.language, name),
    options: about === 'emergency' ? menuQuestion(rules, state).options : yesNoOptions(state),
    forms: about === 'emergency' ? [] : [{ kind: 'yes-no' }],
    pace: 'default',
    patience: 7,
  }
}

type Topic = { readonly id: string; readonly article: KnowledgeArticle | undefined }

/** "What would you like to know?": opening hours and each article of today by key, or in the caller's own words. */
export const topicQuestion = (rules: DialogRules, state: DialogState, now: Instant): Question => {
  const { language } = state
  const { fallbackLanguage } = rules.playbook
  const topics: readonly Topic[] = [
    { id: 'hours', article: undefined },
    ...articlesOfToday(rules, now).map((article) => ({ id: `article:${article.id}`, article })),
  ]
  const options = paged(state, topics, ({ id, article }, key): Option => {
    if (article === undefined) return { key, id, label: word(language, 'forHours'), words: SPOKEN_OPTIONS.hours[language] }
    const title = playbookText(article.title, language, fallbackLanguage)
    return { key, id, label: forLabel(language, checked(title, 'playbook')), words: [title.toLowerCase()] }
  })
  return { about: 'topic', ask: line(language, 'topicAsk'), options, forms: [], pace: 'default', patience: 9 }
}
