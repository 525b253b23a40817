import { openJournal } from '../../src/contacts/index.ts'
import { type Batch, sealEvents } from '../../src/contacts/seal-events.ts'
import { type BusinessId, type ContactId, type EventId, newId } from '../../src/kernel/ids.ts'
import { instant } from '../../src/kernel/instant.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { openVault } from '../../src/platform/vault/open-vault.ts'

/**
 * Appends to the journal in the folder of its argument, several batches at once, and prints the number of each that is safe, until it is killed or
 * refused; then it prints the refusal and ends.
 */
const random = seededRandom(3)
const vault = openVault({ secret: random.bytes(32), random })
const business = newId<BusinessId>(instant(1), random)
const contact = newId<ContactId>(instant(1), random)
const key = vault.newKey(business, contact)

const numbered = (count: number): Batch => {
  const id = newId<EventId>(instant(1), random)
  const events = sealEvents(key, [{ type: 'misunderstood', id, at: instant(1), data: { about: 'x', count } }])
  return { business, contact, key: key.wrapped, events }
}

const journal = await openJournal({ folder: process.argv[2] ?? '', log: createLog({ level: 'silent' }) })
try {
  for (let count = 0; ; count += 3) {
    const safe = [count, count + 1, count + 2].map(async (each) => {
      await journal.append(numbered(each))
      process.stdout.write(`${each}\n`)
    })
    for (const result of await Promise.allSettled(safe)) if (result.status === 'rejected') throw result.reason
  }
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.name : 'unknown'}\n`)
}
