import type { Pcm } from './pcm.ts'

/**
 * The sound in a RIFF/WAVE file of 16-bit PCM (one channel, or the first of several). Lengths in the header are taken as
 * upper bounds: programs that write to a pipe do not know them (espeak-ng writes 0x7ffff000). Undefined when it is no such file.
 */
export const pcmFromWav = (file: Uint8Array): Pcm | undefined => {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const name = (at: number): string => String.fromCharCode(...file.subarray(at, at + 4))
  if (file.length < 12 || name(0) !== 'RIFF' || name(8) !== 'WAVE') return undefined
  let format: { readonly channels: number; readonly sampleRate: number } | undefined
  for (let at = 12; at + 8 <= file.length;) {
    const length = view.getUint32(at + 4, true)
    const body = at + 8
    if (name(at) === 'fmt ' && body + 16 <= file.length) {
      if (view.getUint16(body, true) !== 1 || view.getUint16(body + 14, true) !== 16) return undefined
      format = { channels: view.getUint16(body + 2, true), sampleRate: view.getUint32(body + 4, true) }
      if (format.channels === 0 || format.sampleRate === 0) return undefined
    } else if (name(at) === 'data' && format !== undefined) {
      const { channels, sampleRate } = format
      const frames = Math.floor(Math.min(length, file.length - body) / (2 * channels))
      return { sampleRate, samples: Int16Array.from({ length: frames }, (_, index) => view.getInt16(body + 2 * channels * index, true)) }
    }
    at = body + length + (length % 2)
  }
  return undefined
}
