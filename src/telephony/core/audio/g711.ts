import type { G711 } from '../negotiated-audio.ts'

/** Samples a second of every G.711 stream. */
export const SAMPLE_RATE = 8_000
/** Samples, and bytes, in the 20 ms that one packet carries (RFC 3551, section 4.2: default packetisation). */
export const FRAME_SAMPLES = 160
export const FRAME_MS = 20

// ITU-T G.711, table 2a: a mu-law character is inverted; then one sign bit, three bits of segment, four of interval. The
// 14-bit quantised value of interval `i` in segment `s` is (2i + 33) * 2^s - 33. Our samples have 16 bits, hence the 4.
const decodeMu = (byte: number): number => {
  const inverted = ~byte & 0xff
  const magnitude = ((((inverted & 0x0f) * 2 + 33) << ((inverted >> 4) & 7)) - 33) * 4
  return inverted & 0x80 ? -magnitude : magnitude
}

// ITU-T G.711, table 1a: the even bits of an A-law character are inverted (0x55), a set sign bit means positive. The
// 13-bit quantised value is 2i + 1 in segment 0, (2i + 33) * 2^(s-1) above; 16-bit samples, hence the 8.
const decodeA = (byte: number): number => {
  const plain = byte ^ 0x55
  const segment = (plain >> 4) & 7
  const interval = plain & 0x0f
  const magnitude = (segment === 0 ? interval * 2 + 1 : (interval * 2 + 33) << (segment - 1)) * 8
  return plain & 0x80 ? magnitude : -magnitude
}

// The inverse, as the ITU's own software does it (G.191, ulaw_compress, alaw_compress): a negative sample is folded by
// one's complement, so that a value on a decision level falls to the same side whatever its sign.
const encodeMu = (sample: number): number => {
  const folded = sample < 0 ? ~sample : sample
  const biased = Math.min((folded >> 2) + 33, 0x1fff)
  const segment = 26 - Math.clz32(biased)
  const interval = (biased >> (segment + 1)) & 0x0f
  return ~((sample < 0 ? 0x80 : 0) | (segment << 4) | interval) & 0xff
}

const encodeA = (sample: number): number => {
  const magnitude = (sample < 0 ? ~sample : sample) >> 4
  const segment = magnitude < 32 ? magnitude >> 4 : 28 - Math.clz32(magnitude)
  const interval = (segment <= 1 ? magnitude : magnitude >> (segment - 1)) & 0x0f
  return ((sample < 0 ? 0 : 0x80) | (segment << 4) | interval) ^ 0x55
}

type Law = { readonly decode: Int16Array; readonly encode: Uint8Array; readonly silence: number }

const law = (decode: (byte: number) => number, encode: (sample: number) => number): Law => ({
  decode: Int16Array.from({ length: 256 }, (_, byte) => decode(byte)),
  encode: Uint8Array.from({ length: 65_536 }, (_, index) => encode(index - 32_768)),
  silence: encode(0),
})

const LAWS: Readonly<Record<G711, Law>> = { PCMU: law(decodeMu, encodeMu), PCMA: law(decodeA, encodeA) }

/** The character of a sample of value 0: 0xFF in mu-law, 0xD5 in A-law. */
export const silenceOf = (codec: G711): number => LAWS[codec].silence

/** Linear 16-bit samples to one byte each. Takes any rate; telephony means 8 kHz. */
export const encodeG711 = (codec: G711, samples: Int16Array): Uint8Array<ArrayBuffer> => {
  const table = LAWS[codec].encode
  const bytes = new Uint8Array(samples.length)
  for (let i = 0; i < samples.length; i += 1) bytes[i] = table[(samples[i] ?? 0) + 32_768] ?? 0
  return bytes
}

/** One byte each to linear 16-bit samples; written into `samples` (as many as fit) when given, so that a stream need not allocate. */
export const decodeG711 = (
  codec: G711,
  bytes: Uint8Array,
  samples: Int16Array<ArrayBuffer> = new Int16Array(bytes.length),
): Int16Array<ArrayBuffer> => {
  const table = LAWS[codec].decode
  const count = Math.min(bytes.length, samples.length)
  for (let i = 0; i < count; i += 1) samples[i] = table[bytes[i] ?? 0] ?? 0
  return samples
}

const transcoding = (from: G711, to: G711): Uint8Array =>
  LAWS[from].decode.reduce((table, sample, byte) => {
    table[byte] = LAWS[to].encode[sample + 32_768] ?? 0
    return table
  }, new Uint8Array(256))

const TRANSCODINGS: Readonly<Record<G711, Uint8Array>> = { PCMU: transcoding('PCMU', 'PCMA'), PCMA: transcoding('PCMA', 'PCMU') }

/** The same sound in law `to`: each character becomes the nearest of the other law. Written into `out` when given. */
export const transcodeG711 = (from: G711, to: G711, bytes: Uint8Array, out: Uint8Array = new Uint8Array(bytes.length)): Uint8Array => {
  const count = Math.min(bytes.length, out.length)
  if (from === to) {
    out.set(bytes.subarray(0, count))
    return out
  }
  const table = TRANSCODINGS[from]
  for (let i = 0; i < count; i += 1) out[i] = table[bytes[i] ?? 0] ?? 0
  return out
}
