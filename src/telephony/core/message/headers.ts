import { splitOutside, strip } from './scan.ts'

/** A header field: its long name in lower case, its value unfolded. Order and repetition are kept. */
export type Header = { readonly name: string; readonly value: string }
export type Headers = readonly Header[]

/** Compact forms (RFC 3261, section 7.3.3, and the extensions that registered one). */
const COMPACT: ReadonlyMap<string, string> = new Map([
  ['a', 'accept-contact'],
  ['b', 'referred-by'],
  ['c', 'content-type'],
  ['d', 'request-disposition'],
  ['e', 'content-encoding'],
  ['f', 'from'],
  ['i', 'call-id'],
  ['j', 'reject-contact'],
  ['k', 'supported'],
  ['l', 'content-length'],
  ['m', 'contact'],
  ['o', 'event'],
  ['r', 'refer-to'],
  ['s', 'subject'],
  ['t', 'to'],
  ['u', 'allow-events'],
  ['v', 'via'],
  ['x', 'session-expires'],
  ['y', 'identity'],
])

export const longName = (name: string): string => {
  const lower = name.toLowerCase()
  return COMPACT.get(lower) ?? lower
}

const SPELLED: ReadonlyMap<string, string> = new Map([
  ['call-id', 'Call-ID'],
  ['cseq', 'CSeq'],
  ['www-authenticate', 'WWW-Authenticate'],
  ['min-se', 'Min-SE'],
])

/** The name as people write it: `Call-ID`, `Max-Forwards`. */
export const spelled = (name: string): string =>
  SPELLED.get(name) ??
  name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('-')

/** The value of the first field of this (long, lower-case) name. */
export const first = (headers: Headers, name: string): string | undefined => headers.find((header) => header.name === name)?.value

export const all = (headers: Headers, name: string): readonly string[] =>
  headers.filter((header) => header.name === name).map((header) => header.value)

/** All members of a comma-separated header, over all its fields; empty members are dropped, an unbalanced field is taken whole. */
export const listed = (headers: Headers, name: string): readonly string[] =>
  all(headers, name)
    .flatMap((value) => splitOutside(value, ',') ?? [value])
    .map(strip)
    .filter((member) => member !== '')
