/** How late frames left, counted in quarter milliseconds: small enough to have one for each call. */
export type Lateness = {
  readonly add: (ms: number) => void
  readonly summary: () => { readonly p50: number; readonly p99: number; readonly max: number }
}

const STEP_MS = 0.25
/** The last bucket, 40 ms, holds everything above too. */
const BUCKETS = 160

export const createLateness = (): Lateness => {
  const counts = new Uint32Array(BUCKETS + 1)
  let total = 0
  let max = 0
  /** Upper edge of the bucket in which the share `p` of all is reached; never above the greatest seen. */
  const percentile = (p: number): number => {
    let seen = 0
    for (let bucket = 0; bucket <= BUCKETS; bucket += 1) {
      seen += counts[bucket] ?? 0
      if (seen >= total * p) return bucket === BUCKETS ? max : Math.min(max, (bucket + 1) * STEP_MS)
    }
    return max
  }
  return {
    add: (ms) => {
      const late = Math.max(0, ms)
      const bucket = Math.min(BUCKETS, Math.floor(late / STEP_MS))
      counts[bucket] = (counts[bucket] ?? 0) + 1
      total += 1
      max = Math.max(max, late)
    },
    summary: () => (total === 0 ? { p50: 0, p99: 0, max: 0 } : { p50: percentile(0.5), p99: percentile(0.99), max }),
  }
}
