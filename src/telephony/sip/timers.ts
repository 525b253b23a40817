/** The only source of delays, so that tests can hold time still. */
export interface Timers {
  /** Runs `work` once after `ms`; the function returned forgets it. */
  after(ms: number, work: () => void): () => void
}

/** The event loop's own. None keeps the process alive: open sockets do. */
export const realTimers: Timers = {
  after: (ms, work) => {
    const handle = setTimeout(work, ms)
    handle.unref()
    return () => clearTimeout(handle)
  },
}

/** The named timers of one machine; one started again replaces the one that runs. */
export class TimerSet<Name extends string> {
  readonly #timers: Timers
  readonly #running = new Map<Name, () => void>()

  constructor(timers: Timers) {
    this.#timers = timers
  }

  start(name: Name, ms: number, work: () => void): void {
    this.cancel(name)
    this.#running.set(
      name,
      this.#timers.after(ms, () => {
        this.#running.delete(name)
        work()
      }),
    )
  }

  cancel(name: Name): void {
    this.#running.get(name)?.()
    this.#running.delete(name)
  }

  cancelAll(): void {
    for (const forget of this.#running.values()) forget()
    this.#running.clear()
  }
}
