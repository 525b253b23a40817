import type { Headers } from './headers.ts'
import type { NameAddr } from './name-addr.ts'
import type { Uri } from './uri.ts'
import type { Via } from './via.ts'

type Common = {
  /** Every header field as it came, `via`, `route`, `record-route` and `contact` one value a field; the typed views below are read from it. */
  readonly headers: Headers
  /** The topmost Via. */
  readonly via: Via
  readonly from: NameAddr
  readonly to: NameAddr
  readonly callId: string
  readonly cseq: { readonly number: number; readonly method: string }
  readonly body: Uint8Array
}

export type SipRequest = Common & {
  readonly kind: 'request'
  readonly method: string
  /** The Request-URI as written, and read. */
  readonly uri: string
  readonly target: Uri
}

export type SipResponse = Common & { readonly kind: 'response'; readonly status: number; readonly reason: string }

export type SipMessage = SipRequest | SipResponse

/**
 * What could not be read. `status` is what a request's sender is owed (none for a response, an ACK, or when there is not even
 * a Via: then it is dropped in silence); `headers` are as many as were read, enough to address the reply.
 */
export type Malformed = {
  readonly kind: 'malformed'
  readonly why: string
  readonly status: 400 | 416 | 501 | 505 | 513 | undefined
  readonly headers: Headers
}

/** The tag of From or To, that is one end of a dialog. */
export const tagOf = (address: NameAddr): string | undefined => address.params.get('tag')
