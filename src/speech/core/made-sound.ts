/**
 * Sound made from numbers, for tests: a voice-like buzz (a fundamental with harmonics, in syllables of 180 ms with dips
 * between) and echoes of it. Repeatable.
 */
const RATE = 8_000

/** `seconds` of voice-like sound with an RMS of about `level` dBFS. `pitch` in Hz tells voices apart; `syllableMs` their rhythm. */
export const voiceLike = (seconds: number, level: number, pitch = 120, syllableMs = 180): Int16Array => {
  const peak = 32_768 * 10 ** (level / 20) * 2.2
  return Int16Array.from({ length: Math.round(seconds * RATE) }, (_, index) => {
    const t = index / RATE
    const syllable = Math.abs(Math.sin((Math.PI * t * 1_000) / syllableMs)) ** 0.7
    let wave = 0
    for (let harmonic = 1; harmonic <= 12; harmonic += 1) wave += Math.sin(2 * Math.PI * pitch * harmonic * t + harmonic) / harmonic
    return Math.max(-32_768, Math.min(32_767, Math.round((wave / 2) * syllable * peak)))
  })
}

export const silence = (seconds: number): Int16Array => new Int16Array(Math.round(seconds * RATE))

/** A background of evenly spread noise at about `level` dBFS. */
export const hiss = (seconds: number, level: number, seed = 1): Int16Array => {
  let state = seed >>> 0
  const peak = 32_768 * 10 ** (level / 20) * Math.sqrt(3)
  return Int16Array.from({ length: Math.round(seconds * RATE) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.round(((state / 2 ** 32) * 2 - 1) * peak)
  })
}

export const joined = (...parts: readonly Int16Array[]): Int16Array => {
  const all = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Both at once; as long as the longer. */
export const mixed = (a: Int16Array, b: Int16Array): Int16Array =>
  Int16Array.from({ length: Math.max(a.length, b.length) }, (_, index) =>
    Math.max(-32_768, Math.min(32_767, (a[index] ?? 0) + (b[index] ?? 0))),
  )

/** `sound` again after `delayMs`, `db` weaker. */
export const echoOf = (sound: Int16Array, delayMs: number, db: number): Int16Array => {
  const delay = Math.round((delayMs * RATE) / 1_000)
  const factor = 10 ** (-db / 20)
  return Int16Array.from({ length: sound.length + delay }, (_, index) =>
    index < delay ? 0 : Math.round((sound[index - delay] ?? 0) * factor),
  )
}

/** Cut into frames of 20 ms; the last is filled with silence. */
export const frames = (sound: Int16Array): readonly Int16Array[] =>
  Array.from({ length: Math.ceil(sound.length / 160) }, (_, index) => {
    const frame = new Int16Array(160)
    frame.set(sound.subarray(index * 160, (index + 1) * 160))
    return frame
  })
