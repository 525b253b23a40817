import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NotAWavFile, readWav, writeWav } from './wav.ts'

const samples = fc.array(fc.integer({ min: -32_768, max: 32_767 }), { maxLength: 50 }).map((values) => Int16Array.from(values))

describe('a WAV file', () => {
  it('gives back what was written, mono and stereo', () => {
    fc.assert(
      fc.property(samples, fc.boolean(), fc.integer({ min: 1, max: 192_000 }), (left, stereo, sampleRate) => {
        const audio = { sampleRate, channels: stereo ? [left, Int16Array.from(left).reverse()] : [left] }
        const read = readWav(writeWav(audio))
        expect(read.sampleRate).toBe(sampleRate)
        expect(read.channels.map((channel) => [...channel])).toEqual(audio.channels.map((channel) => [...channel]))
      }),
    )
  })

  it('is read as far as it goes when its writer was cut off', () => {
    const whole = writeWav({ sampleRate: 8_000, channels: [Int16Array.of(1, 2, 3, 4)] })
    expect([...(readWav(whole.subarray(0, 49)).channels[0] ?? [])]).toEqual([1, 2])
    const unfinished = whole.slice()
    unfinished.fill(0, 40, 44)
    expect([...(readWav(unfinished).channels[0] ?? [])]).toEqual([1, 2, 3, 4])
  })

  it('passes over chunks it does not know', () => {
    const whole = writeWav({ sampleRate: 8_000, channels: [Int16Array.of(5)] })
    const extra = [...Buffer.from('LIST'), 3, 0, 0, 0, 1, 2, 3, 0]
    const mixed = Uint8Array.from([...whole.subarray(0, 36), ...extra, ...whole.subarray(36)])
    expect([...(readWav(mixed).channels[0] ?? [])]).toEqual([5])
  })

  it('of another kind is refused in words, and nothing else is thrown whatever the bytes', () => {
    const eightBit = writeWav({ sampleRate: 8_000, channels: [Int16Array.of(5)] })
    eightBit[34] = 8
    expect(() => readWav(eightBit)).toThrow('8 bits')
    expect(() => readWav(Buffer.from('hello'))).toThrow(NotAWavFile)
    const header = [...writeWav({ sampleRate: 8_000, channels: [new Int16Array(4)] })]
    const damage = fc.tuple(fc.nat({ max: header.length - 1 }), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(fc.array(damage, { maxLength: 6 }), fc.nat({ max: header.length }), (changes, length) => {
        const bytes = Uint8Array.from(header)
        for (const [at, value] of changes) bytes[at] = value
        try {
          readWav(bytes.subarray(0, length))
        } catch (error) {
          expect(error).toBeInstanceOf(NotAWavFile)
        }
      }),
    )
  })
})
