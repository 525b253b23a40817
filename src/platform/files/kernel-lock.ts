import { closeSync, openSync } from 'node:fs'
import koffi from 'koffi'

/**
 * A lock that dies with its holder. flock(2) ties it to the open file, so the kernel releases it when the last process that
 * has the file open is gone, by whatever signal. A pid in a file would not do: after kill -9 it lies, and pids are used again.
 */
export type KernelLock = {
  /** The open file. Hand it to a child process (`stdio`) and the lock lasts until that child, too, is gone. */
  readonly fd: number
  release(): void
}

const LOCK_EX = 2
const LOCK_NB = 4
const { EWOULDBLOCK, EAGAIN, EINTR } = koffi.os.errno

/** flock(2) of the C library that Node itself runs on. */
const flock = koffi.load(null).func('int flock(int fd, int operation)') as (fd: number, operation: number) => number

/** Takes the lock on `path` (made when missing, mode 0600), or answers undefined at once when somebody holds it. */
export const tryKernelLock = (path: string): KernelLock | undefined => {
  // Node opens with O_CLOEXEC: no child inherits the file by accident.
  const fd = openSync(path, 'a', 0o600)
  for (;;) {
    if (flock(fd, LOCK_EX | LOCK_NB) === 0) return { fd, release: () => closeSync(fd) }
    const errno = koffi.errno()
    if (errno === EINTR) continue
    closeSync(fd)
    if (errno === EWOULDBLOCK || errno === EAGAIN) return undefined
    throw new Error(`${path} cannot be locked (flock, errno ${errno}): put the data folder on a local disk`)
  }
}
