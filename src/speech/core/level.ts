/** Level of digital silence in dBFS, where a logarithm would be without end. */
export const DIGITAL_SILENCE_DBFS = -96

/** RMS level in dB relative to full scale: 0 dBFS is a square wave of ±32,768. */
export const levelDbfs = (samples: Int16Array): number => {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return samples.length === 0 || sum === 0
    ? DIGITAL_SILENCE_DBFS
    : Math.max(DIGITAL_SILENCE_DBFS, 10 * Math.log10(sum / samples.length / 32_768 ** 2))
}

/** A level difference in dB as a factor of amplitude. */
export const amplitude = (db: number): number => 10 ** (db / 20)

/** Multiplied, and kept within 16 bits. */
export const scaled = (samples: Int16Array, factor: number): Int16Array =>
  samples.map((sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample * factor))))
