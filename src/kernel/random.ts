/** The only source of chance. */
export interface Random {
  /** `count` unpredictable bytes (cryptographic in the running program, seeded in tests). */
  bytes(count: number): Uint8Array
}

/** A repeatable `Random` for tests and generated callers: mulberry32 over `seed`. Never for secrets. */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
  return { bytes: (count) => Uint8Array.from({ length: count }, () => next() & 0xff) }
}
