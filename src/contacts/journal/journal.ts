import { mkdir, readFile, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ContactId } from '#kernel/ids.ts'
import type { Batch } from '../seal-events.ts'
import type { Log } from '#platform/log/log.ts'
import { syncFolder } from '#platform/files/write-durably.ts'
import { AppendOnlyFile } from './append-only-file.ts'
import { JournalUnwritable } from './journal-unwritable.ts'
import { readRecords, writeRecord } from './journal-record.ts'

/**
 * Where events go while the database is away. One folder for each node, in it numbered files that only grow: the newest takes
 * what comes in, the older ones wait to be imported and are then removed. A start never goes on in an old file, so a record
 * torn by a crash is always the last of its file.
 *
 * Appends that come while another is being written wait together and share one fsync (group commit).
 */
export interface Journal {
  /** Settles when the batch is on disk. Rejects with `JournalUnwritable` when it is not: then it may be there or not. */
  append(batch: Batch): Promise<void>
  /** Whether batches of this contact wait here (or are on their way), so that its next one must come here too. */
  holds(contact: ContactId): boolean
  /** Batches that wait to be imported. */
  readonly waiting: number
  /**
   * Hands every batch to `store`, oldest first, and removes what was handed over. Stops with whatever `store` throws; the rest
   * waits for the next time. A batch that `store` refuses for good, and bytes that are no record, are set aside.
   */
  importInto(store: (batch: Batch) => Promise<'stored' | { readonly refused: Error }>): Promise<ImportResult>
  close(): Promise<void>
}

export type ImportResult = { readonly imported: number; readonly setAside: number }

type Waiting = { readonly bytes: Buffer; readonly settle: () => void; readonly refuse: (error: unknown) => void }

const FILE = /^contacts-(\d{8})\.journal$/
const fileName = (number: number): string => `contacts-${String(number).padStart(8, '0')}.journal`

const isCode = (error: unknown, code: string): boolean => error instanceof Error && 'code' in error && error.code === code

/** Opens (or founds, in a parent that is there) the journal in `folder` and proves that it can be written. Rejects with `JournalUnwritable` when not. */
export const openJournal = async ({ folder, log }: { readonly folder: string; readonly log: Log }): Promise<Journal> => {
  try {
    // Not recursive: Node turns in circles for ever over a parent that takes no folders (/proc).
    await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
      if (!isCode(error, 'EEXIST')) throw error
    })
    const numbers = (await readdir(folder)).flatMap((name) => Number(FILE.exec(name)?.[1] ?? []))
    const journal = new FolderJournal(
      folder,
      log,
      numbers.toSorted((a, b) => a - b),
    )
    await journal.start()
    return journal
  } catch (error) {
    throw error instanceof JournalUnwritable ? error : new JournalUnwritable(folder, error)
  }
}

class FolderJournal implements Journal {
  readonly #folder: string
  readonly #log: Log
  /** Files waiting to be imported, oldest first, and how many parts of each are done. */
  readonly #old: { readonly number: number; done: number }[]
  #active: { readonly number: number; readonly file: AppendOnlyFile } | undefined
  #next: number
  readonly #held = new Map<ContactId, number>()
  #queue: Waiting[] = []
  #last: Promise<unknown> = Promise.resolve()
  #importing: Promise<ImportResult> | undefined

  constructor(folder: string, log: Log, numbers: readonly number[]) {
    this.#folder = folder
    this.#log = log
    this.#old = numbers.map((number) => ({ number, done: 0 }))
    this.#next = (numbers.at(-1) ?? 0) + 1
  }

  async start(): Promise<void> {
    for (const { number } of this.#old) for (const part of await this.#parts(number)) if ('batch' in part) this.#hold(part.batch.contact, 1)
    await this.#openActive()
  }

  append(batch: Batch): Promise<void> {
    this.#hold(batch.contact, 1)
    const written = new Promise<void>((settle, refuse) => {
      this.#queue.push({ bytes: writeRecord(batch), settle, refuse })
    })
    if (this.#queue.length === 1) void this.#exclusively(() => this.#flush())
    return written.catch((error: unknown) => {
      this.#hold(batch.contact, -1)
      throw new JournalUnwritable(this.#folder, error)
    })
  }

  holds(contact: ContactId): boolean {
    return this.#held.has(contact)
  }

  get waiting(): number {
    let sum = 0
    for (const count of this.#held.values()) sum += count
    return sum
  }

  importInto(store: (batch: Batch) => Promise<'stored' | { readonly refused: Error }>): Promise<ImportResult> {
    this.#importing ??= this.#import(store).finally(() => {
      this.#importing = undefined
    })
    return this.#importing
  }

  async close(): Promise<void> {
    await this.#importing?.catch(() => undefined)
    await this.#exclusively(async () => {
      const active = this.#active
      this.#active = undefined
      await active?.file.close()
      if (active?.file.isEmpty === true) await rm(active.file.path, { force: true })
    })
  }

