import type { KeptEvent } from './events.ts'

/** How long things took, in milliseconds. Undefined: has not happened. */
export type Timings = {
  /** From the call's arrival until it was picked up, by the line's own clock. */
  readonly pickedUpAfterMs: number | undefined
  /** From opened to ended. */
  readonly durationMs: number | undefined
  /** What the line measured, each value in the order it was taken: `replyMs` is the caller's last sound (or key) until ours. */
  readonly measured: Readonly<Record<string, readonly number[]>>
}

export const timingsOf = (events: readonly KeptEvent[]): Timings => {
  const measured: Record<string, number[]> = {}
  let pickedUpAfterMs: number | undefined
  let endedAt: number | undefined
  for (const event of events) {
    if (event.type === 'picked-up') pickedUpAfterMs ??= event.data.afterMs
    if (event.type === 'ended') endedAt ??= event.at
    if (event.type === 'measured') for (const [name, value] of Object.entries(event.data)) (measured[name] ??= []).push(value)
  }
  const startedAt = events[0]?.at
  return { pickedUpAfterMs, durationMs: startedAt === undefined || endedAt === undefined ? undefined : endedAt - startedAt, measured }
}
