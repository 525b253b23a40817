import type { Language } from '#kernel/language.ts'

/** What the line itself says, in each language: no decision of the dialog's, and in no transcript. */
export type OwnWords = Readonly<Record<Language, string>>

export const ONE_MOMENT: OwnWords = { en: 'One moment, please.', da: 'Et øjeblik.' }

export const CANNOT_TAKE_ANYTHING_DOWN: OwnWords = {
  en: 'I am sorry, I cannot take anything down right now. Please call again in a few minutes.',
  da: 'Jeg beklager, jeg kan ikke notere noget lige nu. Ring venligst igen om nogle minutter.',
}

/** To be rendered before the first call: when they are needed there is no time, or no voice, left. */
export const LINE_SPEECH = [ONE_MOMENT, CANNOT_TAKE_ANYTHING_DOWN].flatMap((words) =>
  (['en', 'da'] as const).map((language) => ({ text: words[language], language })),
)
