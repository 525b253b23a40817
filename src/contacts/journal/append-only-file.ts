import { type FileHandle, open } from 'node:fs/promises'

/** Makes names in `folder` durable: a new file's bytes are safe only when its name is too (fsync(2)). */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * A file that only grows. `append` returns when the bytes are on disk. After a write that failed the file is cut back to what
 * was durable; when that fails too, or when fsync did (the kernel may have thrown the pages away and say yes the next
 * time), the file is `spent`: what is durable in it stays, and the next bytes need a new file.
 */
export class AppendOnlyFile {
  readonly path: string
  readonly #handle: FileHandle
  #length = 0
  #spent = false

  private constructor(path: string, handle: FileHandle) {
    this.path = path
    this.#handle = handle
  }

  static async create(path: string): Promise<AppendOnlyFile> {
    return new AppendOnlyFile(path, await open(path, 'a', 0o600))
  }

  get isEmpty(): boolean {
    return this.#length === 0
  }

  get spent(): boolean {
    return this.#spent
  }

  async append(bytes: Buffer): Promise<void> {
    try {
      for (let at = 0; at < bytes.length; ) at += (await this.#handle.write(bytes, at)).bytesWritten
    } catch (error) {
      await this.#handle.truncate(this.#length).catch(() => {
        this.#spent = true
      })
      throw error
    }
    try {
      await this.#handle.datasync()
    } catch (error) {
      this.#spent = true
      throw error
    }
    this.#length += bytes.length
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }
}
