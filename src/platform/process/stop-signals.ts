export type StopOptions = {
  /** Stops cleanly: ends calls with a sentence, stores, closes. */
  readonly stop: (signal: NodeJS.Signals) => Promise<void>
  /** How long it may take, in ms, before the process ends all the same. What was promised is stored by then. */
  readonly patienceMs: number
  /** Told when it took too long, failed, or a second signal came. */
  readonly onHurried: (why: string) => void
}

const SAME_WISH_MS = 1_000

/**
 * Ties a program's clean stop to SIGTERM, SIGINT and SIGHUP (a closed terminal). The first signal begins it; a second one, or the end of
 * patience, ends the process at once. Exit code 0 after a clean stop, 1 otherwise. One Ctrl-C reaches a program under npm twice, from the
 * terminal and from npm: what comes within a second is the same wish.
 */
export const stopOnSignals = ({ stop, patienceMs, onHurried }: StopOptions): void => {
  let stoppingSince: number | undefined
  const hurry = (why: string): void => {
    onHurried(why)
    process.exit(1)
  }
  const begin = (signal: NodeJS.Signals): void => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince >= SAME_WISH_MS) hurry(`${signal} came again`)
      return
    }
    stoppingSince = performance.now()
    setTimeout(() => hurry(`it took longer than ${patienceMs / 1_000} s`), patienceMs).unref()
    stop(signal).then(
      () => process.exit(0),
      (error: unknown) => hurry(error instanceof Error ? error.message : String(error)),
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, begin)
}
