import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '#kernel/app-error.ts'

/** sun_path of a unix socket holds 108 bytes with its closing zero (unix(7)); macOS has 104. */
const LONGEST_PATH = process.platform === 'darwin' ? 103 : 107

/** PostgreSQL names its socket by the port, also when it listens on no network. */
export const SOCKET_PORT = 5432
export const socketFile = (folder: string): string => join(folder, `.s.PGSQL.${SOCKET_PORT}`)

export class SocketFolderUnsafe extends AppError {
  override readonly name = 'SocketFolderUnsafe'
  override readonly kind = 'unavailable'
  readonly folder: string
  constructor(folder: string) {
    super(
      `The folder ${folder}, meant for the database's socket, belongs to somebody else or is open to others. Remove it and start again.`,
    )
    this.folder = folder
  }
}

/**
 * A private folder (0700) for the database's socket: `home` itself, unless the path would be too long for a socket; then a short
 * one under the temporary folder, named after `home`, which must be ours alone.
 */
export const socketFolder = (home: string): { readonly folder: string; readonly moved: boolean } => {
  const beside = join(home, 'socket')
  const moved = Buffer.byteLength(socketFile(beside)) > LONGEST_PATH
  const name = createHash('sha256').update(home).digest('hex').slice(0, 16)
  const folder = moved ? join(Buffer.byteLength(tmpdir()) < 60 ? tmpdir() : '/tmp', `firstline-${name}`) : beside
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const made = lstatSync(folder)
  const own = process.getuid?.() ?? made.uid
  if (!made.isDirectory() || (made.uid !== own && own !== 0)) throw new SocketFolderUnsafe(folder)
  if ((made.mode & 0o077) !== 0) {
    if (moved) throw new SocketFolderUnsafe(folder)
    chmodSync(folder, 0o700)
  }
  return { folder, moved }
}
