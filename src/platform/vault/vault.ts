import type { BusinessId } from '#kernel/ids.ts'
import type { Transaction } from '../postgres/database.ts'

/**
 * Personal data at rest: sealed with AES-256-GCM under a key of its own subject (a customer, or a contact until the customer
 * is known). Subject keys are wrapped by the installation's key, which is kept outside the database. Shredding a subject's key
 * makes everything sealed under it unreadable, in every copy and backup, while the figures stay.
 */
export interface Vault {
  /** A new subject's key. Needs no database: its wrapped form is stored with the first thing sealed (`keep`). */
  newKey(business: BusinessId, subject: string): SubjectKey
  /** Stores a subject's wrapped key; storing it again is nothing. */
  keep(tx: Transaction, key: SubjectKey): Promise<void>
  /** The subject's key, or undefined when it was shredded (or never was). */
  key(tx: Transaction, business: BusinessId, subject: string): Promise<SubjectKey | undefined>
  keys(tx: Transaction, business: BusinessId, subjects: readonly string[]): Promise<ReadonlyMap<string, SubjectKey>>
  /** Opens a key from its wrapped form, as a journal keeps it. */
  unwrap(wrapped: WrappedKey): SubjectKey
  shred(tx: Transaction, business: BusinessId, subject: string): Promise<void>
}

export type WrappedKey = { readonly business: BusinessId; readonly subject: string; readonly wrapped: string }

export interface SubjectKey {
  readonly subject: string
  readonly wrapped: WrappedKey
  /** Seals a JSON value. `context` (e.g. an event id) is bound in as associated data: moved elsewhere, it does not open. */
  seal(value: unknown, context: string): Uint8Array
  open(sealed: Uint8Array, context: string): unknown
  /** The same for bytes as they are: sound, files. */
  sealBytes(bytes: Uint8Array, context: string): Uint8Array
  openBytes(sealed: Uint8Array, context: string): Uint8Array
}
