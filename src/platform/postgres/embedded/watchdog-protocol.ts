import { z } from 'zod'

/** What the watchdog is told when it starts (JSON, its only argument). */
export const watchdogOrder = z.object({
  /** Holds the cluster, the log and the lock; absolute. */
  home: z.string(),
  /** Where postgres makes its socket. */
  socketFolder: z.string(),
  /** postgresql.conf settings besides our own. */
  settings: z.record(z.string(), z.string()),
  /** Remove `home` (and the socket folder) after the last stop: for tests and demonstrations. */
  ephemeral: z.boolean(),
  /** False: do not use a user namespace, run as another user (only matters to root). */
  namespaceAllowed: z.boolean(),
})
export type WatchdogOrder = z.infer<typeof watchdogOrder>

/** What it tells, one JSON object a line on its standard output. */
export const watchdogNews = z.discriminatedUnion('state', [
  /** The postgres of an earlier run is still shutting down. */
  z.object({ state: z.literal('waiting') }),
  /** A new cluster is being made. */
  z.object({ state: z.literal('initialising') }),
  z.object({ state: z.literal('running'), pid: z.number() }),
  /** postgres ended although nobody asked; it is started again. */
  z.object({ state: z.literal('crashed'), how: z.string() }),
  /** It cannot be started; the watchdog ends. `reason` is a sentence's second half. */
  z.object({ state: z.literal('failed'), reason: z.string() }),
])
export type WatchdogNews = z.infer<typeof watchdogNews>

/** What it is told on its standard input. The end of the input, however it comes about, means: stop postgres and end. */
export const REACHED = 'reached\n'
