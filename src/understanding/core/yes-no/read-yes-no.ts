import type { Language } from '#kernel/language.ts'
import type { Reading } from '../proposal.ts'
import { findPhrase, findPhrases, phraseBook, type PhraseBook } from '../words/phrase.ts'
import { plainWords } from '../words/tokens.ts'
import { DANISH_YES_NO } from './da.ts'
import { ENGLISH_YES_NO } from './en.ts'
import type { YesNoVocabulary } from './vocabulary.ts'

type Book = { readonly unsure: PhraseBook; readonly neither: PhraseBook; readonly no: PhraseBook; readonly yes: PhraseBook }

const bookOf = ({ yes, no, unsure, neither }: YesNoVocabulary): Book => ({
  yes: phraseBook(yes),
  no: phraseBook(no),
  unsure: phraseBook(unsure),
  neither: phraseBook(neither),
})

const BOOKS: Readonly<Record<Language, Book>> = { en: bookOf(ENGLISH_YES_NO), da: bookOf(DANISH_YES_NO) }

/** After these an answer stands although another went before it: "yes, no wait, no". */
const CHANGED_MIND = phraseBook([
  '(wait|actually|sorry|i mean|no wait|on second thought|on second thoughts|scratch that|hang on|well actually|or rather|hold on|come to think of it)',
  '(vent|undskyld|jeg mener|eller rettere|forresten|altså nej|ved nærmere eftertanke|hov|øh nej|eller nej|eller jo|eller ja|nå nej|faktisk)',
])

type Answer = { readonly value: 'yes' | 'no'; readonly from: number; readonly to: number; readonly words: string }

/** Every yes and no of the turn in order; where both claim a stretch of words, the longer claim has it ("absolutely not"). */
const answers = (plain: string, book: Book): readonly Answer[] => {
  const claims = [
    ...findPhrases(book.neither, plain).map((found) => ({ ...found, value: undefined })),
    ...findPhrases(book.no, plain).map((found) => ({ ...found, value: 'no' as const })),
    ...findPhrases(book.yes, plain).map((found) => ({ ...found, value: 'yes' as const })),
  ].sort((a, b) => b.to - b.from - (a.to - a.from))
  const kept: ((typeof claims)[number] & { readonly value: 'yes' | 'no' | undefined })[] = []
  for (const claim of claims) {
    if (kept.every((other) => claim.to <= other.from || claim.from >= other.to)) kept.push(claim)
  }
  return kept
    .sort((a, b) => a.from - b.from)
    .flatMap((claim) => (claim.value === undefined ? [] : [{ value: claim.value, from: claim.from, to: claim.to, words: claim.words }]))
}

/**
 * Yes or no. Undecided, conditional, or a question back is `ask`; so are a yes and a no in one turn, unless the caller
 * takes the first of them back ("yes, no wait, no").
 */
export const readYesNo = (text: string, language: Language): Reading<'yes' | 'no'> => {
  const plain = plainWords(text)
  const book = BOOKS[language]
  const found = answers(plain, book)
  const unsure = findPhrase(book.unsure, plain)
  const last = found.at(-1)
  if (unsure !== undefined && found.every((answer) => answer.from > unsure.from || answer.to < unsure.to)) {
    const changed = last !== undefined && last.from >= unsure.to && findPhrase(CHANGED_MIND, plain, unsure.to - 1) !== undefined
    if (!changed) return { is: 'ask', words: unsure.words }
  }
  if (last === undefined) return { is: 'absent' }
  const opposed = found.findLast((answer) => answer.value !== last.value)
  if (opposed !== undefined) {
    const between = plain.slice(opposed.to - 1, last.from + 1)
    const first = found[0]
    const takenBack = findPhrase(CHANGED_MIND, between) !== undefined
    // "No, that's fine", "ja, det passer ikke": the opening word was not the answer; nobody can be sure which was.
    if (!takenBack) return { is: 'ask', words: `${first?.words ?? ''} ${last.words}` }
  }
  // Short answers are surer than a "fine" somewhere in a long sentence.
  const confidence = plain.length <= (last.to - last.from) * 3 + 12 ? 0.95 : 0.7
  return { is: 'found', value: last.value, confidence, words: last.words }
}
