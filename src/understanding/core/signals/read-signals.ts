import { LANGUAGES, type Language } from '#kernel/language.ts'
import type { Guess, Hit } from '../proposal.ts'
import { plainWords } from '../words/tokens.ts'
import { type Found, findPhrase, findPhrases, phraseBook, type Phrase, type PhraseBook } from '../words/phrase.ts'
import { DANISH_SIGNALS } from './da.ts'
import { ENGLISH_SIGNALS } from './en.ts'
import type { SignalVocabulary } from './vocabulary.ts'

export const SIGNALS: Readonly<Record<Language, SignalVocabulary>> = { en: ENGLISH_SIGNALS, da: DANISH_SIGNALS }

type Signal = 'person' | 'goodbye' | 'repeat' | 'help' | 'startOver' | 'urgent' | 'existing' | 'backOut'

type Books = Readonly<Record<Signal | 'notPerson', PhraseBook>> & {
  readonly emergency: readonly { readonly kind: string; readonly book: PhraseBook }[]
  readonly deniedBefore: PhraseBook
  readonly elsewhen: PhraseBook
  readonly things: PhraseBook
}

const booksOf = (vocabulary: SignalVocabulary): Books => ({
  person: phraseBook(vocabulary.person),
  notPerson: phraseBook(vocabulary.notPerson),
  goodbye: phraseBook(vocabulary.goodbye),
  repeat: phraseBook(vocabulary.repeat),
  help: phraseBook(vocabulary.help),
  startOver: phraseBook(vocabulary.startOver),
  urgent: phraseBook(vocabulary.urgent),
  existing: phraseBook(vocabulary.existing),
  backOut: phraseBook(vocabulary.backOut),
  emergency: Object.entries(vocabulary.emergency).map(([kind, phrases]) => ({ kind, book: phraseBook(phrases) })),
  // What denies must stand right before the phrase, so it is looked for at the end of what goes before.
  deniedBefore: phraseBook(vocabulary.denial.before.map((phrase: Phrase) => `${phrase} $`)),
  elsewhen: phraseBook(vocabulary.denial.elsewhen),
  things: phraseBook(vocabulary.denial.things),
})

const BOOKS: Readonly<Record<Language, Books>> = { en: booksOf(ENGLISH_SIGNALS), da: booksOf(DANISH_SIGNALS) }

/** One wish or remark that may come in any state of a conversation, in whichever language it is said. */
export const readSignal = (plain: string, signal: Signal, languages: readonly Language[]): Hit | undefined => {
  for (const language of languages) {
    const books = BOOKS[language]
    const found = findPhrase(books[signal], plain)
    if (found === undefined) continue
    if (signal === 'person' && findPhrase(books.notPerson, plain) !== undefined) continue
    return { confidence: 0.9, words: found.words, rule: `${signal}.${language}` }
  }
  return undefined
}

/** In a longer turn "three years ago" may be one thing and the danger another. */
const WORDS_OF_A_STORY = 11

/** "No, chest pain": the no answers something else, the pain is there. */
const NO_WITH_A_PAUSE = /(?:^|[^\p{L}])(?:no|nope|nej|næ)\s*[,.;:!-]/iu

/** The words without the things that only have a danger in their name. */
const withoutThings = (plain: string, things: PhraseBook): string =>
  findPhrases(things, plain).reduceRight((words, { from, to }) => words.slice(0, from) + words.slice(to), plain)

/**
 * Danger to life. High recall comes first: a denial counts only right before the words it denies ("no chest pain"), or where
 * a short turn is about another time. `own`: what the playbook adds, by its own phrases, in any language.
 */
export const readEmergency = (text: string, own: PhraseBook): Hit | undefined => {
  const all = plainWords(text)
  const ownHit = findPhrase(own, all)
  if (ownHit !== undefined) return { confidence: 0.95, words: ownHit.words, rule: 'emergency.playbook' }
  const isShort = all.trim().split(' ').length <= WORDS_OF_A_STORY
  for (const language of LANGUAGES) {
    const books = BOOKS[language]
    const plain = withoutThings(all, books.things)
    if (isShort && findPhrase(books.elsewhen, plain) !== undefined) continue
    for (const { kind, book } of books.emergency) {
      const denied = ({ from }: Found): boolean => {
        const denial = findPhrase(books.deniedBefore, plain.slice(0, from))
        return denial !== undefined && !(NO_WITH_A_PAUSE.test(text) && denial.words.split(' ').length === 1)
      }
      const found = findPhrases(book, plain).find((hit) => !denied(hit))
      if (found !== undefined) return { confidence: 0.95, words: found.words, rule: `emergency.${kind}.${language}` }
    }
  }
  return undefined
}

const MARKS: readonly (readonly [Language, ReadonlySet<string>])[] = LANGUAGES.map((language) => [
  language,
  new Set(SIGNALS[language].marks),
])

/** The language of a turn by its small words and letters; `undefined` where too little tells ("okay", "Jensen", "42"). */
export const guessLanguage = (plain: string): Guess<Language> | undefined => {
  const words = plain.trim().split(' ')
  const score = { en: 0, da: 0 }
  for (const word of words) {
    for (const [language, marks] of MARKS) if (marks.has(word)) score[language] += 1
    if (/[æøå]/u.test(word)) score.da += 1
  }
  const [best, other]: readonly [Language, Language] = score.en > score.da ? ['en', 'da'] : ['da', 'en']
  const lead = score[best] - score[other]
  if (lead <= 0) return undefined
  return { value: best, confidence: Math.min(0.99, lead / (score[best] + 1) + (lead >= 3 ? 0.2 : 0)), words: plain.trim() }
}
