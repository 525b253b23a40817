import type { Header, Headers } from './headers.ts'
import type { SipRequest } from './message.ts'
import type { NameAddr } from './name-addr.ts'
import { SOFTWARE } from './reply.ts'
import type { Uri } from './uri.ts'
import { type Via, writeVia } from './via.ts'

/** A request of ours before it has a Via: which one it gets depends on the way it takes. */
export type Draft = Omit<SipRequest, 'via'>

export type DraftParts = {
  readonly method: string
  readonly uri: string
  readonly target: Uri
  readonly from: NameAddr
  readonly to: NameAddr
  /** From and To as they are to be written. */
  readonly written: { readonly from: string; readonly to: string }
  readonly callId: string
  readonly cseq: number
  readonly routes: readonly string[]
  readonly headers?: Headers
  readonly body?: Uint8Array
}

/** RFC 3261, section 8.1.1: To, From, CSeq, Call-ID, Max-Forwards and Via are in every request. */
export const draftRequest = (parts: DraftParts): Draft => {
  const headers: Header[] = [
    { name: 'max-forwards', value: '70' },
    ...parts.routes.map((value) => ({ name: 'route', value })),
    { name: 'from', value: parts.written.from },
    { name: 'to', value: parts.written.to },
    { name: 'call-id', value: parts.callId },
    { name: 'cseq', value: `${parts.cseq} ${parts.method}` },
    ...(parts.headers ?? []),
    { name: 'user-agent', value: SOFTWARE },
  ]
  return {
    kind: 'request',
    method: parts.method,
    uri: parts.uri,
    target: parts.target,
    headers,
    from: parts.from,
    to: parts.to,
    callId: parts.callId,
    cseq: { number: parts.cseq, method: parts.method },
    body: parts.body ?? new Uint8Array(0),
  }
}

/** The draft with its Via on top. */
export const sentVia = (draft: Draft, via: Via): SipRequest => ({
  ...draft,
  via,
  headers: [{ name: 'via', value: writeVia(via) }, ...draft.headers],
})

/** Header fields in which ACK (to a refusal) and CANCEL repeat the INVITE (RFC 3261, sections 17.1.1.3 and 9.1). */
const REPEATED: ReadonlySet<string> = new Set(['from', 'call-id', 'route', 'max-forwards', 'user-agent'])

const besideInvite = (invite: SipRequest, method: 'ACK' | 'CANCEL', to: NameAddr, toValue: string): SipRequest => {
  const headers: Header[] = [{ name: 'via', value: writeVia(invite.via) }]
  for (const header of invite.headers) if (REPEATED.has(header.name)) headers.push(header)
  headers.push({ name: 'to', value: toValue }, { name: 'cseq', value: `${invite.cseq.number} ${method}` })
  return { ...invite, method, headers, to, cseq: { number: invite.cseq.number, method }, body: new Uint8Array(0) }
}

const toOf = (headers: Headers): string => headers.find((header) => header.name === 'to')?.value ?? ''

/** RFC 3261, 17.1.1.3: the ACK of a non-2xx final response belongs to the INVITE's transaction: same branch, To of the response. */
export const ackOfRefusal = (invite: SipRequest, response: { readonly to: NameAddr; readonly headers: Headers }): SipRequest =>
  besideInvite(invite, 'ACK', response.to, toOf(response.headers))

/** RFC 3261, 9.1: Request-URI, Call-ID, To, the number of CSeq and From of CANCEL are those of the request it cancels. */
export const cancelOf = (invite: SipRequest): SipRequest => besideInvite(invite, 'CANCEL', invite.to, toOf(invite.headers))
