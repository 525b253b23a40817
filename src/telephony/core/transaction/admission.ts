import type { Instant } from '#kernel/instant.ts'

/**
 * How many requests that open something (a call, an OPTIONS probe) one source may send: a bucket of `burst` that refills with
 * `perSecond`. Whoever overdraws it is refused; whoever goes on after that gets no answer at all, since each would cost as
 * much as a call's packet and could be aimed at somebody else by a forged source.
 */
export type Allowance = { readonly perSecond: number; readonly burst: number }

export type Bucket = { readonly level: number; readonly at: Instant }

export type Admission = 'admit' | 'refuse' | 'drop'

/** Refusals told to one source before it meets silence, as a share of its burst. */
const PATIENCE = 0.5

export const admit = (
  bucket: Bucket | undefined,
  allowance: Allowance,
  now: Instant,
): { readonly bucket: Bucket; readonly admission: Admission } => {
  const { perSecond, burst } = allowance
  const elapsed = bucket === undefined ? 0 : Math.max(0, now - bucket.at)
  const level = bucket === undefined ? burst : Math.min(burst, bucket.level + (elapsed / 1_000) * perSecond)
  if (level >= 1) return { bucket: { level: level - 1, at: now }, admission: 'admit' }
  if (level >= -burst * PATIENCE) return { bucket: { level: level - 1, at: now }, admission: 'refuse' }
  return { bucket: { level, at: now }, admission: 'drop' }
}
