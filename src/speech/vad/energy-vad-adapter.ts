import { ENERGY_VAD_HANG_MS, energyVad, hearFrame } from '../core/energy-vad.ts'
import type { Vad } from './vad.ts'

export const energyVadAdapter = (): Vad => {
  let state = energyVad()
  return {
    name: 'energy',
    hangMs: ENERGY_VAD_HANG_MS,
    accept(samples) {
      state = hearFrame(state, samples)
      return state.speech
    },
    close() {},
  }
}
