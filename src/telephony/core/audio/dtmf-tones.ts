import type { Digit } from '../call.ts'
import { SAMPLE_RATE } from './g711.ts'

// ITU-T Q.23: a key sounds as one frequency of its row and one of its column.
export const ROW_FREQUENCIES = [697, 770, 852, 941] as const
export const COLUMN_FREQUENCIES = [1209, 1336, 1477, 1633] as const
const KEYPAD: readonly (readonly Digit[])[] = [
  ['1', '2', '3', 'A'],
  ['4', '5', '6', 'B'],
  ['7', '8', '9', 'C'],
  ['*', '0', '#', 'D'],
]

/** The key at a row and column of the keypad. */
export const digitAt = (row: number, column: number): Digit | undefined => KEYPAD[row]?.[column]

/** Peak of a sine of 0 dBm0 in 16-bit samples: a full-scale sine is +3.14 dBm0 in A-law (G.711, table 5), peak 32,256. */
const PEAK_OF_0_DBM0 = 32_256 / 10 ** (3.14 / 20)

/** Peak amplitude of a sine of `dbm0`, in 16-bit samples. */
export const peakOf = (dbm0: number): number => PEAK_OF_0_DBM0 * 10 ** (dbm0 / 20)

export type ToneOptions = {
  /** Level of the row and the column tone. */
  readonly rowDbm0?: number
  readonly columnDbm0?: number
  /** Factor by which both frequencies are off: 1.015 is 1.5 % high. */
  readonly detune?: number
}

/** The sound of a key at 8 kHz. Default levels: -8 and -6 dBm0, the column louder by 2 dB as telephones send it. */
export const dtmfTone = (
  digit: Digit,
  ms: number,
  { rowDbm0 = -8, columnDbm0 = -6, detune = 1 }: ToneOptions = {},
): Int16Array<ArrayBuffer> => {
  const row = KEYPAD.findIndex((keys) => keys.includes(digit))
  const column = KEYPAD[row]?.indexOf(digit) ?? 0
  const low = (2 * Math.PI * (ROW_FREQUENCIES[row] ?? 0) * detune) / SAMPLE_RATE
  const high = (2 * Math.PI * (COLUMN_FREQUENCIES[column] ?? 0) * detune) / SAMPLE_RATE
  return Int16Array.from({ length: Math.round((ms * SAMPLE_RATE) / 1_000) }, (_, i) => {
    const sample = Math.round(peakOf(rowDbm0) * Math.sin(low * i) + peakOf(columnDbm0) * Math.sin(high * i))
    return Math.max(-32_768, Math.min(32_767, sample))
  })
}
