/** The pure door of telephony: sound as numbers, for other modules' cores. */
export { resample } from './audio/resample.ts'
