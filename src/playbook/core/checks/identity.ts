import { getCountries, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { Temporal } from 'temporal-polyfill'
import { nearestName } from '../nearest-name.ts'
import type { Finding } from '../problem.ts'
import type { Playbook } from '../schema.ts'

const knowsZone = (zone: string): boolean => {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
    return true
  } catch {
    // Temporal says "unknown zone" by throwing.
    return false
  }
}

const checkCountry = (country: string, path: readonly string[]): readonly Finding[] => {
  if (isSupportedCountry(country)) return []
  const upper = country.toUpperCase()
  const hint = isSupportedCountry(upper)
    ? `write "${upper}"`
    : `write a two-letter code of ISO 3166-1 such as ${getCountries().includes('DK') ? '"DK" or "GB"' : '"US"'}`
  return [{ path, message: `"${country}" is no country this program knows: ${hint}` }]
}

const ZONE_EXAMPLES = [
  'Europe/Copenhagen',
  'Europe/London',
  'Europe/Berlin',
  'America/New_York',
  'America/Chicago',
  'America/Los_Angeles',
] as const

/** Zone, country and number of the business are ones that exist. */
export const checkIdentity = ({ identity, hours }: Playbook): readonly Finding[] => {
  const findings: Finding[] = [...checkCountry(identity.country, ['identity', 'country'])]
  if (hours.holidays !== undefined) findings.push(...checkCountry(hours.holidays, ['hours', 'holidays']))
  if (!knowsZone(identity.timeZone)) {
    const meant = nearestName(identity.timeZone, ZONE_EXAMPLES) ?? 'Europe/Copenhagen'
    findings.push({
      path: ['identity', 'timeZone'],
      message: `"${identity.timeZone}" is no time zone: write a name of the IANA time zone database such as "${meant}"`,
    })
  }
  if (identity.phone !== undefined && isSupportedCountry(identity.country)) {
    const parsed = parsePhoneNumberFromString(identity.phone, identity.country)
    if (parsed?.isPossible() !== true) {
      findings.push({
        path: ['identity', 'phone'],
        message: `"${identity.phone}" cannot be a telephone number in ${identity.country}: write it in full, best with its country code ("+45 …")`,
      })
    }
  }
  return findings
}
