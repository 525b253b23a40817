import { closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type KernelLock, tryKernelLock } from '../../files/kernel-lock.ts'
import { clusterFolder, ensureCluster, lastComplaint, openTo, spawnPostgres } from './cluster.ts'
import { probeSocket } from './probe-socket.ts'
import { socketFile } from './socket-folder.ts'
import { setAsideStalePidFile } from './stale-pid-file.ts'
import { unprivileged } from './unprivileged.ts'
import { type WatchdogNews, watchdogOrder } from './watchdog-protocol.ts'

/*
 * The watchdog: postgres's parent, detached from the program it serves and tied to it by a pipe.
 *
 *   waiting    an earlier watchdog or postgres of this folder still holds the lock (it is shutting down). Left when the kernel
 *              grants the lock, or after PATIENCE with `failed`.
 *   preparing  the cluster is made when missing. An earlier half-made one is thrown away.
 *   starting   postgres runs, nobody has reached it yet. Should it end now, starting again would not help: `failed`.
 *   serving    the program has reached it (REACHED). Should postgres end now, it is started again, at once at first, then with growing
 *              pauses, for ever: the data is here, and giving up helps nobody.
 *   stopping   the pipe has ended: the program stopped us, or died by whatever signal. Fast shutdown (SIGINT); after SHUTDOWN_PATIENCE an
 *              immediate one (SIGQUIT), from which the next start recovers by the log. Nothing that was acknowledged is lost in either.
 *              Signals to the watchdog itself are not listened to.
 *
 * Should the watchdog itself be killed, the kernel ends postgres (parent-death signal), and the program starts another watchdog.
 */

const PATIENCE_MS = 90_000
const SHUTDOWN_PATIENCE_MS = 20_000
const LONGEST_PAUSE_MS = 2_000
const LOG_LIMIT_BYTES = 16 * 1024 * 1024

const order = watchdogOrder.parse(JSON.parse(process.argv[2] ?? '{}'))
const logFile = join(order.home, 'postgres.log')

let lock: KernelLock | undefined
let postgres: ReturnType<typeof spawnPostgres> | undefined
let stopping = false
let reached = false

const tell = (news: WatchdogNews): void => {
  process.stdout.write(`${JSON.stringify(news)}\n`)
}

const end = (code: number): never => {
  if (order.ephemeral && lock !== undefined) {
    for (const folder of [order.home, order.socketFolder]) rmSync(folder, { recursive: true, force: true })
  }
  process.exit(code)
}

const stop = (): void => {
  if (stopping) return
  stopping = true
  if (postgres === undefined) end(0)
  postgres?.kill('SIGINT')
  setTimeout(() => postgres?.kill('SIGQUIT'), SHUTDOWN_PATIENCE_MS).unref()
}

const fail = (reason: string): never => {
  tell({ state: 'failed', reason })
  return end(1)
}

const takeLock = async (): Promise<KernelLock> => {
  const path = join(order.home, 'lock')
  const deadline = performance.now() + PATIENCE_MS
  for (let told = false; ;) {
    const taken = tryKernelLock(path)
    if (taken !== undefined) return taken
    if (!told) tell({ state: 'waiting' })
    told = true
    if (performance.now() > deadline) fail(`an earlier PostgreSQL in ${order.home} does not end`)
    await sleep(25)
  }
}

const openLog = (): number => {
  if (existsSync(logFile) && statSync(logFile).size > LOG_LIMIT_BYTES) renameSync(logFile, `${logFile}.1`)
  return openSync(logFile, 'a', 0o600)
}

/** Runs postgres once; answers how it ended. */
const runOnce = (as: ReturnType<typeof unprivileged>, held: KernelLock): Promise<string> => {
  const log = openLog()
  const child = spawnPostgres(as, order, log, held.fd)
  closeSync(log)
  postgres = child
  return new Promise((resolve) => {
    child.on('spawn', () => tell({ state: 'running', pid: child.pid ?? 0 }))
    child.on('error', (error) => resolve(error.message))
    child.on('exit', (code, signal) => resolve(signal ?? `exit ${code}`))
  })
}

const main = async (): Promise<void> => {
  lock = await takeLock()
  const socket = socketFile(order.socketFolder)
  if (await probeSocket(socket)) fail(`another PostgreSQL already listens on ${socket}`)
  const as = unprivileged(order.namespaceAllowed)
  openTo(as, order.home, order.socketFolder)
  const refused = await ensureCluster(as, order, () => tell({ state: 'initialising' }))
  if (refused !== undefined) fail(refused)
  const cluster = clusterFolder(order.home)
  for (const file of [join(cluster, 'postmaster.pid'), `${socket}.lock`]) setAsideStalePidFile(file, cluster)
  for (let pause = 0; !stopping; pause = Math.min(LONGEST_PAUSE_MS, pause * 2 + 25)) {
    const startedAt = performance.now()
    const how = await runOnce(as, lock)
    if (stopping) break
    if (!reached) fail(`PostgreSQL does not start (${how}): ${lastComplaint(logFile)}; its log is ${logFile}`)
    tell({ state: 'crashed', how })
    if (performance.now() - startedAt > 10_000) pause = 0
    await sleep(pause)
  }
  end(0)
}

process.stdin.on('data', () => {
  reached = true
})
process.stdin.on('end', stop)
process.stdin.on('error', stop)
process.stdout.on('error', stop)
// A service manager stops a program by signalling all its processes. The program is then still ending its calls and storing what they
// came to: the database stays until it has closed the pipe.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)

try {
  await main()
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
}
