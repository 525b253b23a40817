import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { doubler } from '../core/resample.ts'
import type { Vad } from './vad.ts'

const MODEL = fileURLToPath(new URL('../models/silero_vad_v5.onnx', import.meta.url))

/** Silero 5 at 16 kHz judges 512 samples (32 ms) at a time. */
const WINDOW = 512
/** Speech must be gone this long before the library says so, seconds. */
const MINIMUM_SILENCE = 0.06

type SherpaVad = { acceptWaveform(samples: Float32Array): void; isDetected(): boolean; isEmpty(): boolean; pop(): void; reset(): void }
/** sherpa-onnx-node has no types: what we use of it. */
const sherpaModule = z.object({
  Vad: z.custom<new (config: object, bufferSeconds: number) => SherpaVad>((value) => typeof value === 'function'),
})

/** Silero VAD 5 (MIT, src/speech/models) run by sherpa-onnx. Throws when the library or the model cannot be loaded. */
export const sileroVad = (sherpa: unknown): Vad => {
  const { Vad: Detector } = sherpaModule.parse(sherpa)
  const detector = new Detector(
    {
      sileroVad: {
        model: MODEL,
        threshold: 0.5,
        minSilenceDuration: MINIMUM_SILENCE,
        minSpeechDuration: 0.05,
        maxSpeechDuration: 30,
        windowSize: WINDOW,
      },
      sampleRate: 16_000,
      numThreads: 1,
      debug: false,
    },
    10,
  )
  const double = doubler()
  const window = new Float32Array(WINDOW)
  let filled = 0
  return {
    name: 'silero',
    hangMs: SILERO_HANG_MS,
    accept(samples) {
      for (const sample of double.accept(samples)) {
        window[filled] = sample / 32_768
        filled += 1
        if (filled === WINDOW) {
          detector.acceptWaveform(window)
          // Finished segments are not needed: we ask only whether there is speech now.
          while (!detector.isEmpty()) detector.pop()
          filled = 0
        }
      }
      return detector.isDetected()
    },
    close() {
      detector.reset()
    },
  }
}

/** Measured from the end of a word to "no speech": 60 ms of required silence and the window it falls in. */
const SILERO_HANG_MS = 100