  /** One writer at a time: flushing, and turning over a new file. */
  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => undefined)
    return result
  }

  async #flush(): Promise<void> {
    const group = this.#queue
    this.#queue = []
    try {
      const { file } = this.#active ?? (await this.#openActive())
      await file.append(Buffer.concat(group.map(({ bytes }) => bytes)))
      for (const { settle } of group) settle()
    } catch (error) {
      this.#log.error({ folder: this.#folder, err: error }, 'the journal could not be written')
      if (this.#active?.file.spent === true) await this.#turnOver()
      for (const { refuse } of group) refuse(error)
    }
  }

  async #openActive(): Promise<{ readonly number: number; readonly file: AppendOnlyFile }> {
    const number = this.#next
    const file = await AppendOnlyFile.open(join(this.#folder, fileName(number)))
    this.#active = { number, file }
    this.#next = number + 1
    await syncFolder(this.#folder)
    return this.#active
  }

  /** The active file takes no more; the next append opens a new one. */
  async #turnOver(): Promise<void> {
    const active = this.#active
    if (active === undefined) return
    this.#active = undefined
    this.#old.push({ number: active.number, done: 0 })
    await active.file.close().catch(() => undefined)
  }

  async #import(store: (batch: Batch) => Promise<'stored' | { readonly refused: Error }>): Promise<ImportResult> {
    let imported = 0
    let setAside = 0
    for (;;) {
      if (this.#old.length === 0 && this.#active?.file.isEmpty === false) await this.#exclusively(() => this.#turnOver())
      const oldest = this.#old[0]
      if (oldest === undefined) return { imported, setAside }
      const parts = await this.#parts(oldest.number)
      for (const part of parts.slice(oldest.done)) {
        if ('batch' in part) {
          const outcome = await store(part.batch)
          if (outcome === 'stored') imported += 1
          else {
            await this.#setAside('refused', writeRecord(part.batch), oldest.number, outcome.refused)
            setAside += 1
          }
          this.#hold(part.batch.contact, -1)
        } else if ('damaged' in part) {
          await this.#setAside(
            'damaged',
            part.damaged,
            oldest.number,
            new Error('the bytes are not a journal record, or its CRC-32 does not fit'),
          )
          setAside += 1
        } else {
          this.#log.info(
            { file: fileName(oldest.number), bytes: part.torn.length },
            'the last record of a journal was never finished, so nothing was promised on it',
          )
        }
        oldest.done += 1
      }
      await rm(join(this.#folder, fileName(oldest.number)), { force: true })
      this.#old.shift()
      await syncFolder(this.#folder)
    }
  }

  async #parts(number: number): Promise<ReturnType<typeof readRecords>> {
    try {
      return readRecords(await readFile(join(this.#folder, fileName(number))))
    } catch (error) {
      if (!isCode(error, 'ENOENT')) throw error
      this.#log.error({ file: fileName(number), folder: this.#folder }, 'a journal file was taken away before it was imported')
      return []
    }
  }

  /** Kept for a person to look at: beside the journal, in a file that is never imported. */
  async #setAside(why: 'refused' | 'damaged', bytes: Buffer, number: number, error: Error): Promise<void> {
    const path = join(this.#folder, `contacts.${why}`)
    const file = await AppendOnlyFile.open(path)
    try {
      await file.append(bytes)
    } finally {
      await file.close()
    }
    await syncFolder(this.#folder)
    this.#log.error(
      { file: fileName(number), keptIn: basename(path), bytes: bytes.length, err: error },
      `a ${why} journal record was set aside`,
    )
  }

  #hold(contact: ContactId, change: 1 | -1): void {
    const count = (this.#held.get(contact) ?? 0) + change
    if (count > 0) this.#held.set(contact, count)
    else this.#held.delete(contact)
  }
}
