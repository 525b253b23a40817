import pg from 'pg'
import { asApp } from './app-pool.ts'
import type { ServerAddress } from './server-address.ts'

/** Keeps `reachable` true to the world, and tells when it changes. */
export type Prober = {
  readonly reachable: boolean
  onReachable(listener: (reachable: boolean) => void): () => void
  /** Somebody else found the database away. */
  foundAway(): void
  /** Somebody else reached it. */
  foundThere(): void
  stop(): Promise<void>
}

const WHILE_THERE_MS = 2_000
const WHILE_AWAY_MS = 250

/**
 * Asks the database `select 1` on a connection of its own: every 2 s while it is there, every 250 ms while it is away. Starts as reachable; the
 * first question is asked by whoever opens the database.
 */
export const startProber = (address: ServerAddress): Prober => {
  const listeners = new Set<(reachable: boolean) => void>()
  let reachable = true
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let probing: Promise<void> | undefined
  let stopped = false

  const set = (now: boolean): void => {
    if (reachable === now) return
    reachable = now
    for (const listener of listeners) listener(now)
  }

  const ask = async (): Promise<boolean> => {
    try {
      if (client === undefined) {
        const fresh = new pg.Client({ ...asApp(address), query_timeout: 1_500 })
        fresh.on('error', () => undefined)
        client = fresh
        await fresh.connect()
      }
      await client.query('select 1')
      return true
    } catch {
      const dead = client
      client = undefined
      void dead?.end().catch(() => undefined)
      return false
    }
  }

  const plan = (): void => {
    if (stopped) return
    clearTimeout(timer)
    timer = setTimeout(
      () => {
        probing ??= probe()
      },
      reachable ? WHILE_THERE_MS : WHILE_AWAY_MS,
    )
    timer.unref()
  }

  const probe = async (): Promise<void> => {
    const there = await ask()
    probing = undefined
    if (stopped) return
    set(there)
    plan()
  }

  plan()
  return {
    get reachable() {
      return reachable
    },
    onReachable: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    foundAway: () => {
      set(false)
      plan()
    },
    foundThere: () => set(true),
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await probing
      await client?.end().catch(() => undefined)
    },
  }
}
