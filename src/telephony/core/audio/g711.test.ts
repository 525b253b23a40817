import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { installed } from '../../../../tests/support/debian-tools.ts'
import { decodeG711, encodeG711, silenceOf, transcodeG711 } from './g711.ts'

const every = Uint8Array.from({ length: 256 }, (_, i) => i)
const decodeOne = (codec: 'PCMU' | 'PCMA', byte: number): number => decodeG711(codec, Uint8Array.of(byte))[0] ?? NaN
const encodeOne = (codec: 'PCMU' | 'PCMA', sample: number): number => encodeG711(codec, Int16Array.of(sample))[0] ?? NaN

describe('G.711', () => {
  // ITU-T G.711, table 2a: character signal and quantised value (of 8,031), at the top of each segment.
  it('decodes mu-law to the values of table 2', () => {
    const table = [
      [0x80, 8_031],
      [0x8f, 4_191],
      [0x9f, 2_079],
      [0xaf, 1_023],
      [0xbf, 495],
      [0xcf, 231],
      [0xdf, 99],
      [0xef, 33],
      [0xfe, 2],
      [0xff, 0],
    ] as const
    for (const [byte, value] of table) {
      expect(decodeOne('PCMU', byte)).toBe(value * 4)
      expect(decodeOne('PCMU', byte & 0x7f)).toBe(0 - value * 4)
    }
  })

  // ITU-T G.711, table 1a: the character signal before its even bits are inverted, and the quantised value (of 4,032).
  it('decodes A-law to the values of table 1', () => {
    const table = [
      [0xff, 4_032],
      [0xf0, 2_112],
      [0xe0, 1_056],
      [0xd0, 528],
      [0xc0, 264],
      [0xb0, 132],
      [0xa0, 66],
      [0x80, 1],
    ] as const
    for (const [character, value] of table) {
      expect(decodeOne('PCMA', character ^ 0x55)).toBe(value * 8)
      expect(decodeOne('PCMA', (character & 0x7f) ^ 0x55)).toBe(-value * 8)
    }
  })

  // The decision values of both tables, columns 2 to 4: at x the upper character begins, just below it the lower one ends.
  it('encodes by the decision values of the tables', () => {
    const mu = [
      [1, 0xfe],
      [3, 0xfd],
      [31, 0xef],
      [35, 0xee],
      [95, 0xdf],
      [103, 0xde],
      [223, 0xcf],
      [239, 0xce],
      [479, 0xbf],
      [991, 0xaf],
      [2_015, 0x9f],
      [4_063, 0x8f],
      [7_903, 0x80],
    ] as const
    for (const [decision, character] of mu) {
      expect(encodeOne('PCMU', decision * 4)).toBe(character)
      expect(encodeOne('PCMU', decision * 4 - 1)).toBe(character + 1)
      expect(encodeOne('PCMU', -decision * 4 - 1)).toBe(character & 0x7f)
    }
    const a = [
      [2, 0x81],
      [64, 0xa0],
      [128, 0xb0],
      [256, 0xc0],
      [512, 0xd0],
      [1_024, 0xe0],
      [2_048, 0xf0],
      [3_968, 0xff],
    ] as const
    for (const [decision, character] of a) {
      expect(encodeOne('PCMA', decision * 8)).toBe(character ^ 0x55)
      expect(encodeOne('PCMA', decision * 8 - 1)).toBe((character - 1) ^ 0x55)
      expect(encodeOne('PCMA', -decision * 8 - 1)).toBe((character & 0x7f) ^ 0x55)
    }
    for (const codec of ['PCMU', 'PCMA'] as const) {
      expect(encodeOne(codec, 32_767)).toBe(codec === 'PCMU' ? 0x80 : 0xaa)
      expect(encodeOne(codec, -32_768)).toBe(codec === 'PCMU' ? 0x00 : 0x2a)
    }
  })

  it('gives back every character that was decoded (mu-law has two zeros, of which one is kept)', () => {
    expect(encodeG711('PCMA', decodeG711('PCMA', every))).toEqual(every)
    expect(encodeG711('PCMU', decodeG711('PCMU', every))).toEqual(every.map((byte) => (byte === 0x7f ? 0xff : byte)))
  })

  it('never falls further from a sample than half its interval', () => {
    for (const [codec, top] of [
      ['PCMU', 8_031 * 4],
      ['PCMA', 4_032 * 8],
    ] as const) {
      for (let sample = -32_768; sample <= 32_767; sample += 7) {
        const error = Math.abs(decodeOne(codec, encodeOne(codec, sample)) - sample)
        if (Math.abs(sample) <= top) expect(error).toBeLessThanOrEqual(Math.max(16, Math.abs(sample) / 30))
      }
    }
  })

  it('transcodes to the nearest character, and there and back loses at most one step', () => {
    for (const [from, to] of [
      ['PCMU', 'PCMA'],
      ['PCMA', 'PCMU'],
    ] as const) {
      const there = transcodeG711(from, to, every)
      expect(there).toEqual(encodeG711(to, decodeG711(from, every)))
      const back = decodeG711(from, transcodeG711(to, from, there))
      decodeG711(from, every).forEach((sample, i) =>
        expect(Math.abs((back[i] ?? 0) - sample)).toBeLessThanOrEqual(Math.max(16, Math.abs(sample) / 15)),
      )
    }
    expect(transcodeG711('PCMA', 'PCMA', every)).toEqual(every)
    expect(silenceOf('PCMU')).toBe(0xff)
    expect(silenceOf('PCMA')).toBe(0xd5)
  })

  it.skipIf(!installed('sox'))('agrees with sox', () => {
    for (const [codec, encoding] of [
      ['PCMU', 'mu-law'],
      ['PCMA', 'a-law'],
    ] as const) {
      const sox = spawnSync(
        'sox',
        ['-D', '-t', 'raw', '-r', '8000', '-e', encoding, '-b', '8', '-', '-t', 'raw', '-e', 'signed', '-b', '16', '-'],
        { input: every },
      )
      const theirs = new Int16Array(new Uint8Array(sox.stdout).buffer)
      expect(decodeG711(codec, every).map((sample) => sample + 0)).toEqual(theirs)
    }
  })
})
