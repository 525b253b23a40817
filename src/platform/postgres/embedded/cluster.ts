import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EMBEDDED_MAJOR, postgresBinaries } from './binaries.ts'
import { SOCKET_PORT } from './socket-folder.ts'
import type { Unprivileged } from './unprivileged.ts'

/** The embedded cluster's superuser: it owns the tables and runs migrations; the application never works as it. */
export const OWNER = 'firstline'

export const clusterFolder = (home: string): string => join(home, 'cluster')

/** Gives what postgres must reach to the user it runs as, where that is another. */
export const openTo = (as: Unprivileged, home: string, socketFolder: string): void => {
  if (as.user === undefined) return
  chmodSync(dirname(home), 0o711)
  for (const folder of [home, socketFolder]) chownSync(folder, as.user.uid, as.user.gid)
}

const run = (as: Unprivileged, command: readonly string[], stdio: ('ignore' | 'pipe' | number)[], cwd: string): ChildProcess => {
  const [program = '', ...words] = [...as.prefix, ...command]
  return spawn(program, words, {
    ...as.user,
    stdio,
    cwd,
    detached: true,
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
  })
}

/** Where the cluster is, where its socket, and its settings besides our own. */
type ClusterOrder = { readonly home: string; readonly socketFolder: string; readonly settings: Readonly<Record<string, string>> }

/**
 * Makes the cluster when there is none: initdb (which fsyncs what it wrote) into a folder beside it, then one rename, so that
 * a half-made cluster is never taken for one. Answers why it cannot, or undefined.
 */
export const ensureCluster = async (as: Unprivileged, order: ClusterOrder, announce: () => void): Promise<string | undefined> => {
  const { home } = order
  const cluster = clusterFolder(home)
  if (existsSync(join(cluster, 'PG_VERSION'))) {
    const major = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
    return major === String(EMBEDDED_MAJOR)
      ? undefined
      : `${cluster} was made by PostgreSQL ${major} and this program carries ${EMBEDDED_MAJOR}; restore a backup into a new data folder`
  }
  announce()
  const half = `${cluster}.new`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { mode: 0o700 })
  if (as.user !== undefined) chownSync(half, as.user.uid, as.user.gid)
  const { initdb } = postgresBinaries()
  // Only a cluster that is to be thrown away runs without fsync, and is made without it, too.
  const hurry = order.settings['fsync'] === 'off' ? ['--no-sync'] : []
  // The builtin C.UTF-8 locale never changes under the indexes, whatever the machine's C library does; ICU collations are asked for by name.
  const words = [
    '-D',
    half,
    `--username=${OWNER}`,
    '--auth=trust',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ]
  const child = run(as, [initdb, ...words, '--locale=C', '--data-checksums', ...hurry], ['ignore', 'ignore', 'pipe'], home)
  let complaint = ''
  child.stderr?.on('data', (data: Buffer) => {
    complaint += data.toString()
  })
  const code = await new Promise<number | string>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (status, signal) => resolve(status ?? signal ?? 'gone'))
  })
  if (code !== 0) return `initdb failed (${code}): ${reasonIn(complaint)}`
  renameSync(half, cluster)
  return undefined
}

/** What initdb died of: it says so first, and what it tidied up after. */
const reasonIn = (complaint: string): string => /^.*\b(?:FATAL|PANIC|error):\s*(.+)$/m.exec(complaint)?.[1] ?? lastLine(complaint)

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''

/**
 * Starts postgres on the cluster. It listens on its socket only. It inherits `lockFd`, as do all its own children, so that the
 * lock is held until the last of them is gone.
 */
export const spawnPostgres = (as: Unprivileged, order: ClusterOrder, logFd: number, lockFd: number): ChildProcess => {
  const settings = {
    listen_addresses: '',
    port: String(SOCKET_PORT),
    unix_socket_directories: order.socketFolder,
    unix_socket_permissions: '0700',
    max_connections: '80',
    shared_buffers: '128MB',
    // Two callers racing for the last slot should hear so soon (the default is a second).
    deadlock_timeout: '200ms',
    timezone: 'UTC',
    log_timezone: 'UTC',
    cluster_name: 'firstline',
    log_line_prefix: '%m [%p] ',
    // A statement's values may be personal data: an error's context shows none of them.
    log_parameter_max_length_on_error: '0',
    log_min_error_statement: 'panic',
    ...order.settings,
  }
  const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return run(as, [postgresBinaries().postgres, '-D', clusterFolder(order.home), ...words], ['ignore', logFd, logFd, lockFd], order.home)
}

/** The last complaint in postgres's log, for a sentence about why it did not start. */
export const lastComplaint = (log: string): string => {
  if (!existsSync(log)) return 'it left no log'
  const lines = readFileSync(log, 'utf8').trim().split('\n').slice(-40)
  const complaint = lines.findLast((line) => /FATAL|PANIC|ERROR|could not|error while/.test(line)) ?? lines.at(-1)
  return complaint?.replace(/^.*?(FATAL|PANIC|ERROR): +/, '') ?? 'it left no log'
}
