import { mkdirSync } from 'node:fs'
import { readdir, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { BusinessId, ContactId, RecordingId } from '#kernel/ids.ts'
import { writeDurably } from '#platform/files/write-durably.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { SubjectKey, Vault } from '#platform/vault/vault.ts'

/**
 * Sound that callers left, as files. While it is spoken it is a **draft**, a plain WAV file that the media worker writes and
 * fsyncs. Then it is **kept**: sealed under the contact's key, so that shredding that key silences it, and the draft is
 * removed. A crash leaves a draft; it is found again by its contact at the next start.
 */
export interface Recordings {
  /** Where a draft is written. */
  draft(contact: ContactId, recording: RecordingId): string
  /** Seals a finished draft. Settles when it is on disk; rejects when it cannot be (disk full). */
  keep(contact: { readonly contact: ContactId; readonly key: SubjectKey }, recording: RecordingId): Promise<void>
  /** Drafts of a contact that a crash left, made whole (the header of a WAV file tells its length, and is written last). */
  salvage(contact: ContactId): Promise<readonly { readonly recording: RecordingId; readonly durationMs: number }[]>
  /** A kept recording as WAV; undefined when there is none, or it was shredded. */
  read(business: BusinessId, contact: ContactId, recording: RecordingId): Promise<Uint8Array<ArrayBuffer> | undefined>
}

const WAV_HEADER = 44
/** Mono, 16 bits, 8 kHz. */
const BYTES_A_MS = 16

export const openRecordings = (parts: { readonly folder: string; readonly database: Database; readonly vault: Vault }): Recordings => {
  const { folder, database, vault } = parts
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const draft = (contact: ContactId, recording: RecordingId): string => join(folder, `${contact}.${recording}.wav`)
  const kept = (contact: ContactId, recording: RecordingId): string => join(folder, `${contact}.${recording}.sealed`)

  return {
    draft,
    async keep({ contact, key }, recording) {
      const sound = await readFile(draft(contact, recording))
      await writeDurably(kept(contact, recording), key.sealBytes(sound, recording))
      await unlink(draft(contact, recording))
    },
    async salvage(contact) {
      const names = (await readdir(folder)).filter((name) => name.startsWith(`${contact}.`) && name.endsWith('.wav'))
      const whole = []
      for (const name of names) {
        const sound = await readFile(join(folder, name))
        const bytes = sound.length - WAV_HEADER
        if (bytes <= 0) continue
        sound.writeUInt32LE(sound.length - 8, 4)
        sound.writeUInt32LE(bytes, 40)
        await writeDurably(join(folder, name), sound)
        whole.push({ recording: name.slice(contact.length + 1, -'.wav'.length) as RecordingId, durationMs: Math.floor(bytes / BYTES_A_MS) })
      }
      return whole
    },
    async read(business, contact, recording) {
      const sealed = await readFile(kept(contact, recording)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      })
      if (sealed === undefined) return undefined
      const key = await database.forBusiness(business, (tx) => vault.key(tx, business, contact))
      return key === undefined ? undefined : new Uint8Array(key.openBytes(sealed, recording))
    },
  }
}
