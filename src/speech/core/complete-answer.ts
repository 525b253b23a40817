import type { ListenFor, ListenForm } from './listen-for.ts'
import { command, yesOrNo } from './grammar/english-forms.ts'
import { accepts, finiteState } from './grammar/finite-state.ts'
import { closing, opening } from './grammar/english-forms.ts'
import { optionPhrase } from './grammar/grammar-for.ts'
import { inOrder, maybe, type Phrase } from './grammar/phrase.ts'
import type { AnswerSoFar } from './turn-taking.ts'

/** Words that also mean "go on, I am listening". */
const BACKCHANNELS = new Set(['yes', 'yeah', 'yep', 'yup', 'okay', 'right', 'sure', 'fine', 'uh', 'um', 'yes okay', 'yeah okay'])

/**
 * Whether the words so far are a whole answer to what is expected, so that a short silence ends the turn: a yes or no, one of the options, a
 * command, all digits of a number whose length is known. Dates and times can always go on ("tuesday ... at three"), so
 * they are never whole before the pause has run.
 */
export const answerSoFar = (words: string, expect: ListenFor): AnswerSoFar => {
  if (words === '') return 'none'
  if (BACKCHANNELS.has(words)) return 'backchannel'
  const said = words.split(' ')
  return accepts(COMMAND, said) || expect.forms.some((form) => isWhole(form, said)) ? 'complete' : 'partial'
}

const around = (phrase: Phrase) => finiteState(inOrder(maybe(opening()), phrase, maybe(closing())))
const COMMAND = around(command())
const YES_OR_NO = around(yesOrNo())

const isWhole = (form: ListenForm, said: readonly string[]): boolean => {
  switch (form.kind) {
    case 'yes-no':
      return accepts(YES_OR_NO, said)
    case 'choice':
      return form.options.some((ways, index) => accepts(around(optionPhrase(ways, index + 1)), said))
    case 'digits':
      return form.minimum === form.maximum && digitCount(said) === form.maximum
    case 'command':
    case 'date':
    case 'time':
    case 'open':
      return false
  }
}

/** "double five" is two digits. */
const digitCount = (said: readonly string[]): number =>
  said.reduce((count, word) => {
    if (word === 'double') return count + 1
    if (word === 'triple') return count + 2
    return DIGITS.has(word) ? count + 1 : count
  }, 0)

const DIGITS = new Set(['zero', 'oh', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'])
