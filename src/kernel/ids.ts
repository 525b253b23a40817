import type { Brand } from './brand.ts'
import type { Instant } from './instant.ts'
import type { Random } from './random.ts'

export type BusinessId = Brand<string, 'BusinessId'>
export type MemberId = Brand<string, 'MemberId'>
export type LineId = Brand<string, 'LineId'>
export type ContactId = Brand<string, 'ContactId'>
export type CustomerId = Brand<string, 'CustomerId'>
export type EventId = Brand<string, 'EventId'>
export type AppointmentId = Brand<string, 'AppointmentId'>
export type FollowUpId = Brand<string, 'FollowUpId'>
export type PlaybookVersionId = Brand<string, 'PlaybookVersionId'>
export type RecordingId = Brand<string, 'RecordingId'>
export type ApiKeyId = Brand<string, 'ApiKeyId'>

type AnyId =
  | BusinessId
  | MemberId
  | LineId
  | ContactId
  | CustomerId
  | EventId
  | AppointmentId
  | FollowUpId
  | PlaybookVersionId
  | RecordingId
  | ApiKeyId

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

export const isUuid = (text: string): boolean => UUID.test(text)

/** Takes text from a border (URL, row, file) as an id; refuses what is not a lower-case UUID. */
export const parseId = <Id extends AnyId>(text: string): Id => {
  if (!isUuid(text)) throw new RangeError(`an id is a lower-case UUID, not ${JSON.stringify(text)}`)
  return text as Id
}

/**
 * A new id that sorts by the time it was made: UUID version 7 (RFC 9562, section 5.7), 48 bits of milliseconds followed by
 * 74 bits of chance.
 */
export const newId = <Id extends AnyId>(now: Instant, random: Random): Id => {
  const bytes = random.bytes(16)
  let ms: number = now
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = ms % 256
    ms = Math.floor(ms / 256)
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id
}
