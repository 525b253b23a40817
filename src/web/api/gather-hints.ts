import type { LiveHint } from '#contract/index.ts'

export type Gatherer = { readonly add: (hint: LiveHint) => void; readonly stop: () => void }

/**
 * Hints that come together are answered by one reading, and no reading begins while another runs: however fast the hints
 * come, each reading is finished and shown, and the last hint is always followed by a reading of its own.
 */
export const gatherHints = (read: (hints: readonly LiveHint[]) => Promise<unknown>, waitMs: number): Gatherer => {
  let waiting: LiveHint[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let reading = false
  let stopped = false

  const readWaiting = async (): Promise<void> => {
    timer = undefined
    const hints = waiting
    waiting = []
    reading = true
    // What could not be read is told where it is shown.
    await read(hints).catch(() => undefined)
    reading = false
    if (waiting.length > 0) readSoon()
  }
  const readSoon = (): void => {
    if (!stopped && !reading) timer ??= setTimeout(() => void readWaiting(), waitMs)
  }
  return {
    add: (hint) => {
      waiting.push(hint)
      readSoon()
    },
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}
