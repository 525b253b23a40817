import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '#kernel/random.ts'
import { installed } from '../../../../tests/support/debian-tools.ts'
import type { Digit } from '../call.ts'
import { createDtmfDetector } from './detect-dtmf.ts'
import { dtmfTone, peakOf, type ToneOptions } from './dtmf-tones.ts'
import { decodeG711, encodeG711 } from './g711.ts'
import { resample } from './resample.ts'
import { rootMeanSquare } from './speech-energy.ts'
import { readWav } from './wav.ts'

const KEYS = '0123456789*#ABCD'.split('') as Digit[]

const hear = (samples: Int16Array): string => {
  const detector = createDtmfDetector()
  let heard = ''
  for (let at = 0; at < samples.length; at += 160) heard += detector.hear(samples.subarray(at, at + 160)).join('')
  return heard
}

const join = (...pieces: readonly Int16Array[]): Int16Array => Int16Array.from(pieces.flatMap((piece) => [...piece]))
const silence = (ms: number): Int16Array => new Int16Array(Math.round(ms * 8))

/** Presses of all keys: each `on` ms, then `off` ms; begun at any place within the detector's blocks, through A-law. */
const presses = (keys: readonly Digit[], on: number, off: number, lead: number, options?: ToneOptions): Int16Array =>
  decodeG711(
    'PCMA',
    encodeG711('PCMA', join(silence(lead / 8), ...keys.flatMap((key) => [dtmfTone(key, on, options), silence(off)]), silence(60))),
  )

const noisy = (samples: Int16Array, dbm0: number, seed: number): Int16Array => {
  const random = seededRandom(seed)
  const deviation = peakOf(dbm0) / Math.SQRT2
  // A sum of uniform numbers is near enough to Gaussian; three bytes have variance 3 * 256^2 / 12.
  return samples.map((sample) => {
    const sum = random.bytes(3).reduce((total, byte) => total + byte - 127.5, 0)
    return Math.max(-32_768, Math.min(32_767, Math.round(sample + (sum / 128) * deviation)))
  })
}

const everywhere = fc.nat({ max: 79 })

describe('keys in the sound (ITU-T Q.24)', () => {
  it('hears 40 ms of any key with 40 ms between, wherever it begins', () => {
    fc.assert(
      fc.property(everywhere, (lead) => {
        expect(hear(presses(KEYS, 40, 40, lead))).toBe(KEYS.join(''))
      }),
    )
  })

  it('hears nothing in 23 ms of a key', () => {
    fc.assert(
      fc.property(everywhere, (lead) => {
        expect(hear(presses(KEYS, 23, 60, lead))).toBe('')
      }),
    )
  })

  it('hears one key through an interruption of 10 ms, and two when the same key is pressed twice', () => {
    fc.assert(
      fc.property(everywhere, fc.constantFrom(...KEYS), (lead, key) => {
        expect(hear(join(silence(lead / 8), dtmfTone(key, 60), silence(10), dtmfTone(key, 60), silence(60)))).toBe(key)
        expect(hear(presses([key, key], 50, 40, lead))).toBe(key + key)
      }),
    )
  })

  it('hears a long press once, and keys that follow each other without a pause', () => {
    expect(hear(presses(['5'], 3_000, 100, 3))).toBe('5')
    expect(hear(presses(['1', '2', '3', 'A'], 80, 0, 3))).toBe('123A')
  })

  it('accepts 1.5 % off the frequency and refuses 3.5 %', () => {
    fc.assert(
      fc.property(everywhere, fc.constantFrom(0.985, 1.015), (lead, detune) => {
        expect(hear(presses(KEYS, 60, 40, lead, { detune }))).toBe(KEYS.join(''))
      }),
    )
    for (const detune of [0.965, 1.035]) expect(hear(presses(KEYS, 100, 50, 0, { detune }))).toBe('')
  })

  it('accepts levels from 0 to -25 dBm0 a tone, and nothing below -35', () => {
    for (const dbm0 of [0, -3, -10, -20, -25]) {
      expect(hear(presses(KEYS, 50, 50, 11, { rowDbm0: dbm0, columnDbm0: dbm0 }))).toBe(KEYS.join(''))
    }
    expect(hear(presses(KEYS, 100, 50, 11, { rowDbm0: -36, columnDbm0: -36 }))).toBe('')
  })

  it('accepts a column louder by 4 dB or a row by 8, and refuses 10 and 14', () => {
    for (const [rowDbm0, columnDbm0] of [
      [-12, -8],
      [-8, -16],
    ] as const) {
      expect(hear(presses(KEYS, 50, 50, 7, { rowDbm0, columnDbm0 }))).toBe(KEYS.join(''))
    }
    for (const [rowDbm0, columnDbm0] of [
      [-18, -8],
      [-6, -20],
    ] as const) {
      expect(hear(presses(KEYS, 100, 50, 7, { rowDbm0, columnDbm0 }))).toBe('')
    }
  })

  it('hears every key through noise 12 dB below it', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      expect(hear(noisy(presses(KEYS, 60, 60, seed * 3, { rowDbm0: -10, columnDbm0: -10 }), -19, seed))).toBe(KEYS.join(''))
    }
  })

  it('hears nothing in noise, single tones, dial tone and music-like chords', () => {
    expect(hear(noisy(silence(60_000), -15, 4))).toBe('')
    const chord = (...hertz: readonly number[]): Int16Array =>
      Int16Array.from({ length: 16_000 }, (_, i) =>
        hertz.reduce((sum, f) => sum + Math.round(5_000 * Math.sin((2 * Math.PI * f * i) / 8_000)), 0),
      )
    for (const tones of [
      [425],
      [350, 440],
      [440, 480],
      [697],
      [1_209],
      [697, 770],
      [1_209, 1_336],
      [440, 554, 659],
      [941, 1_336, 1_700],
      [1_400, 2_060],
    ]) {
      expect(hear(chord(...tones))).toBe('')
    }
  })
})

