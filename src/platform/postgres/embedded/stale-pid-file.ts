import { existsSync, readFileSync, readlinkSync, realpathSync, renameSync } from 'node:fs'

/** Whether the process is certainly no postgres of this cluster: it works in another folder (postgres changes into its cluster), or is a zombie. */
const isSomebodyElse = (pid: number, cluster: string): boolean => {
  try {
    process.kill(pid, 0)
    return readlinkSync(`/proc/${pid}/cwd`) !== realpathSync(cluster)
  } catch (error) {
    // ENOENT: a zombie has no folder any more. ESRCH: nobody has that pid, and postgres sees that itself. Else we may not know.
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
}

/**
 * postgres refuses to start when the pid in one of its lock files (postmaster.pid, and the socket's .lock) is alive, and after a crash that
 * pid may be anybody's: in a container pids are few, and zombies stay where nobody reaps them. Called only while we hold
 * the kernel lock that every postgres of this cluster inherits, it moves such a file aside when /proc says, too, that the process is
 * another. In doubt it leaves the file, and postgres decides.
 */
export const setAsideStalePidFile = (file: string, cluster: string): void => {
  if (!existsSync(file) || !existsSync('/proc/self/cwd')) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (Number.isInteger(pid) && pid > 0 && isSomebodyElse(pid, cluster)) renameSync(file, `${file}.stale`)
}
