import { splitOutside, strip, unquoted } from './scan.ts'

/** `WWW-Authenticate` or `Proxy-Authenticate: Digest ...` (RFC 3261, section 22; RFC 8760). */
export type Challenge = {
  readonly realm: string
  readonly nonce: string
  readonly opaque: string | undefined
  readonly algorithm: 'MD5' | 'SHA-256'
  /** `auth` is among what the server offers; without, the older form of RFC 2069 is meant. */
  readonly auth: boolean
}

/** Undefined for another scheme, an algorithm we have not, or a challenge without realm or nonce. */
export const readChallenge = (value: string): Challenge | undefined => {
  const text = strip(value)
  if (text.slice(0, 7).toLowerCase() !== 'digest ') return undefined
  const params = new Map<string, string>()
  for (const part of splitOutside(text.slice(7), ',') ?? []) {
    const equals = part.indexOf('=')
    if (equals > 0) params.set(strip(part.slice(0, equals)).toLowerCase(), unquoted(strip(part.slice(equals + 1))))
  }
  const realm = params.get('realm')
  const nonce = params.get('nonce')
  const algorithm = (params.get('algorithm') ?? 'MD5').toUpperCase()
  if (realm === undefined || nonce === undefined || (algorithm !== 'MD5' && algorithm !== 'SHA-256')) return undefined
  const auth = (params.get('qop') ?? '').split(',').some((qop) => qop.trim().toLowerCase() === 'auth')
  return { realm, nonce, opaque: params.get('opaque'), algorithm, auth }
}
