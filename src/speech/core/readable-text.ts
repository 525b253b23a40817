import type { Language } from '#kernel/language.ts'

/**
 * Text as a voice reads it well. People write "kl. 14.30" and "450 kr."; espeak-ng spells these ("k, l, fourteen, full
 * stop, thirty"), and says "ten zero zero" for 10:00 [measured, docs/measured/speech.md]. Only the writing changes, never what is said.
 */
export const readable = (text: string, language: Language): string => RULES[language].reduce((so, [what, by]) => so.replace(what, by), text)

type Rule = readonly [RegExp, string]

const RULES: Readonly<Record<Language, readonly Rule[]>> = {
  da: [
    [/\bkl\.?\s*(?=\d)/gi, 'klokken '],
    // A time with a full stop is read as a decimal number; after "klokken" it is a time.
    [/(klokken (?:\d{1,2}:\d{2} (?:til|eller|og) )?)(\d{1,2})\.(\d{2})(?!\d)/gi, '$1$2:$3'],
    [/(klokken \d{1,2}):00(?!\d)/gi, '$1'],
    [/(\d)\s*(?:kr\.|kr\b|DKK\b)(?=\s+[a-zæøå]|[,;!?]|$)/g, '$1 kroner'],
    [/(\d)\s*kr\./g, '$1 kroner.'],
    [/\b(?:DKK|kr\.)\s*(\d+(?:\.\d{3})*)(?![\d:.]*[\d:])/g, '$1 kroner'],
    [/\bd\.\s*(?=\d{1,2}\.)/gi, 'den '],
    [/\bca\.(?=\s)/gi, 'cirka'],
    [/\btlf\.(?=\s)/gi, 'telefon'],
    [/\bmin\.(?=\s+[a-zæøå])/g, 'minutter'],
  ],
  en: [
    [/\b(\d{1,2}):00\s*([ap])\.?m\b\.?(?=\s*[,;a-z]|\s*$)/gi, '$1 $2m'],
    [/\b([1-9]|1[0-2]):00(?!\d|\s*[ap]\.?m)/gi, "$1 o'clock"],
    [/\b(?:DKK|kr\.)\s*(\d+(?:[.,]\d+)*)(?![\d:.]*[\d:])/g, '$1 kroner'],
    [/(\d)\s*(?:DKK\b|kr\.(?=\s+[a-z]|[,;]))/g, '$1 kroner'],
    [/\be\.g\./g, 'for example'],
    [/\bapprox\./g, 'approximately'],
    [/\bmins\b/g, 'minutes'],
  ],
}
