import { unicodeOf } from './bytes.ts'
import { endOfQuoted, isToken, type Params, readParams, splitOutside, strip, unquoted } from './scan.ts'
import { readUri, type Uri } from './uri.ts'

/** `"Display" <uri>;params`, or a bare `uri;params` (RFC 3261, section 20.10): From, To, Contact, Route, Diversion ... */
export type NameAddr = {
  readonly display: string | undefined
  /** The URI as it was written. */
  readonly uri: string
  readonly parsed: Uri
  readonly params: Params
}

/**
 * A display name is a quoted-string or tokens with LWS between (RFC 3261, section 25.1). Bytes above 0x7f are let through
 * unquoted: phones write names that way. Undefined when malformed.
 */
const readDisplay = (text: string): { readonly display: string | undefined } | undefined => {
  if (text === '') return { display: undefined }
  if (text.startsWith('"')) {
    return endOfQuoted(text, 0) === text.length ? { display: unicodeOf(unquoted(text)) || undefined } : undefined
  }
  for (const word of text.split(' ')) {
    let ascii = ''
    for (const character of word) if (character.charCodeAt(0) < 0x80 && character !== '\t') ascii += character
    if (ascii !== '' && !isToken(ascii)) return undefined
  }
  return { display: unicodeOf(text) }
}

/** Undefined when the value is malformed. */
export const readNameAddr = (value: string): NameAddr | undefined => {
  const text = strip(value)
  const afterQuotes = text.startsWith('"') ? endOfQuoted(text, 0) : 0
  if (afterQuotes < 0) return undefined
  const open = text.indexOf('<', afterQuotes)
  if (open < 0) return readAddrSpec(text)
  const close = text.indexOf('>', open)
  if (close < 0) return undefined
  const name = readDisplay(strip(text.slice(0, open)))
  const uri = text.slice(open + 1, close)
  const parsed = readUri(uri)
  const params = readTail(text.slice(close + 1))
  return name === undefined || parsed === undefined || params === undefined ? undefined : { ...name, uri, parsed, params }
}

/** "If the URI contains a comma, question mark or semicolon, it MUST be enclosed in angle brackets" (20.10): what follows `;` is the header's. */
const readAddrSpec = (text: string): NameAddr | undefined => {
  const semicolon = text.indexOf(';')
  const uri = strip(semicolon < 0 ? text : text.slice(0, semicolon))
  if (uri.includes(',') || uri.includes('?')) return undefined
  const parsed = readUri(uri)
  const params = readTail(semicolon < 0 ? '' : text.slice(semicolon))
  return parsed === undefined || params === undefined ? undefined : { display: undefined, uri, parsed, params }
}

const readTail = (tail: string): Params | undefined => {
  const text = strip(tail)
  if (text === '') return new Map()
  const parts = text.startsWith(';') ? splitOutside(text.slice(1), ';') : undefined
  return parts === undefined ? undefined : readParams(parts)
}
