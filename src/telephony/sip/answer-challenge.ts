import { createHash } from 'node:crypto'
import { byteTextOf } from '../core/message/bytes.ts'
import { all, type Header } from '../core/message/headers.ts'
import type { SipResponse } from '../core/message/message.ts'
import { type Challenge, readChallenge } from '../core/message/read-challenge.ts'
import { quoted } from '../core/message/scan.ts'

/** An account at a provider or PBX. */
export type Credentials = { readonly user: string; readonly password: string }

const digestOf = (algorithm: Challenge['algorithm'], text: string): string =>
  createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
    .update(text, 'utf8')
    .digest('hex')

/** The value of Authorization (RFC 2617, section 3.2.2, as RFC 3261, section 22.4, takes it; hashes of RFC 8760). Each nonce is used once. */
export const digestAnswer = (
  challenge: Challenge,
  { user, password }: Credentials,
  method: string,
  uri: string,
  cnonce: string,
): string => {
  const { realm, nonce, opaque, algorithm, auth } = challenge
  const secret = digestOf(algorithm, `${user}:${realm}:${password}`)
  const about = digestOf(algorithm, `${method}:${uri}`)
  const count = '00000001'
  const response = digestOf(algorithm, auth ? `${secret}:${nonce}:${count}:${cnonce}:auth:${about}` : `${secret}:${nonce}:${about}`)
  return [
    `Digest username=${quoted(byteTextOf(user))}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    `response="${response}"`,
    `algorithm=${algorithm}`,
    ...(auth ? ['qop=auth', `nc=${count}`, `cnonce="${cnonce}"`] : []),
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
  ].join(', ')
}

/** The header that answers a 401 or 407 to a request for `uri`; undefined when the response is none, or asks what we cannot answer. */
export const credentialsFor = (response: SipResponse, credentials: Credentials, uri: string, cnonce: string): Header | undefined => {
  const proxy = response.status === 407
  if (!proxy && response.status !== 401) return undefined
  const challenge = all(response.headers, proxy ? 'proxy-authenticate' : 'www-authenticate')
    .map(readChallenge)
    .find((each) => each !== undefined)
  if (challenge === undefined) return undefined
  const value = digestAnswer(challenge, credentials, response.cseq.method, uri, cnonce)
  return { name: proxy ? 'proxy-authorization' : 'authorization', value }
}
