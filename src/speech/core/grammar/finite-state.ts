import type { Phrase } from './phrase.ts'

/** A step from one state to another by a word, or (no word) by nothing. `probability` in (0, 1]. */
export type Transition = { readonly from: number; readonly to: number; readonly probability: number; readonly word: string | undefined }

export type FiniteStateGrammar = {
  readonly states: number
  readonly start: 0
  readonly final: 1
  readonly transitions: readonly Transition[]
}

/**
 * A phrase as a finite-state grammar, from state 0 to state 1. We build it ourselves and do not hand JSGF to the decoder,
 * because sphinxbase 5prealpha compiles JSGF wrongly [measured]: a repetition inside alternatives jumps back to the start
 * of all of them, so that "noise, then an answer" passes, and the weight of a group is lost.
 */
export const finiteState = (phrase: Phrase): FiniteStateGrammar => {
  const transitions: Transition[] = []
  let states = 2

  const connect = (part: Phrase, from: number, to: number, probability: number): void => {
    if (typeof part === 'string') {
      connectWords(
        part.split(' ').filter((word) => word !== ''),
        from,
        to,
        probability,
      )
    } else if (part.kind === 'order') {
      connectInOrder(part.parts, from, to, probability)
    } else if (part.kind === 'choice') {
      const likeliest = Math.max(...part.options.map((option) => option.weight))
      for (const option of part.options) connect(option.phrase, from, to, (probability * option.weight) / likeliest)
    } else {
      // States of its own, so that the way back cannot lead into a neighbour.
      const [before, after] = [states, states + 1]
      states += 2
      transitions.push({ from, to: before, probability, word: undefined })
      connect(part.phrase, before, after, 1)
      transitions.push({ from: after, to: before, probability: part.again, word: undefined })
      transitions.push({ from: after, to, probability: 1, word: undefined })
    }
  }

  const connectInOrder = (parts: readonly Phrase[], from: number, to: number, probability: number): void => {
    if (parts.length === 0) transitions.push({ from, to, probability, word: undefined })
    parts.forEach((part, index) => {
      const next = index === parts.length - 1 ? to : states++
      connect(part, from, next, index === 0 ? probability : 1)
      from = next
    })
  }

  const connectWords = (words: readonly string[], from: number, to: number, probability: number): void => {
    if (words.length === 0) transitions.push({ from, to, probability, word: undefined })
    words.forEach((word, index) => {
      const next = index === words.length - 1 ? to : states++
      transitions.push({ from, to: next, probability: index === 0 ? probability : 1, word })
      from = next
    })
  }

  connect(phrase, 0, 1, 1)
  return { states, start: 0, final: 1, transitions }
}

/** Whether exactly these words lead from the start to the end. */
export const accepts = (grammar: FiniteStateGrammar, words: readonly string[]): boolean => {
  let reached = withoutWords(grammar, new Set([grammar.start]))
  for (const word of words) {
    const next = grammar.transitions.filter(
      (step) => step.word !== undefined && step.word.replaceAll('.', '') === word && reached.has(step.from),
    )
    reached = withoutWords(grammar, new Set(next.map((step) => step.to)))
  }
  return reached.has(grammar.final)
}

const withoutWords = (grammar: FiniteStateGrammar, states: Set<number>): ReadonlySet<number> => {
  const open = [...states]
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const step of grammar.transitions) {
      if (step.word === undefined && step.from === state && !states.has(step.to)) {
        states.add(step.to)
        open.push(step.to)
      }
    }
  }
  return states
}

/** Least probability written: `%f` of a C float must not become nothing. */
const LEAST = 1e-30

/** The text form sphinxbase reads (`fsg_model_read`). */
export const fsgText = (name: string, grammar: FiniteStateGrammar): string =>
  [
    `FSG_BEGIN ${name}`,
    `NUM_STATES ${grammar.states}`,
    `START_STATE ${grammar.start}`,
    `FINAL_STATE ${grammar.final}`,
    ...grammar.transitions.map(({ from, to, probability, word }) =>
      `TRANSITION ${from} ${to} ${Math.max(probability, LEAST).toExponential(6)} ${word ?? ''}`.trimEnd(),
    ),
    'FSG_END',
    '',
  ].join('\n')
