import type { Expectation } from '#dialog/core/index.ts'
import type { Language } from '#kernel/language.ts'
import type { ListenFor } from '#speech/core/index.ts'

/** What the dialog expects, as a recogniser is told it. Free speech is left out for one that cannot take it. */
export const listenFor = (expect: Expectation, language: Language, takesOpenSpeech: boolean): ListenFor => ({
  language,
  forms: expect.forms.filter((form) => takesOpenSpeech || form.kind !== 'open'),
  pace: expect.pace,
})
