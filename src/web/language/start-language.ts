import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from '#kernel/language.ts'
import { danish } from './danish.ts'
import { english } from './english.ts'
import { remember, remembered } from '../remembered.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof english }
  }
}

export const CONSOLE_LANGUAGES: readonly { readonly id: Language; readonly name: string }[] = [
  { id: 'en', name: english.languageName },
  { id: 'da', name: danish.languageName },
]

const isLanguage = (text: string | undefined): text is Language => CONSOLE_LANGUAGES.some(({ id }) => id === text)

/** The one chosen before, else the first of the browser's that we have, else English. */
const firstLanguage = (): Language => {
  const wishes = [remembered('language'), ...navigator.languages.map((tag) => tag.split('-')[0])]
  return wishes.find(isLanguage) ?? 'en'
}

export const chooseLanguage = async (language: Language): Promise<void> => {
  remember('language', language)
  await i18next.changeLanguage(language)
}

/** Readies the texts before anything is shown, so that no page ever flickers from one language to another. */
export const startLanguage = async (): Promise<void> => {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language
  })
  await i18next.use(initReactI18next).init({
    lng: firstLanguage(),
    fallbackLng: 'en',
    resources: { en: { translation: english }, da: { translation: danish } },
    // React writes text as text.
    interpolation: { escapeValue: false },
  })
}
