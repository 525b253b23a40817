import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { forTelephone } from '../core/prompt-sound.ts'
import { fliteVoice } from '../voices/flite-voice.ts'
import { energyVadAdapter } from './energy-vad-adapter.ts'
import { sileroVad } from './silero-vad.ts'
import { vadContract } from './vad.contract.ts'
import { vadMaker } from './vad-maker.ts'

const quiet = { debug: () => {}, info: () => {}, warn: () => {} }
const sentence = async (): Promise<Int16Array> => {
  const voice = fliteVoice({ log: quiet })
  try {
    return forTelephone(await voice.speak('I would like to come on Thursday afternoon, please.', 'en'))
  } finally {
    await voice.close()
  }
}

vadContract('level', energyVadAdapter, sentence)
vadContract('Silero', () => sileroVad(createRequire(import.meta.url)('sherpa-onnx-node')), sentence)

test('without the neural library the detector by level is taken', () => {
  const warnings: string[] = []
  const make = vadMaker({ debug: () => {}, info: () => {}, warn: (_, sentence) => void warnings.push(sentence) }, () => {
    throw new Error('no such library')
  })
  expect(make().name).toBe('energy')
  expect(warnings).toHaveLength(1)
  expect(vadMaker(quiet)().name).toBe('silero')
})
