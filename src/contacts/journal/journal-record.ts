import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { instant } from '#kernel/instant.ts'
import { parseId } from '#kernel/ids.ts'
import type { Batch, SealedEvent } from '../seal-events.ts'

/**
 * A record is a JSON text sequence's element (RFC 7464: RS, JSON text, LF) with a CRC-32 of the JSON before it, in eight
 * hexadecimal digits. JSON text holds neither RS nor LF, so a reader finds the next record after a damaged one, and a last
 * record that was cut is known by its missing LF.
 */
const RS = 0x1e
const LF = 0x0a

const id = z.string().transform((text) => parseId(text))

const Record = z.object({
  business: id,
  contact: id,
  key: z.object({ business: id, subject: z.string(), wrapped: z.string() }),
  events: z.array(
    z.object({
      id,
      at: z.number().transform(instant),
      type: z.string(),
      data: z.record(z.string(), z.unknown()),
      personal: z.string().optional(),
    }),
  ),
})

export const writeRecord = (batch: Batch): Buffer => {
  const json = Buffer.from(
    JSON.stringify({
      ...batch,
      events: batch.events.map((event) => ({
        ...event,
        personal: event.personal === undefined ? undefined : Buffer.from(event.personal).toString('base64'),
      })),
    }),
  )
  const crc = crc32(json).toString(16).padStart(8, '0')
  return Buffer.concat([Buffer.of(RS), Buffer.from(`${crc} `), json, Buffer.of(LF)])
}

/** What stands in a journal file, in order: batches, and bytes that are none. `torn`: the last write did not get to its end. */
export type JournalPart = { readonly batch: Batch } | { readonly damaged: Buffer } | { readonly torn: Buffer }

const readRecord = (bytes: Buffer): Batch | undefined => {
  const header = bytes.subarray(0, 9).toString('latin1')
  if (!/^[0-9a-f]{8} $/.test(header) || bytes.at(-1) !== LF) return undefined
  const json = bytes.subarray(9, -1)
  if (crc32(json) !== Number.parseInt(header, 16)) return undefined
  const record = Record.safeParse(JSON.parse(json.toString()))
  if (!record.success) return undefined
  const events = record.data.events.map((event) => ({
    ...event,
    personal: event.personal === undefined ? undefined : new Uint8Array(Buffer.from(event.personal, 'base64')),
  }))
  // What carries our CRC was written by `writeRecord`, which takes sealed events only.
  return { ...record.data, events: events as unknown as readonly SealedEvent[] } as Batch
}

/** Reads a whole journal file, whatever happened to it. */
export const readRecords = (file: Buffer): readonly JournalPart[] => {
  const parts: JournalPart[] = []
  let at = 0
  while (at < file.length) {
    const next = file.indexOf(RS, at + 1)
    const end = next === -1 ? file.length : next
    const chunk = file.subarray(at, end)
    const batch = chunk[0] === RS ? readRecord(chunk.subarray(1)) : undefined
    if (batch !== undefined) parts.push({ batch })
    else if (next === -1 && chunk.at(-1) !== LF) parts.push({ torn: chunk })
    else parts.push({ damaged: chunk })
    at = end
  }
  return parts
}
