import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { AppError } from '#kernel/app-error.ts'
import { ensureDataFolder } from '../../files/data-folder.ts'
import type { ServerAddress } from '../server-address.ts'
import { OWNER } from './cluster.ts'
import { SOCKET_PORT, socketFolder } from './socket-folder.ts'
import { REACHED, type WatchdogNews, type WatchdogOrder, watchdogNews } from './watchdog-protocol.ts'

export class DatabaseDoesNotStart extends AppError {
  override readonly name = 'DatabaseDoesNotStart'
  override readonly kind = 'unavailable'
  readonly reason: string
  constructor(reason: string) {
    super(`The embedded database does not start: ${reason}.`)
    this.reason = reason
  }
}

export type EmbeddedOptions = {
  /** The data folder; made when missing. The database lives in `postgres` below it. */
  readonly folder: string
  /** postgresql.conf settings, for tests that can spare durability. The running program passes none: fsync stays on. */
  readonly settings?: Readonly<Record<string, string>>
  /** Removes the database's folder when it stops, also when this process is killed. */
  readonly ephemeral?: boolean
  readonly namespaceAllowed?: boolean
  /** What the supervisor does, for the log. */
  readonly onNews?: (news: WatchdogNews | { readonly state: 'socket-moved'; readonly folder: string }) => void
}

export type EmbeddedServer = {
  /** The server as its owner. */
  readonly address: ServerAddress
  /** The running postgres, for doctor and tests; changes when it is started again. */
  readonly pid: () => number | undefined
  readonly watchdogPid: () => number | undefined
  /** Stops postgres (fast shutdown) and answers when it is gone. */
  stop(): Promise<void>
}

const WATCHDOG = fileURLToPath(new URL('./watchdog.child.ts', import.meta.url))
/** Recovery after a crash replays the log, which takes its time on a slow disk. */
const START_PATIENCE_MS = 120_000

/** Asks once, as a client does. True: it answers. False: not yet. */
const answers = async (address: ServerAddress): Promise<boolean> => {
  const client = new pg.Client({ ...address, connectionTimeoutMillis: 2_000, query_timeout: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/**
 * Starts the embedded PostgreSQL under its watchdog and answers when it can be asked. It stops when this process ends, however
 * that comes about, and is started again when it crashes. Lock the data folder first (`lockDataFolder`).
 * Refuses with `DatabaseDoesNotStart`, `DataFolderUnusable`, `NoEmbeddedPostgres`.
 */
export const startEmbedded = async (options: EmbeddedOptions): Promise<EmbeddedServer> => {
  ensureDataFolder(options.folder)
  const home = join(realpathSync(options.folder), 'postgres')
  ensureDataFolder(home)
  const socket = socketFolder(home)
  if (socket.moved) options.onNews?.({ state: 'socket-moved', folder: socket.folder })
  const order: WatchdogOrder = {
    home,
    socketFolder: socket.folder,
    settings: options.settings ?? {},
    ephemeral: options.ephemeral ?? false,
    namespaceAllowed: options.namespaceAllowed ?? true,
  }
  const address: ServerAddress = { host: socket.folder, port: SOCKET_PORT, user: OWNER, database: 'postgres' }

  let watchdog: ChildProcess
  let gone: Promise<void>
  let pid: number | undefined
  let failed: string | undefined
  let stopping = false
  let served = false

  const launch = (): void => {
    mkdirSync(socket.folder, { recursive: true, mode: 0o700 })
    const child = spawn(process.execPath, [WATCHDOG, JSON.stringify(order)], { stdio: ['pipe', 'pipe', 'inherit'], detached: true })
    watchdog = child
    child.stdin?.on('error', () => undefined)
    createInterface({ input: child.stdout }).on('line', (line) => {
      const news = watchdogNews.parse(JSON.parse(line))
      pid = news.state === 'running' ? news.pid : undefined
      if (news.state === 'failed') failed = news.reason
      options.onNews?.(news)
    })
    gone = new Promise((resolve) => {
      child.on('error', (error) => {
        failed ??= error.message
        resolve()
      })
      child.on('exit', (code, signal) => {
        resolve()
        if (stopping) return
        if (!served) failed ??= `its watchdog ended (${signal ?? code})`
        else void relaunch()
      })
    })
    // Neither the child nor its pipes keep this process alive.
    child.unref()
    for (const stream of [child.stdin, child.stdout]) (stream as unknown as { unref?: () => void } | null)?.unref?.()
  }

  const reach = async (): Promise<void> => {
    const deadline = performance.now() + START_PATIENCE_MS
    for (;;) {
      if (pid !== undefined && (await answers(address))) break
      if (failed !== undefined) throw new DatabaseDoesNotStart(failed)
      if (performance.now() > deadline) throw new DatabaseDoesNotStart(`it did not answer within ${START_PATIENCE_MS / 1_000} seconds`)
      await sleep(10)
    }
    watchdog.stdin?.write(REACHED)
    served = true
  }

  const relaunch = async (): Promise<void> => {
    pid = undefined
    await sleep(250, undefined, { ref: false })
    if (stopping) return
    failed = undefined
    launch()
    await reach().catch(() => undefined)
  }

  const stop = async (): Promise<void> => {
    stopping = true
    watchdog.ref()
    watchdog.stdin?.end()
    await gone
  }

  launch()
  try {
    await reach()
  } catch (error) {
    await stop()
    throw error
  }
  return { address, pid: () => pid, watchdogPid: () => watchdog.pid, stop }
}
