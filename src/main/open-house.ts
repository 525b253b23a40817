import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Bookings, openBookings } from '#booking/index.ts'
import {
  type Businesses,
  type Contacts,
  type Journal,
  openBusinesses,
  openContacts,
  openJournal,
  openRecordings,
  type Recordings,
} from '#contacts/index.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Random } from '#kernel/random.ts'
import { type Access, openAccess } from '#platform/auth/access.ts'
import { ensureDataFolder } from '#platform/files/data-folder.ts'
import { lockDataFolder } from '#platform/files/lock-data-folder.ts'
import { writeDurably } from '#platform/files/write-durably.ts'
import type { Log } from '#platform/log/log.ts'
import { type Bus, openBus } from '#platform/postgres/bus.ts'
import { type RunningDatabase, startDatabase } from '#platform/postgres/start-database.ts'
import { cryptoRandom } from '#platform/time/crypto-random.ts'
import { systemClock } from '#platform/time/system-clock.ts'
import { openInstallationKey } from '#platform/vault/installation-key.ts'
import { openVault } from '#platform/vault/open-vault.ts'
import { openPlaybookVersions, type PlaybookVersions } from '#playbook/index.ts'
import type { Config } from './config.ts'

/** What is kept, and the means to it: the part of the program that has no telephone and no web. */
export type House = {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** This program among others on one database: the same after each start on its data folder. */
  readonly node: string
  readonly running: RunningDatabase
  readonly bus: Bus
  readonly journal: Journal
  readonly contacts: Contacts
  readonly businesses: Businesses
  readonly playbooks: PlaybookVersions
  readonly bookings: Bookings
  readonly recordings: Recordings
  readonly access: Access
  close(): Promise<void>
}

/** Opens the data folder, the database and what stands on them. Refuses with a sentence when any of it cannot be. */
export const openHouse = async (config: Config, log: Log): Promise<House> => {
  const clock = systemClock
  const random = cryptoRandom
  const folder = config.dataFolder
  ensureDataFolder(folder)
  const lock = lockDataFolder(folder)
  const undo: (() => unknown)[] = [() => lock.release()]
  const close = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step()
  }
  try {
    const running = await startDatabase({ folder, url: config.databaseUrl, onNews: (news) => log.debug(news, 'embedded database') })
    undo.push(() => running.stop())
    const { database, address } = running
    const secret = await openInstallationKey({ setting: config.secretKey, folder, database, random })
    const vault = openVault({ secret, random })
    const bus = openBus(address)
    undo.push(() => bus.close())
    const journal = await openJournal({ folder: join(folder, 'journal'), log })
    undo.push(() => journal.close())
    const contacts = openContacts({ database, vault, bus, journal, clock, random, log })
    undo.push(() => contacts.close())
    return {
      clock,
      random,
      log,
      node: await nodeName(folder, random),
      running,
      bus,
      journal,
      contacts,
      businesses: openBusinesses({ database, random }),
      playbooks: openPlaybookVersions({ database, random }),
      bookings: openBookings({ database, vault, bus }),
      recordings: openRecordings({ folder: join(folder, 'recordings'), database, vault }),
      access: openAccess({ database, clock, random }),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const nodeName = async (folder: string, random: Random): Promise<string> => {
  const file = join(folder, 'node')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const name = `node-${Buffer.from(random.bytes(6)).toString('hex')}`
  await writeDurably(file, `${name}\n`)
  return name
}
