import { fileURLToPath } from 'node:url'
import type { ListenFor } from '../door.ts'
import { grammarFor, heardText } from '../core/grammar/grammar-for.ts'
import { extraPronunciations, isNoiseWord, noisePhone, soundsOf } from '../core/grammar/pronunciation.ts'
import type { PocketSphinx } from './library.ts'
import { MODEL_FOLDER } from './model-folder.ts'

const ours = (name: string): string => fileURLToPath(new URL(`../models/${name}`, import.meta.url))

/**
 * Debian's model is of 16 kHz speech; a telephone carries half of its band. `telephone.mllr` moves the model's means to where they
 * lie on a telephone (it doubles the share of number strings heard right), `telephone.feat.params` is the model's own front
 * end but for starting with a telephone's cepstral mean, so that a caller's first word is not heard worse than the next.
 * Everything else tried made it worse: docs/measured/speech.md.
 */
const SETTINGS: readonly string[] = ['-featparams', ours('telephone.feat.params'), '-mllr', ours('telephone.mllr')]

/** Grammar weights count this much against sound (PocketSphinx' own default). */
const LANGUAGE_WEIGHT = 6.5

/** One caller's decoder: 16 kHz sound in, words out, by the grammar of what is expected. Not shared: it adapts to its caller's line. */
export type Decoder = {
  /** Takes the grammar of `expect`; the next utterance is heard by it. Gives words that had to be spelled by rule. */
  expect(expect: ListenFor): readonly string[]
  start(): void
  hear(samples: Int16Array): void
  /** Words so far. */
  soFar(): string
  /** Ends the utterance. The score is of sound against model, for each frame of 10 ms. */
  finish(): { readonly text: string; readonly scorePerFrame: number }
  close(): void
}

export const openDecoder = (sphinx: PocketSphinx): Decoder => {
  const settings = ['firstline', '-hmm', `${MODEL_FOLDER}/en-us`, '-dict', `${MODEL_FOLDER}/cmudict-en-us.dict`, ...SETTINGS]
  const parsed: unknown = sphinx.parseArguments(null, sphinx.argumentNames(), settings.length, settings, 1)
  const handle: unknown = sphinx.open(parsed)
  if (handle === null) throw new Error(`PocketSphinx does not open with the model in ${MODEL_FOLDER}`)
  const known = new Set<string>()
  const spelled: string[] = []
  let searches = 0

  /** Makes the dictionary know a word. False when it cannot be said. */
  const learn = (word: string): boolean => {
    if (known.has(word)) return true
    const has = (entry: string): boolean => (sphinx.lookUp(handle, entry) as unknown) !== null
    if (isNoiseWord(word)) sphinx.addWord(handle, word, noisePhone(word), 0)
    else if (!has(word)) {
      const sounds = soundsOf(word)
      if (sounds === undefined) return false
      sphinx.addWord(handle, word, sounds, 0)
      spelled.push(word)
    }
    let variant = 2
    for (const sounds of extraPronunciations(word)) {
      while (has(`${word}(${variant})`)) variant += 1
      sphinx.addWord(handle, `${word}(${variant})`, sounds, 0)
    }
    known.add(word)
    return true
  }

  return {
    expect(expect) {
      spelled.length = 0
      const { fsg, words } = grammarFor(expect)
      const unsayable = words.filter((word) => !learn(word))
      if (unsayable.length > 0) throw new Error(`no pronunciation for ${unsayable.join(', ')}`)
      const text = Buffer.from(fsg)
      const file: unknown = sphinx.memoryFile(text, text.length, 'r')
      const grammar: unknown = sphinx.readGrammar(file, sphinx.logMath(handle), LANGUAGE_WEIGHT)
      sphinx.closeFile(file)
      if (grammar === null) throw new Error(`PocketSphinx refuses the grammar:\n${fsg}`)
      const name = `turn-${(searches += 1)}`
      const set = sphinx.setGrammar(handle, name, grammar) as number
      sphinx.freeGrammar(grammar)
      if (set !== 0 || (sphinx.useSearch(handle, name) as number) !== 0) throw new Error(`PocketSphinx refuses the grammar:\n${fsg}`)
      if (searches > 1) sphinx.removeSearch(handle, `turn-${searches - 1}`)
      return [...spelled]
    },
    start() {
      sphinx.start(handle)
    },
    hear(samples) {
      sphinx.process(handle, samples, samples.length, 0, 0)
    },
    soFar() {
      return heardText((sphinx.hypothesis(handle, [0]) as string | null) ?? '')
    },
    finish() {
      sphinx.end(handle)
      const score: [number] = [0]
      const text = heardText((sphinx.hypothesis(handle, score) as string | null) ?? '')
      const frames = Math.max(1, sphinx.frames(handle) as number)
      return { text, scorePerFrame: score[0] / frames }
    },
    close() {
      sphinx.free(handle)
      sphinx.freeArguments(parsed)
    },
  }
}
