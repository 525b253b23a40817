import { AppError } from '#kernel/app-error.ts'

/** Linear 16-bit sound with one `Int16Array` a channel, all of one length. */
export type WavAudio = { readonly sampleRate: number; readonly channels: readonly Int16Array<ArrayBuffer>[] }

export class NotAWavFile extends AppError {
  override readonly name = 'NotAWavFile'
  override readonly kind = 'invalid'
  readonly why: string
  constructor(why: string) {
    super(`this is not a sound file that can be read: ${why}; accepted are WAV files with 16-bit linear samples, mono or stereo`)
    this.why = why
  }
}

/** Bytes before the samples in a file that `wavHeader` begins. */
export const WAV_HEADER_BYTES = 44

/**
 * The 44 bytes before the samples: RIFF chunk, `fmt ` chunk of format 1 (linear PCM), head of the `data` chunk
 * (Multimedia Programming Interface and Data Specifications 1.0, chapter 3). `dataBytes` counts the samples' bytes.
 */
export const wavHeader = (shape: {
  readonly sampleRate: number
  readonly channels: number
  readonly dataBytes: number
}): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(WAV_HEADER_BYTES)
  const view = new DataView(bytes.buffer)
  const frameBytes = shape.channels * 2
  writeText(bytes, 0, 'RIFF')
  view.setUint32(4, WAV_HEADER_BYTES - 8 + shape.dataBytes, true)
  writeText(bytes, 8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, shape.channels, true)
  view.setUint32(24, shape.sampleRate, true)
  view.setUint32(28, shape.sampleRate * frameBytes, true)
  view.setUint16(32, frameBytes, true)
  view.setUint16(34, 16, true)
  writeText(bytes, 36, 'data')
  view.setUint32(40, shape.dataBytes, true)
  return bytes
}

/** A whole WAV file. Refuses channels of different lengths (`RangeError`). */
export const writeWav = (audio: WavAudio): Uint8Array<ArrayBuffer> => {
  const count = audio.channels[0]?.length ?? 0
  if (audio.channels.some((channel) => channel.length !== count)) throw new RangeError('the channels of a WAV file have one length')
  const channels = audio.channels.length
  const dataBytes = count * channels * 2
  const bytes = new Uint8Array(WAV_HEADER_BYTES + dataBytes)
  bytes.set(wavHeader({ sampleRate: audio.sampleRate, channels, dataBytes }))
  const view = new DataView(bytes.buffer)
  audio.channels.forEach((samples, channel) => {
    for (let i = 0; i < count; i += 1) view.setInt16(WAV_HEADER_BYTES + (i * channels + channel) * 2, samples[i] ?? 0, true)
  })
  return bytes
}

/**
 * Reads a WAV file with 16-bit linear samples. A file whose writer was cut off (the `data` chunk claims more than there is,
 * or nothing at all while bytes follow to the end) is read as far as it goes: a recording is not lost with its header.
 */
export const readWav = (bytes: Uint8Array): WavAudio => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 12 || textAt(bytes, 0) !== 'RIFF' || textAt(bytes, 8) !== 'WAVE')
    throw new NotAWavFile('it does not begin with RIFF and WAVE')
  let shape: { readonly sampleRate: number; readonly channels: number } | undefined
  let at = 12
  while (at + 8 <= bytes.length) {
    const kind = textAt(bytes, at)
    const claimed = view.getUint32(at + 4, true)
    const start = at + 8
    if (kind === 'fmt ') shape = readFormat(view, start)
    if (kind === 'data') {
      if (shape === undefined) throw new NotAWavFile('its samples come before their format')
      const there = bytes.length - start
      return {
        sampleRate: shape.sampleRate,
        channels: readSamples(view, start, claimed === 0 || claimed > there ? there : claimed, shape.channels),
      }
    }
    // Chunks are padded to an even length.
    at = start + claimed + (claimed & 1)
  }
  throw new NotAWavFile('it holds no samples')
}

const WAVE_FORMAT_PCM = 1
const WAVE_FORMAT_EXTENSIBLE = 0xfffe

const readFormat = (view: DataView, start: number): { readonly sampleRate: number; readonly channels: number } => {
  if (start + 16 > view.byteLength) throw new NotAWavFile('its format is cut off')
  const tag = view.getUint16(start, true)
  const channels = view.getUint16(start + 2, true)
  const sampleRate = view.getUint32(start + 4, true)
  const bits = view.getUint16(start + 14, true)
  if ((tag !== WAVE_FORMAT_PCM && tag !== WAVE_FORMAT_EXTENSIBLE) || bits !== 16) {
    throw new NotAWavFile(`its samples have format ${tag} with ${bits} bits`)
  }
  if (channels !== 1 && channels !== 2) throw new NotAWavFile(`it has ${channels} channels`)
  if (sampleRate === 0) throw new NotAWavFile('its sample rate is 0')
  return { sampleRate, channels }
}

const readSamples = (view: DataView, start: number, byteCount: number, channels: number): Int16Array<ArrayBuffer>[] => {
  const count = Math.floor(byteCount / (channels * 2))
  return Array.from({ length: channels }, (_, channel) =>
    Int16Array.from({ length: count }, (__, i) => view.getInt16(start + (i * channels + channel) * 2, true)),
  )
}

const textAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))

const writeText = (bytes: Uint8Array, at: number, text: string): void => {
  for (let i = 0; i < text.length; i += 1) bytes[at + i] = text.charCodeAt(i)
}
