import type { Digit } from '../call.ts'
import { textOfBytes } from '../message/bytes.ts'
import { first } from '../message/headers.ts'
import type { SipRequest } from '../message/message.ts'

/** The two customary contents of INFO for a key (neither has an RFC; RFC 6086, section 1, calls them legacy usage). */
export const DTMF_TYPES: readonly string[] = ['application/dtmf-relay', 'application/dtmf']

const KEYS = '0123456789*#ABCD'

/** `Signal=5` with `Duration=160`, or the bare key. Some senders number `*` and `#` as RFC 4733 does: 10 and 11. */
export const readDtmfInfo = (info: SipRequest): Digit | undefined => {
  const type = (first(info.headers, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  const text = textOfBytes(info.body.subarray(0, 200))
  if (type === 'application/dtmf') return keyOf(text)
  if (type !== 'application/dtmf-relay') return undefined
  const line = text.split('\n').find((each) => each.trim().toLowerCase().startsWith('signal'))
  return line === undefined ? undefined : keyOf(line.slice(line.indexOf('=') + 1))
}

const keyOf = (text: string): Digit | undefined => {
  const key = text.trim().toUpperCase()
  const numbered = key === '10' ? '*' : key === '11' ? '#' : key
  return isDigit(numbered) ? numbered : undefined
}

const isDigit = (text: string): text is Digit => text.length === 1 && KEYS.includes(text)
