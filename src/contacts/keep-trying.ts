/**
 * Does something again and again until it has nothing left to do.
 *
 *   idle      nothing is left. `soon` plans a try, `now` begins one.
 *   planned   a try will begin after a pause: 1 s at first, twice as long after each try that left something, at most 30 s. `now`
 *             does not wait for it; `soon` changes nothing.
 *   trying    one try at a time. `now` has another follow at once, `soon` after the pause.
 *   stopped   for good, when the try that is under way is over.
 */
export type Retry = {
  soon(): void
  now(): void
  stop(): Promise<void>
}

const PAUSE_MS = { first: 1_000, atMost: 30_000 }

/** `attempt` never rejects; it answers whether something is left to do. */
export const keepTrying = (attempt: () => Promise<boolean>): Retry => {
  let planned: NodeJS.Timeout | undefined
  let trying: Promise<void> | undefined
  let atOnce = false
  let afterPause = false
  let pauseMs = PAUSE_MS.first
  let stopped = false

  const plan = (afterMs: number): void => {
    if (stopped) return
    planned = setTimeout(() => {
      planned = undefined
      trying = run()
    }, afterMs)
    planned.unref()
  }

  const run = async (): Promise<void> => {
    const left = (await attempt()) || afterPause
    trying = undefined
    afterPause = false
    if (!left) pauseMs = PAUSE_MS.first
    if (atOnce) plan(0)
    else if (left) {
      plan(pauseMs)
      pauseMs = Math.min(2 * pauseMs, PAUSE_MS.atMost)
    }
    atOnce = false
  }

  return {
    soon: () => {
      if (planned === undefined && trying === undefined) plan(PAUSE_MS.first)
      else if (trying !== undefined) afterPause = true
    },
    now: () => {
      if (trying !== undefined) atOnce = true
      else {
        clearTimeout(planned)
        plan(0)
      }
    },
    stop: async () => {
      stopped = true
      clearTimeout(planned)
      await trying
    },
  }
}
