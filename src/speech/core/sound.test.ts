import fc from 'fast-check'
import { expect, test } from 'vitest'
import { levelDbfs } from './level.ts'
import { hiss, joined, silence, voiceLike } from './made-sound.ts'
import { activeLevelDbfs, forTelephone, SPEECH_LEVEL_DBFS } from './prompt-sound.ts'
import { resample } from '#telephony/core/index.ts'
import { doubler } from './resample.ts'
import { pcmFromWav } from './wav.ts'

const tone = (hertz: number, rate: number, seconds = 0.5): Int16Array =>
  Int16Array.from({ length: rate * seconds }, (_, index) => Math.round(10_000 * Math.sin((2 * Math.PI * hertz * index) / rate)))

test.each([16_000, 22_050, 48_000])('from %d Hz to 8 kHz speech keeps its level and what lies above 4 kHz is gone', (rate) => {
  const kept = levelDbfs(resample(tone(1_000, rate), rate, 8_000).subarray(400, -400))
  expect(Math.abs(kept - levelDbfs(tone(1_000, rate)))).toBeLessThan(0.2)
  expect(levelDbfs(resample(tone(5_000, rate), rate, 8_000).subarray(400, -400))).toBeLessThan(kept - 50)
  expect(resample(tone(1_000, rate), rate, 8_000).length).toBe(4_000)
})

test('the doubled stream keeps level, mirrors nothing, and does not depend on how it was cut', () => {
  const sound = tone(1_000, 8_000)
  const whole = doubler().accept(sound)
  expect(Math.abs(levelDbfs(whole.subarray(400)) - levelDbfs(sound))).toBeLessThan(0.2)
  const pieces = doubler()
  const cut = joined(...[0, 160, 333, 1_000].map((from, index, all) => pieces.accept(sound.subarray(from, all[index + 1] ?? sound.length))))
  expect(cut).toEqual(whole)
})

test('a prompt has the level of speech, no silence around it and never clips, however it was rendered', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -50, max: -8 }),
      fc.integer({ min: 0, max: 10 }),
      fc.constantFrom(8_000, 16_000, 22_050),
      (level, silent, sampleRate) => {
        const samples = joined(silence(silent / 10), voiceLike(1, level), silence(silent / 5))
        const prompt = forTelephone({ samples, sampleRate })
        expect(Math.abs((activeLevelDbfs(prompt) ?? 0) - SPEECH_LEVEL_DBFS)).toBeLessThan(2)
        expect(Math.max(...prompt.map(Math.abs))).toBeLessThan(32_000)
        expect(levelDbfs(prompt.subarray(0, 480))).toBeGreaterThan(-45)
      },
    ),
    { numRuns: 20 },
  )
})

test('silence stays silence', () => {
  expect(forTelephone({ samples: silence(1), sampleRate: 8_000 }).length).toBe(0)
})

test('made hiss has the level asked for', () => {
  expect(Math.abs(levelDbfs(hiss(1, -30)) + 30)).toBeLessThan(0.5)
})

const wav = (samples: Int16Array, dataLength = samples.length * 2): Uint8Array => {
  const file = Buffer.alloc(44 + samples.length * 2)
  file.write('RIFF', 0)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(22_050, 24)
  file.writeUInt16LE(16, 34)
  file.write('data', 36)
  file.writeUInt32LE(dataLength, 40)
  samples.forEach((sample, index) => file.writeInt16LE(sample, 44 + 2 * index))
  return file
}

test('a WAV file written to a pipe has a false length and is read to its end', () => {
  const samples = Int16Array.of(1, -2, 3)
  expect(pcmFromWav(wav(samples, 0x7fff_f000))).toEqual({ samples, sampleRate: 22_050 })
})

test('bytes that are no WAV file are refused without a throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 0, max: 60 }), (noise, keep) => {
      pcmFromWav(noise)
      pcmFromWav(Buffer.concat([wav(Int16Array.of(1, 2, 3)).subarray(0, keep), noise]))
    }),
  )
  expect(pcmFromWav(new Uint8Array(0))).toBeUndefined()
})
