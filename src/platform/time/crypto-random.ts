import { randomFillSync } from 'node:crypto'
import type { Random } from '#kernel/random.ts'

/** The operating system's unpredictable bytes. */
export const cryptoRandom: Random = { bytes: (count) => randomFillSync(new Uint8Array(count)) }
