import type { Language } from '#kernel/language.ts'
import { emergencyWords } from './flow/stand-before.ts'
import { questionOf, wordsOf } from './questions/ask.ts'
import { greetingParts, languageOffer } from './questions/menu-questions.ts'
import type { DialogRules } from './rules.ts'
import { type DialogState, initialState } from './state.ts'
import { instant } from '#kernel/instant.ts'
import { disclosureOf } from './turn.ts'
import { line, playbookText } from './wording/catalog.ts'

/**
 * What every telephone contact begins with, and what it may need at once: the greeting, the disclosure, the menu in each way
 * of asking it, the emergency words, the answers of the knowledge. To be rendered when a playbook is published, so that the
 * first sound leaves with the next packet.
 */
export const fixedSpeech = (rules: DialogRules): readonly { readonly text: string; readonly language: Language }[] =>
  rules.playbook.identity.languages.flatMap((language) => {
    const { knowledge, protectedTopics, fallbackLanguage } = rules.playbook
    const state = (hears: DialogState['hears']): DialogState => ({
      ...initialState(rules),
      phase: 'talking',
      channel: 'phone',
      language,
      hears,
    })
    const menus = (['open', 'nothing'] as const).map(
      (hears) => wordsOf(state(hears), questionOf(rules, state(hears), 'menu', instant(0))).text,
    )
    const texts = [
      greetingParts(rules, language).greeting,
      disclosureOf(rules, state('open')).text,
      languageOffer(rules, state('nothing'))?.text ?? '',
      ...menus,
      emergencyWords(rules, language).text,
      ...knowledge.map(({ answer }) => playbookText(answer, language, fallbackLanguage)),
      ...protectedTopics.map(({ say }) => playbookText(say, language, fallbackLanguage)),
      line(language, 'wait').text,
      line(language, 'recordMessage').text,
      line(language, 'recordName').text,
    ]
    return [...new Set(texts)].filter((text) => text !== '').map((text) => ({ text, language }))
  })
