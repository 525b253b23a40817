import { createRequire } from 'node:module'
import type { SpeechLog } from '../log.ts'
import { energyVadAdapter } from './energy-vad-adapter.ts'
import { sileroVad } from './silero-vad.ts'
import type { Vad } from './vad.ts'

/** The neural detector, or where its library cannot be loaded the one by level. */
export const vadMaker = (log: SpeechLog, load: () => unknown = loadSherpa): (() => Vad) => {
  try {
    const sherpa = load()
    sileroVad(sherpa).close()
    return () => sileroVad(sherpa)
  } catch (error) {
    log.warn({ err: error }, 'the neural voice activity detector cannot be loaded; speech is told from noise by level alone')
    return energyVadAdapter
  }
}

const loadSherpa = (): unknown => createRequire(import.meta.url)('sherpa-onnx-node')
