import { existsSync, readFileSync, readlinkSync, realpathSync, renameSync } from 'node:fs'
import { join } from 'node:path'

/**
 * postgres refuses to start when the pid in postmaster.pid is alive, and after a power cut, above all in a container where
 * pids are few, that pid may be anybody's. Called only while we hold the kernel lock that every postgres of this folder
 * inherits, and moves the file aside only when /proc says, too, that the process works in another folder (postgres changes
 * into its cluster) or is a zombie. In doubt it leaves the file, and postgres decides.
 */
export const setAsideStalePidFile = (cluster: string): boolean => {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file) || !existsSync('/proc/self/cwd')) return false
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    if (readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)) return false
  } catch (error) {
    // ESRCH: nobody has that pid, and postgres sees that itself. ENOENT: a zombie has no folder any more. Else we may not know.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return false
  }
  renameSync(file, `${file}.stale`)
  return true
}
