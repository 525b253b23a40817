import { textOfBytes } from '../message/bytes.ts'
import { first, listed } from '../message/headers.ts'
import type { SipMessage } from '../message/message.ts'
import { readParams, splitOutside, strip, unquoted } from '../message/scan.ts'

/** What a body has to say about the session: a description, nothing, or a content we do not read (415). */
export type SdpOfBody = { readonly is: 'sdp'; readonly text: string } | { readonly is: 'none' } | { readonly is: 'unreadable' }

const typeOf = (contentType: string): string => strip(contentType.split(';')[0] ?? '').toLowerCase()

/** Finds the session description, also as a part of multipart/mixed (RFC 5621, section 3.1: every UA must read that). */
export const findSdp = (message: SipMessage): SdpOfBody => {
  if (message.body.length === 0) return { is: 'none' }
  if (listed(message.headers, 'content-encoding').some((encoding) => encoding.toLowerCase() !== 'identity')) return { is: 'unreadable' }
  const contentType = first(message.headers, 'content-type') ?? ''
  if (typeOf(contentType) === 'application/sdp') return { is: 'sdp', text: textOfBytes(message.body) }
  if (typeOf(contentType) === 'multipart/mixed') {
    const text = partOf(textOfBytes(message.body), contentType)
    if (text !== undefined) return { is: 'sdp', text }
  }
  // RFC 3261, 20.11: a body whose handling is optional may be passed over.
  const optional = (first(message.headers, 'content-disposition') ?? '').toLowerCase().includes('handling=optional')
  return optional ? { is: 'none' } : { is: 'unreadable' }
}

const partOf = (body: string, contentType: string): string | undefined => {
  const params = readParams((splitOutside(contentType, ';') ?? []).slice(1))
  const boundary = params?.get('boundary')
  if (boundary === undefined) return undefined
  for (const part of `\r\n${body}`.split(`\r\n--${unquoted(boundary)}`).slice(1)) {
    const blank = part.indexOf('\r\n\r\n')
    if (blank < 0) continue
    for (const line of part.slice(0, blank).split('\r\n')) {
      const colon = line.indexOf(':')
      const name = strip(line.slice(0, Math.max(0, colon))).toLowerCase()
      if ((name === 'content-type' || name === 'c') && typeOf(line.slice(colon + 1)) === 'application/sdp')
        return `${part.slice(blank + 4)}\r\n`
    }
  }
  return undefined
}
