import { type Params, isToken, readParams, splitOutside, strip, writeParams } from './scan.ts'
import { bracketed, readHostPort } from './uri.ts'

/** One hop the message went through (RFC 3261, section 20.42). */
export type Via = {
  /** `UDP`, `TCP` ... in upper case. */
  readonly protocol: string
  /** sent-by: where the sender expects replies. */
  readonly host: string
  readonly port: number | undefined
  readonly params: Params
}

/** Reads one Via value; LWS may stand around each part (RFC 4475, 3.1.1.1). Undefined when malformed. */
export const readVia = (value: string): Via | undefined => {
  const parts = splitOutside(value, ';')
  const [sent = '', ...rest] = parts ?? []
  const [name = '', version = '', tail = ''] = sent.split('/')
  if (parts === undefined || sent.split('/').length !== 3) return undefined
  if (strip(name).toUpperCase() !== 'SIP' || strip(version) !== '2.0') return undefined
  const words = strip(tail).split(/[ \t\r\n]+/)
  const protocol = words[0] ?? ''
  const where = readHostPort(words.slice(1).join(''))
  const params = readParams(rest)
  if (!isToken(protocol) || where === undefined || params === undefined) return undefined
  return { protocol: protocol.toUpperCase(), host: where.host, port: where.port, params }
}

export const writeVia = (via: Via): string =>
  `SIP/2.0/${via.protocol} ${bracketed(via.host)}${via.port === undefined ? '' : `:${via.port}`}${writeParams(via.params)}`
