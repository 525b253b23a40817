import type { Recogniser } from './door.ts'
import type { SpeechLog } from './log.ts'
import { missingForRecogniser } from './pocketsphinx/missing.ts'
import { pocketSphinxRecogniser } from './pocketsphinx/recogniser.ts'

/** The recogniser of this machine, or why there is none and which Debian packages bring it. */
export type RecogniserHere =
  | { readonly available: true; readonly recogniser: Recogniser }
  | { readonly available: false; readonly why: string; readonly packages: readonly string[] }

/** Opens PocketSphinx where it is installed. Ears are given out from then on; callers without one have the keypad. */
export const openRecogniser = (options: { readonly log: SpeechLog; readonly capacity?: number }): RecogniserHere => {
  const packages = missingForRecogniser()
  return packages.length === 0
    ? { available: true, recogniser: pocketSphinxRecogniser(options) }
    : { available: false, why: `speech is not recognised here: install ${packages.join(', ')}`, packages }
}
