import { type FileHandle, open } from 'node:fs/promises'

/**
 * A file that only grows. `append` returns when the bytes are on disk. After a write that failed the file is cut back to what
 * was durable; when that fails too, or when fsync did (the kernel may have thrown the pages away and say yes the next
 * time), the file is `spent`: what is durable in it stays, and the next bytes need a new file.
 */
export class AppendOnlyFile {
  readonly path: string
  readonly #handle: FileHandle
  #length: number
  #spent = false

  private constructor(path: string, handle: FileHandle, length: number) {
    this.path = path
    this.#handle = handle
    this.#length = length
  }

  /** Opens the file at its end; makes it when there is none. Its name is durable when the folder is synced. */
  static async open(path: string): Promise<AppendOnlyFile> {
    const handle = await open(path, 'a', 0o600)
    return new AppendOnlyFile(path, handle, (await handle.stat()).size)
  }

  get isEmpty(): boolean {
    return this.#length === 0
  }

  get spent(): boolean {
    return this.#spent
  }

  async append(bytes: Buffer): Promise<void> {
    try {
      for (let at = 0; at < bytes.length;) at += (await this.#handle.write(bytes, at)).bytesWritten
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