describe.skipIf(!installed('espeak-ng'))('speech', () => {
  const TEXTS = {
    en: 'Hello, this is Harbour Dental. I would like to book an appointment for next Thursday at half past three in the afternoon. My name is Eleanor Whitfield, and my number is four one seven, double five, oh nine two. No, not tomorrow, the week after; my daughter has been in pain since Monday evening, and we are really worried. Who would be able to see her? Mmm, yes, aha, okay, oh no, well, ooh.',
    da: 'Goddag, du taler med Anne Kirstine Sørensen. Jeg vil gerne bestille en tid på torsdag klokken halv fire, eller måske fredag morgen. Mit nummer er enogtyve, femogfyrre, syvogtres, nioghalvfems. Nej, ikke i morgen, ugen efter. Hun har haft ondt siden mandag aften, og vi er virkelig bekymrede. Øh, ja, mm, nå, hov, åh nej.',
  }
  const speech = (voice: string, pitch: number, text: string): Int16Array => {
    const spoken = readWav(
      spawnSync('espeak-ng', ['-v', voice, '-p', String(pitch), '-s', '150', '--stdout', text], { maxBuffer: 64 << 20 }).stdout,
    )
    const at8k = resample(spoken.channels[0] ?? new Int16Array(), spoken.sampleRate, 8_000)
    // As loud as people are on the telephone: -15 dBm0.
    const gain = peakOf(-15) / Math.SQRT2 / rootMeanSquare(at8k)
    return decodeG711(
      'PCMA',
      encodeG711(
        'PCMA',
        at8k.map((sample) => Math.max(-32_768, Math.min(32_767, sample * gain))),
      ),
    )
  }

  it('is never taken for a key: men, women, high and low, English and Danish', () => {
    let seconds = 0
    const falls: string[] = []
    for (const [language, text] of Object.entries(TEXTS)) {
      for (const variant of ['', '+m1', '+f1', '+f2', '+f5', '+whisper']) {
        for (const pitch of [25, 75]) {
          const sound = speech(`${language}${variant}`, pitch, text)
          seconds += sound.length / 8_000
          const heard = hear(sound)
          if (heard !== '') falls.push(`${language}${variant} ${pitch}: ${heard}`)
        }
      }
    }
    expect(seconds).toBeGreaterThan(300)
    expect(falls).toEqual([])
  }, 120_000)

  it('of our own, echoed 12 dB below the keys, does not hide them', () => {
    const talk = speech('en', 50, TEXTS.en)
    const keys = presses(KEYS, 80, 80, 5, { rowDbm0: -10, columnDbm0: -8 })
    const echo = 10 ** (-9 / 20)
    expect(hear(keys.map((sample, i) => sample + Math.round((talk[i + 8_000] ?? 0) * echo)))).toBe(KEYS.join(''))
  })
})
