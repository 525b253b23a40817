import { type EncodedClip, encodeG711 } from '#telephony/index.ts'

const SAMPLE_RATE = 8_000

/** A sine of `hertz` for `ms`, faded in and out over 5 ms so that it does not click; amplitude 0 to 1. */
const tone = (hertz: number, ms: number, amplitude: number): Int16Array => {
  const samples = new Int16Array((SAMPLE_RATE * ms) / 1000)
  const fade = SAMPLE_RATE / 200
  for (let index = 0; index < samples.length; index += 1) {
    const envelope = Math.min(1, index / fade, (samples.length - index) / fade)
    samples[index] = 32_767 * amplitude * envelope * Math.sin((2 * Math.PI * hertz * index) / SAMPLE_RATE)
  }
  return samples
}

/** "Speak after the tone": 300 ms at 1,000 Hz, as answering machines have it. */
export const RECORDING_TONE: EncodedClip = { codec: 'PCMA', bytes: encodeG711('PCMA', tone(1_000, 300, 0.3)) }
