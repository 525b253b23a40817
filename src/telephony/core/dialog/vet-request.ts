import { type Header, listed } from '../message/headers.ts'
import type { SipRequest } from '../message/message.ts'
import { ALLOWED, isKnownMethod } from '../message/methods.ts'
import { findSdp } from '../sdp/find-sdp.ts'
import { type Agreement, agree } from '../sdp/negotiate.ts'
import { MIN_SESSION_SECONDS, isSessionTooShort } from './session-timer.ts'

export type Refusal = { readonly status: number; readonly headers: readonly Header[] }

const header = (name: string, value: string): Header => ({ name, value })

const refusal = (status: number, ...headers: readonly Header[]): Refusal => ({ status, headers })

/** Extensions a peer may require of us (RFC 3261, 8.2.2.3). */
const UNDERSTOOD: ReadonlySet<string> = new Set(['timer'])

/** Whether we serve the method and everything it requires, within a call or outside; undefined when we do. */
export const vetRequest = (request: SipRequest): Refusal | undefined => {
  if (!isKnownMethod(request.method)) return refusal(501, header('allow', ALLOWED.join(', ')))
  // RFC 3261, 8.2.2.3: "this header field MUST NOT be used in a CANCEL or ACK, and is ignored there".
  if (request.method === 'ACK' || request.method === 'CANCEL') return undefined
  const missing = listed(request.headers, 'require').filter((option) => !UNDERSTOOD.has(option.toLowerCase()))
  return missing.length === 0 ? undefined : refusal(420, header('unsupported', missing.join(', ')))
}

/** An INVITE that would begin a call: the reason to refuse it, or what its offer comes to (undefined when it carries none). */
export const vetInvite = (invite: SipRequest): { readonly refuse: Refusal } | { readonly agreement: Agreement | undefined } => {
  // RFC 3261, 20.1: without Accept, application/sdp is meant. RFC 4475, 3.3.15: 406 when ours could not be read.
  const accepts = listed(invite.headers, 'accept').map((type) => type.split(';')[0]?.trim().toLowerCase())
  const readable = accepts.length === 0 || accepts.some((type) => type === 'application/sdp' || type === 'application/*' || type === '*/*')
  if (!readable) return { refuse: refusal(406, header('warning', '399 firstline "session descriptions are sent as application/sdp only"')) }
  if (isSessionTooShort(invite.headers)) return { refuse: refusal(422, header('min-se', String(MIN_SESSION_SECONDS))) }
  const offer = findSdp(invite)
  // RFC 3261, 21.4.13: "415 ... MUST return a list of acceptable formats".
  if (offer.is === 'unreadable') {
    return { refuse: refusal(415, header('accept', 'application/sdp'), header('accept-encoding', 'identity')) }
  }
  if (offer.is === 'none') return { agreement: undefined }
  const agreement = agree(offer.text)
  if (!('status' in agreement)) return { agreement }
  // RFC 3261, 20.43: 305 Incompatible media format.
  return {
    refuse:
      agreement.status === 488 ? refusal(488, header('warning', '305 firstline "PCMA or PCMU over RTP/AVP is needed"')) : refusal(400),
  }
}
