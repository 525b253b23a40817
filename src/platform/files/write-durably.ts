import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Makes a folder's entries (a new file, a rename) survive power loss: fsync of the folder itself. */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const writeAndSync = async (handle: FileHandle, content: string | Uint8Array): Promise<void> => {
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Replaces `path` whole or not at all, also under power loss: written beside it, fsynced, renamed over it, the folder fsynced.
 * `mode` (default 0600) is the file's from the first byte on.
 */
export const writeDurably = async (path: string, content: string | Uint8Array, mode = 0o600): Promise<void> => {
  const beside = `${path}.${randomBytes(6).toString('hex')}.part`
  try {
    await writeAndSync(await open(beside, 'wx', mode), content)
    await rename(beside, path)
  } catch (error) {
    await unlink(beside).catch(() => undefined)
    throw error
  }
  await syncFolder(dirname(path))
}
