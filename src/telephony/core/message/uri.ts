import { type Params, readNumber, readParams } from './scan.ts'

/** `sip:user@host:port;params?headers` (RFC 3261, section 19.1), or a URI of another scheme, kept whole. */
export type Uri =
  | {
      readonly kind: 'sip'
      readonly scheme: 'sip' | 'sips'
      /** As written, escapes and all, without the password. */
      readonly user: string | undefined
      /** Host name, IPv4 address, or IPv6 address without its brackets; lower case. */
      readonly host: string
      readonly port: number | undefined
      readonly params: Params
      readonly headers: string | undefined
    }
  | { readonly kind: 'other'; readonly scheme: string; readonly rest: string }

const SCHEME = /^[A-Za-z][A-Za-z0-9+\-.]*$/
/** What no URI may hold unescaped: space, controls, `<`, `>` and `"`. */
const FORBIDDEN = /[\u0000-\u0020\u007f<>"]/ // oxlint-disable-line no-control-regex
const HOST = /^[A-Za-z0-9._-]+$/
const IPV6 = /^[0-9A-Fa-f:.]+$/

/** `host[:port]`, an IPv6 address in brackets. Undefined when it is neither. */
export const readHostPort = (text: string): { readonly host: string; readonly port: number | undefined } | undefined => {
  const bracketed = text.startsWith('[')
  const end = bracketed ? text.indexOf(']') + 1 : text.includes(':') ? text.indexOf(':') : text.length
  if (end === 0) return undefined
  const host = bracketed ? text.slice(1, end - 1) : text.slice(0, end)
  if (!(bracketed ? IPV6 : HOST).test(host)) return undefined
  const rest = text.slice(end)
  if (rest === '') return { host: host.toLowerCase(), port: undefined }
  const port = rest.startsWith(':') ? readNumber(rest.slice(1), 65_535) : undefined
  return port === undefined || port === 0 ? undefined : { host: host.toLowerCase(), port }
}

/** Undefined when the text is no URI, or a sip(s) URI outside the grammar. */
export const readUri = (text: string): Uri | undefined => {
  const colon = text.indexOf(':')
  if (colon < 1 || FORBIDDEN.test(text)) return undefined
  const scheme = text.slice(0, colon)
  if (!SCHEME.test(scheme)) return undefined
  const rest = text.slice(colon + 1)
  const lower = scheme.toLowerCase()
  if (lower !== 'sip' && lower !== 'sips') return rest === '' ? undefined : { kind: 'other', scheme: lower, rest }
  // The user part may hold ";" and "?" (RFC 4475, 3.1.1.2 and 3.1.1.9), so "@" is looked for first. It cannot hold another "@".
  const at = rest.indexOf('@')
  if (at === 0 || (at > 0 && rest.includes('@', at + 1))) return undefined
  const user = at < 0 ? undefined : rest.slice(0, at)
  const afterUser = rest.slice(at + 1)
  const question = afterUser.indexOf('?')
  const [hostPort = '', ...params] = (question < 0 ? afterUser : afterUser.slice(0, question)).split(';')
  const where = readHostPort(hostPort)
  const read = readUriParams(params)
  if (where === undefined || read === undefined) return undefined
  const colonInUser = user?.indexOf(':') ?? -1
  return {
    kind: 'sip',
    scheme: lower,
    user: colonInUser < 0 ? user : user?.slice(0, colonInUser),
    host: where.host,
    port: where.port,
    params: read,
    headers: question < 0 ? undefined : afterUser.slice(question + 1),
  }
}

/** URI parameter names may hold more than a token ("[", "/", "&", "$": paramchar), and values may be empty in the wild. */
const readUriParams = (parts: readonly string[]): Params | undefined => {
  const strict = readParams(parts)
  if (strict !== undefined) return strict
  const params = new Map<string, string | undefined>()
  for (const part of parts) {
    const equals = part.indexOf('=')
    const name = equals < 0 ? part : part.slice(0, equals)
    if (name === '') return undefined
    params.set(name.toLowerCase(), equals < 0 ? undefined : part.slice(equals + 1))
  }
  return params
}

/** Brackets an IPv6 address, as SIP and URIs want it. */
export const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host)

const HEX = /^[0-9A-Fa-f]{2}$/

/** Resolves `%41` once (never recursively, RFC 4475, 3.1.1.3); a `%` that escapes nothing stays. */
export const unescaped = (text: string): string => {
  if (!text.includes('%')) return text
  let plain = ''
  for (let index = 0; index < text.length; index += 1) {
    const hex = text.slice(index + 1, index + 3)
    if (text[index] === '%' && HEX.test(hex)) {
      plain += String.fromCharCode(Number.parseInt(hex, 16))
      index += 2
    } else plain += text[index]
  }
  return plain
}

const NEEDS_NO_ESCAPE = /^[A-Za-z0-9\-_.!~*'()&=+$,;?/]$/

/** The user part of a `sip:` URI (RFC 3261, 25.1: unreserved / escaped / user-unreserved), from byte text. */
export const escapedUser = (user: string): string => {
  let escaped = ''
  for (const character of user) {
    const hex = character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')
    escaped += NEEDS_NO_ESCAPE.test(character) ? character : `%${hex}`
  }
  return escaped
}
