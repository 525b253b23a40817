import type { ListenFor, ListenForm } from '../listen-for.ts'
import { byNumber, closing, command, date, digits, opening, time, yesOrNo } from './english-forms.ts'
import { finiteState, fsgText } from './finite-state.ts'
import { anyOf, inOrder, maybe, rarely, type Phrase, repeated, weighted, wordsIn } from './phrase.ts'
import { NOISE_WORDS } from './pronunciation.ts'
import { spokenWords } from './spoken-words.ts'

/** A grammar as the decoder takes it, and the words its dictionary must know. */
export type Grammar = { readonly fsg: string; readonly words: readonly string[] }

/** Likelihood of words around an answer, and of a command, against the bare answer. */
const EXTRA = 0.01

/** What each phone of noise costs against speech that fits. Measured: docs/measured/speech.md. */
export type NoiseLikelihood = { readonly enter: number; readonly perPhone: number }
export const NOISE: NoiseLikelihood = { enter: 1e-2, perPhone: 0.06 }

/**
 * The grammar of what may be said now (English). Three ways through it: an answer in one of the expected forms, a command
 * that always works, or noise: any run of phones, so that speech which fits nothing is heard as nothing and not bent into
 * the nearest answer.
 */
export const grammarFor = (expect: ListenFor, noise: NoiseLikelihood = NOISE): Grammar => {
  const answers = expect.forms.flatMap(phrasesFor)
  const said =
    answers.length === 0
      ? command()
      : weighted(
          [1, inOrder(rarely(opening(), EXTRA), anyOf(...answers), rarely(closing(), EXTRA))],
          [EXTRA, inOrder(command(), rarely('please', EXTRA))],
        )
  const turn = weighted([1, said], [noise.enter, repeated(anyOf(...NOISE_WORDS), noise.perPhone)])
  return { fsg: fsgText('turn', finiteState(turn)), words: wordsIn(turn) }
}

const phrasesFor = (form: ListenForm): readonly Phrase[] => {
  switch (form.kind) {
    case 'yes-no':
      return [yesOrNo()]
    case 'digits':
      return [digits(form.minimum, form.maximum)]
    case 'choice':
      return form.options.map((ways, index) => optionPhrase(ways, index + 1))
    case 'date':
      return [date()]
    case 'time':
      return [time()]
    // Commands are an alternative in every grammar; free speech fits no grammar.
    case 'command':
    case 'open':
      return []
  }
}

/** The ways to say the `place`th option (from 1): its words, or its number. */
export const optionPhrase = (ways: readonly string[], place: number): Phrase => {
  const phrases = ways.map((way) => spokenWords(way)).filter((words) => words.length > 0)
  return anyOf(...phrases.map((words) => inOrder(maybe(anyOf('a', 'an', 'the')), ...words)), ...(place <= 99 ? [byNumber(place)] : []))
}

/**
 * What the decoder wrote, as the rest of the house reads it: lower-case words without dictionary marks ("a.m." is "am").
 * Empty when noise was heard.
 */
export const heardText = (hypothesis: string): string => {
  const words = hypothesis.split(/\s+/).filter((word) => word !== '' && !/^[<[+]/.test(word))
  if (words.some((word) => word.startsWith('~'))) return ''
  return words.map((word) => word.replace(/\(\d+\)$/, '').replaceAll('.', '')).join(' ')
}
