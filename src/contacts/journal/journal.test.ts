import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { BusinessId, ContactId, EventId } from '#kernel/ids.ts'
import { newId } from '#kernel/ids.ts'
import { instant } from '#kernel/instant.ts'
import { seededRandom } from '#kernel/random.ts'
import { openVault } from '#platform/vault/open-vault.ts'
import { quiet } from '../../../tests/support/test-ledger.ts'
import { type Batch, sealEvents } from '../seal-events.ts'
import { writeRecord } from './journal-record.ts'
import { type Journal, openJournal } from './journal.ts'

const random = seededRandom(1)
const vault = openVault({ secret: random.bytes(32), random })
const business = newId<BusinessId>(instant(1), random)

const batch = (text: string, contact = newId<ContactId>(instant(2), random)): Batch => {
  const key = vault.newKey(business, contact)
  const events = sealEvents(key, [
    {
      type: 'caller-said',
      id: newId<EventId>(instant(3), random),
      at: instant(3),
      data: { by: 'text', confidence: 1, about: 'x' },
      personal: { text },
    },
    { type: 'misunderstood', id: newId<EventId>(instant(3), random), at: instant(4), data: { about: 'x', count: 1 } },
  ])
  return { business, contact, key: key.wrapped, events }
}

const folders: string[] = []
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'firstline-journal-'))
  folders.push(folder)
  return folder
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Everything a journal hands over, as plain values. */
const drained = async (journal: Journal): Promise<{ readonly batches: readonly Batch[]; readonly setAside: number }> => {
  const batches: Batch[] = []
  const { setAside } = await journal.importInto(async (each) => {
    batches.push(each)
    return Promise.resolve('stored')
  })
  return { batches, setAside }
}

const plain = (batches: readonly Batch[]): unknown =>
  batches.map((each) => ({ ...each, events: each.events.map((event) => ({ ...event, personal: event.personal && [...event.personal] })) }))

describe('what was appended', () => {
  test('is handed over once, in order, by this program or the next one, and leaves nothing behind', async () => {
    const folder = newFolder()
    const first = await openJournal({ folder, log: quiet })
    const batches = Array.from({ length: 40 }, (_, index) => batch(`turn ${index} \u001e \n æøå`))
    await Promise.all(batches.slice(0, 30).map((each) => first.append(each)))
    for (const each of batches.slice(30)) await first.append(each)
    expect(first.waiting).toBe(40)
    const second = await openJournal({ folder, log: quiet })
    expect(second.waiting).toBe(40)
    expect(plain((await drained(second)).batches)).toEqual(plain(batches))
    expect(second.waiting).toBe(0)
    expect((await drained(second)).batches).toEqual([])
    await second.close()
    const third = await openJournal({ folder, log: quiet })
    expect((await drained(third)).batches).toEqual([])
    await third.close()
    await first.close().catch(() => undefined)
    expect(readdirSync(folder)).toEqual([])
  })

  test('is not readable in the file, and opens again with the key that stands beside it', async () => {
    const folder = newFolder()
    const journal = await openJournal({ folder, log: quiet })
    await journal.append(batch('my name is Ingrid, my card 4111 1111 1111 1111'))
    const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))
    expect(bytes.join('')).toContain('caller-said')
    expect(bytes.join('')).not.toContain('Ingrid')
    const [found] = (await drained(journal)).batches
    const [event] = found?.events ?? []
    expect(found && event?.personal && vault.unwrap(found.key).open(event.personal, event.id)).toEqual({
      text: 'my name is Ingrid, my card [card number]',
    })
    await journal.close()
  })

  test('while an import runs goes the same way, in its turn, and a contact is held until its last batch is over', async () => {
    const journal = await openJournal({ folder: newFolder(), log: quiet })
    const contact = newId<ContactId>(instant(5), random)
    const batches = [batch('1', contact), batch('2', contact), batch('3', contact)] as const
    await journal.append(batches[0])
    const order: Batch[] = []
    const held: boolean[] = []
    await journal.importInto(async (each) => {
      order.push(each)
      held.push(journal.holds(contact))
      const next = batches[order.length]
      if (next !== undefined) await journal.append(next)
      return 'stored'
    })
    expect(plain(order)).toEqual(plain(batches))
    expect(held).toEqual([true, true, true])
    expect(journal.holds(contact)).toBe(false)
    await journal.close()
  })

  test('waits when the import stops half way: what was handed over is not handed over again', async () => {
    const folder = newFolder()
    const journal = await openJournal({ folder, log: quiet })
    const batches = Array.from({ length: 6 }, (_, index) => batch(String(index)))
    for (const each of batches) await journal.append(each)
    const over: Batch[] = []
    const failing = journal.importInto(async (each) => {
      if (over.length === 4) throw new Error('the database is away')
      over.push(each)
      return Promise.resolve('stored')
    })
    await expect(failing).rejects.toThrow('away')
    expect(journal.waiting).toBe(2)
    over.push(...(await drained(journal)).batches)
    expect(plain(over)).toEqual(plain(batches))
    await journal.close()
  })

  test('and is refused for good is set aside where a person finds it, and the rest goes on', async () => {
    const folder = newFolder()
    const journal = await openJournal({ folder, log: quiet })
    const batches = [batch('1'), batch('2'), batch('3')] as const
    for (const each of batches) await journal.append(each)
    const over: Batch[] = []
    const result = await journal.importInto(async (each) => {
      if (each.contact === batches[1].contact) return { refused: new Error('no') }
      over.push(each)
      return Promise.resolve('stored')
    })
    expect(result).toEqual({ imported: 2, setAside: 1 })
    expect(plain(over)).toEqual(plain([batches[0], batches[2]]))
    expect(readFileSync(join(folder, 'contacts.refused'))).toEqual(writeRecord(batches[1]))
    await journal.close()
  })
})

