import type { Clock } from '#kernel/clock.ts'
import { instant } from '#kernel/instant.ts'

/** The machine's wall clock. */
export const systemClock: Clock = { now: () => instant(Date.now()) }
