import type { Contacts } from '#contacts/index.ts'
import type { UnansweredBusiness } from '#lines/index.ts'
import { freeDiskBytes } from '#platform/files/data-folder.ts'
import type { Database } from '#platform/postgres/database.ts'

/** Ready to take calls or not, and why. `degraded`: calls are taken, and this is what they go without. */
export type Health = {
  readonly ready: boolean
  readonly why: readonly string[]
  readonly degraded: readonly string[]
  readonly calls: number
}

/** Below this a message might not fit any more. */
const LEAST_DISK_BYTES = 64 * 1024 * 1024

export const healthOf = (parts: {
  readonly database: Pick<Database, 'reachable'>
  readonly contacts: Pick<Contacts, 'waitingInJournal'>
  readonly lines: { readonly all: readonly unknown[]; readonly unanswered: readonly UnansweredBusiness[] }
  readonly dataFolder: string
  readonly calls: number
}): Health => {
  const why: string[] = []
  const degraded: string[] = []
  if (parts.lines.all.length === 0) why.push('No telephone line has published rules: publish a playbook.')
  if (freeDiskBytes(parts.dataFolder) < LEAST_DISK_BYTES)
    why.push('The disk of the data folder is full: nothing a caller says could be kept. Free some space.')
  for (const { slug, problem } of parts.lines.unanswered)
    degraded.push(`The line of ${slug} is not answered, its published playbook cannot be read: ${problem}`)
  if (!parts.database.reachable)
    degraded.push('The database is away: calls are answered and messages kept in the local journal, appointments cannot be made.')
  if (parts.contacts.waitingInJournal > 0)
    degraded.push(`${parts.contacts.waitingInJournal} entries wait in the local journal for the database.`)
  return { ready: why.length === 0, why, degraded, calls: parts.calls }
}