describe('a journal that was cut or damaged', () => {
  const batches = Array.from({ length: 5 }, (_, index) => batch(`turn ${index}`))
  const records = batches.map(writeRecord)
  const whole = Buffer.concat(records)
  /** Where each record ends. */
  const ends = records.map((_, index) => Buffer.concat(records.slice(0, index + 1)).length)
  const asLeft = async (bytes: Buffer): Promise<{ readonly folder: string; readonly journal: Journal }> => {
    const folder = newFolder()
    writeFileSync(join(folder, 'contacts-00000001.journal'), bytes)
    return { folder, journal: await openJournal({ folder, log: quiet }) }
  }

  test('at any byte hands over exactly the records that were fully written, then and after more was appended', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.nat(whole.length), fc.constantFrom(...ends, ...ends.map((end) => end - 1))), async (cut) => {
        const { journal } = await asLeft(whole.subarray(0, cut))
        const more = batch('after the crash')
        await journal.append(more)
        const found = await drained(journal)
        expect(plain(found.batches)).toEqual(plain([...batches.slice(0, ends.filter((end) => end <= cut).length), more]))
        expect(found.setAside).toBe(0)
        await journal.close()
      }),
    )
  })

  test('in the middle loses the record that was hit (or the two that ran together), keeps its bytes, and hands over all others', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = Buffer.from(whole)
        bytes[at] = (bytes[at] ?? 0) ^ flip
        const { folder, journal } = await asLeft(bytes)
        const found = await drained(journal)
        const hit = ends.findIndex((end) => at < end)
        const isLast = hit === batches.length - 1
        const before = batches.filter((_, index) => index < hit)
        const sure = batches.filter((_, index) => index !== hit && !(at === (ends[hit - 1] ?? 0) && index === hit - 1))
        expect(plain(found.batches)).toEqual(plain(sure))
        // The very last byte lost makes a torn record, of which nobody was told that it is safe.
        if (isLast && at === whole.length - 1) expect(plain(found.batches)).toEqual(plain(before))
        else expect(readFileSync(join(folder, 'contacts.damaged')).length).toBeGreaterThan(0)
        await journal.close()
      }),
    )
  })
})

describe('a disk that does not take it', () => {
  test('full: the append is refused as JournalUnwritable, and taken again when there is room', async () => {
    const folder = newFolder()
    const journal = await openJournal({ folder, log: quiet })
    await journal.append(batch('1'))
    await drained(journal)
    // The device that is always full stands where the next files would be.
    const full = ['contacts-00000002.journal', 'contacts-00000003.journal'].map((name) => join(folder, name))
    for (const path of full) symlinkSync('/dev/full', path)
    await expect(journal.append(batch('2'))).rejects.toMatchObject({ name: 'JournalUnwritable', code: 'ENOSPC' })
    await expect(journal.append(batch('3'))).rejects.toThrow('the disk is full: free some space')
    expect(journal.waiting).toBe(0)
    for (const path of full) rmSync(path)
    const kept = batch('4')
    await journal.append(kept)
    expect(plain((await drained(journal)).batches)).toEqual(plain([kept]))
    await journal.close()
  })

  test('read-only, or no folder at all: opening it is refused, with the folder in the sentence', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'file'), '')
    const opening = openJournal({ folder: join(folder, 'file', 'journal'), log: quiet })
    await expect(opening).rejects.toMatchObject({ name: 'JournalUnwritable', kind: 'unavailable' })
    await expect(openJournal({ folder: '/proc/journal', log: quiet })).rejects.toThrow('the journal in /proc/journal cannot be written')
  })

  test('a file in the way: an append is refused, never ignored', async () => {
    const folder = newFolder()
    const journal = await openJournal({ folder, log: quiet })
    await journal.append(batch('1'))
    // The next file's name is taken by a folder when the journal turns over.
    mkdirSync(join(folder, 'contacts-00000002.journal'))
    const first = await drained(journal)
    expect(first.batches).toHaveLength(1)
    await expect(journal.append(batch('2'))).rejects.toMatchObject({ name: 'JournalUnwritable', code: 'EISDIR' })
    rmSync(join(folder, 'contacts-00000002.journal'), { recursive: true })
    await journal.append(batch('3'))
    expect((await drained(journal)).batches).toHaveLength(1)
    await journal.close()
  })
})
