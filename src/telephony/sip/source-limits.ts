import type { Clock } from '#kernel/clock.ts'
import { type Admission, admit, type Allowance, type Bucket } from '../core/transaction/admission.ts'

/** Sources remembered at once. A flood of forged ones pushes out the oldest, never more memory. */
const MAX_SOURCES = 10_000

/** What each source has left of its allowance for requests that open something. */
export class SourceLimits {
  readonly #clock: Clock
  readonly #allowance: Allowance
  readonly #buckets = new Map<string, Bucket>()

  constructor(clock: Clock, allowance: Allowance) {
    this.#clock = clock
    this.#allowance = allowance
  }

  admit(source: string): Admission {
    const { bucket, admission } = admit(this.#buckets.get(source), this.#allowance, this.#clock.now())
    this.#buckets.delete(source)
    this.#buckets.set(source, bucket)
    if (this.#buckets.size > MAX_SOURCES) {
      const oldest = this.#buckets.keys().next()
      if (oldest.done !== true) this.#buckets.delete(oldest.value)
    }
    return admission
  }
}
