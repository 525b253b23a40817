import type { Brand } from '#kernel/brand.ts'
import type { BusinessId, ContactId, EventId } from '#kernel/ids.ts'
import type { Instant } from '#kernel/instant.ts'
import type { SubjectKey, WrappedKey } from '#platform/vault/vault.ts'
import type { KeepableEvent } from './core/clear-data.ts'
import type { ContactEvent, KeptEvent } from './core/events.ts'
import { redactValue } from './core/redact.ts'

/** An event with its identity and moment, before it is written. Its number is given by whoever stores it. */
export type NewEvent = KeepableEvent & { readonly id: EventId; readonly at: Instant }

/**
 * An event as it may be written: redacted, and its personal part sealed under the contact's key. Only `sealEvents` makes
 * one, and both the database and the journal take nothing else, so no path to a disk can skip it.
 */
export type SealedEvent = Brand<
  {
    readonly id: EventId
    readonly at: Instant
    readonly type: ContactEvent['type']
    readonly data: Readonly<Record<string, unknown>>
    readonly personal: Uint8Array | undefined
  },
  'SealedEvent'
>

/** Events of one contact that are stored together or not at all. */
export type Batch = {
  readonly business: BusinessId
  readonly contact: ContactId
  readonly key: WrappedKey
  readonly events: readonly SealedEvent[]
}

/** What jsonb takes: no U+0000 and no half of a surrogate pair (PostgreSQL documentation, 8.14). A strange character must not lose an event. */
const storable = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, inner: unknown) => (typeof inner === 'string' ? inner.replaceAll('\0', '').toWellFormed() : inner))

/**
 * Redacts and seals. The seal is bound to the event's id: moved to another event, it does not open. Without a key (it was
 * shredded) the personal part is dropped: nothing personal is written about somebody who was erased.
 */
export const sealEvents = (key: SubjectKey | undefined, events: readonly NewEvent[]): readonly SealedEvent[] =>
  events.map((event) => {
    const personal = 'personal' in event ? redactValue(event.personal) : undefined
    return {
      id: event.id,
      at: event.at,
      type: event.type,
      data: storable(redactValue(event.data)) as Readonly<Record<string, unknown>>,
      personal: personal === undefined ? undefined : key?.seal(personal, event.id),
    } as SealedEvent
  })

/** Reads an event back; `personal` is undefined when the key is gone. */
export const openEvent = (
  key: SubjectKey | undefined,
  contact: ContactId,
  seq: number,
  sealed: Pick<SealedEvent, 'id' | 'at' | 'type' | 'data' | 'personal'>,
): KeptEvent => {
  const { id, at, type, data } = sealed
  const personal = sealed.personal === undefined ? undefined : key?.open(sealed.personal, id)
  // The vocabulary is closed and only `sealEvents` writes it, so what comes out is what went in.
  return { id, contact, seq, at, type, data, ...(personal !== undefined && { personal }) } as unknown as KeptEvent
}
