import type { BusinessId } from '#kernel/ids.ts'
import { AppError } from '#kernel/app-error.ts'
import { type Businesses, openBusinesses } from '#contacts/index.ts'
import { type Access, openAccess } from '#platform/auth/access.ts'
import { createLog } from '#platform/log/log.ts'
import { embeddedAddress } from '#platform/postgres/embedded/embedded-address.ts'
import { openDatabase } from '#platform/postgres/open-database.ts'
import { cryptoRandom } from '#platform/time/crypto-random.ts'
import { systemClock } from '#platform/time/system-clock.ts'
import { readConfig } from './config.ts'
import { openHouse } from './open-house.ts'

/** What a command needs that looks in while the program may or may not be running. */
export type Visit = { readonly access: Access; readonly businesses: Businesses; close(): Promise<void> }

/**
 * Goes to the database of the running program when there is one (its socket answers, or DATABASE_URL), and else opens the house
 * for the length of the command.
 */
export const visitHouse = async (): Promise<Visit> => {
  const config = readConfig(process.env)
  const random = cryptoRandom
  const address = config.databaseUrl === undefined ? await embeddedAddress(config.dataFolder) : { connectionString: config.databaseUrl }
  if (address === undefined) {
    const house = await openHouse(config, createLog({ level: 'warn', write: (line) => process.stderr.write(line) }))
    return house
  }
  const database = await openDatabase(address, { connections: 2 })
  return {
    access: openAccess({ database, clock: systemClock, random }),
    businesses: openBusinesses({ database, random }),
    close: () => database.close(),
  }
}

class WhichBusiness extends AppError {
  override readonly name = 'WhichBusiness'
  override readonly kind = 'invalid'
}

/** The business a command is about: by its short name, or the only one there is. */
export const chooseBusiness = async (businesses: Businesses, slug: string | undefined): Promise<BusinessId> => {
  const all = await businesses.all()
  const found = slug === undefined ? all : all.filter((business) => business.slug === slug)
  const [only] = found
  if (found.length === 1 && only !== undefined) return only.id
  const names = all.map((business) => business.slug).join(', ')
  if (all.length === 0) throw new WhichBusiness('There is no business yet: start the program once with "npm start".')
  throw new WhichBusiness(
    slug === undefined ? `Say which business with --business: ${names}` : `There is no business "${slug}": there are ${names}`,
  )
}
