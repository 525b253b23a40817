import type { ListenFor } from '../door.ts'
import type { WordFinder } from '../ear/listener.ts'
import type { SpeechLog } from '../log.ts'
import type { Decoder } from './decoder.ts'

/**
 * A decoder as the listener wants it. A new expectation that comes while the caller speaks is taken by hearing the
 * utterance again from its start: a grammar cannot be changed under way.
 */
export const hearWords = (decoder: Decoder, log: SpeechLog): WordFinder & { expect(expect: ListenFor): void; close(): void } => {
  let utterance: Int16Array[] | undefined
  return {
    expect(expect) {
      if (utterance !== undefined) decoder.finish()
      const spelled = decoder.expect(expect)
      if (spelled.length > 0) log.info({ words: spelled }, 'words the dictionary lacks were given a pronunciation by rule')
      if (utterance === undefined) return
      decoder.start()
      for (const samples of utterance) decoder.hear(samples)
    },
    start() {
      utterance = []
      decoder.start()
    },
    hear(samples) {
      utterance?.push(samples)
      decoder.hear(samples)
    },
    soFar: () => decoder.soFar(),
    finish() {
      utterance = undefined
      const { text, scorePerFrame } = decoder.finish()
      return { text, confidence: text === '' ? 0 : confidenceFrom(scorePerFrame) }
    },
    close: () => decoder.close(),
  }
}

const confidenceFrom = (scorePerFrame: number): number => Math.max(0.05, Math.min(0.99, 1 + scorePerFrame / 100))
