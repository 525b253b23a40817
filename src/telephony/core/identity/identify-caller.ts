import type { CallerIdentity } from '../call.ts'
import { type Headers, first, listed } from '../message/headers.ts'
import type { SipRequest } from '../message/message.ts'
import { type NameAddr, readNameAddr } from '../message/name-addr.ts'
import { type Country, numberOfUri, userOf } from './phone-number.ts'

/** Users that stand for "withheld" where the host does not say so. */
const WITHHELD: ReadonlySet<string> = new Set(['anonymous', 'restricted', 'private', 'withheld'])

/** RFC 3323, section 4.2, and RFC 3325, section 9.3: any of these asks that the identity be hidden. */
const HIDING: ReadonlySet<string> = new Set(['id', 'user', 'header'])

/**
 * Who is calling. P-Asserted-Identity is believed from trusted sources only (RFC 3325, section 8): anybody could write one.
 * Where the caller asked for privacy, the number is not given on, even when a trusted network told us.
 */
export const identifyCaller = (invite: SipRequest, trusted: boolean, country: Country): CallerIdentity => {
  const asserted = trusted ? assertedIdentity(invite.headers, country) : undefined
  const speaker = asserted ?? invite.from
  const withheld = isWithheld(invite)
  return {
    number: withheld ? undefined : numberOfUri(speaker.parsed, country),
    displayName: withheld ? undefined : (speaker.display ?? invite.from.display),
    withheld,
    divertedFrom: firstDialled(invite.headers, country),
  }
}

/** RFC 3325, 9.1: one sip(s) URI, one tel URI, or both; whichever names a number. */
const assertedIdentity = (headers: Headers, country: Country): NameAddr | undefined => {
  const identities = listed(headers, 'p-asserted-identity')
    .map(readNameAddr)
    .filter((identity) => identity !== undefined)
  return identities.find((identity) => numberOfUri(identity.parsed, country) !== undefined) ?? identities[0]
}

const isWithheld = (invite: SipRequest): boolean => {
  const privacy = (first(invite.headers, 'privacy') ?? '').split(/[;,]/)
  if (privacy.some((value) => HIDING.has(value.trim().toLowerCase()))) return true
  // RFC 3323, 4.1.1.3: "Anonymous" <sip:anonymous@anonymous.invalid>.
  const { parsed } = invite.from
  return (parsed.kind === 'sip' && parsed.host === 'anonymous.invalid') || WITHHELD.has(userOf(parsed).toLowerCase())
}

/** The number first dialled, before anybody forwarded the call. */
const firstDialled = (headers: Headers, country: Country): CallerIdentity['divertedFrom'] => {
  // RFC 5806, section 5.1: the latest diversion stands on top, so the number first dialled stands last.
  const diversions = listed(headers, 'diversion')
  const diverted = readNameAddr(diversions.at(-1) ?? '')
  if (diverted !== undefined) return numberOfUri(diverted.parsed, country)
  // RFC 7044, section 5: entries in the order of their index; a single one is the number that was dialled and reached.
  const history = listed(headers, 'history-info')
  const target = history.length > 1 ? readNameAddr(withoutUriHeaders(history[0] ?? '')) : undefined
  return target === undefined ? undefined : numberOfUri(target.parsed, country)
}

/** History-Info URIs carry escaped Reason and Privacy headers (`?Reason=SIP%3Bcause%3D302`), which say nothing about the number. */
const withoutUriHeaders = (entry: string): string => {
  const question = entry.indexOf('?')
  const close = entry.indexOf('>', question)
  return question < 0 || close < 0 ? entry : entry.slice(0, question) + entry.slice(close)
}
