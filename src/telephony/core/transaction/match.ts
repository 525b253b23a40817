import { type SipRequest, type SipResponse, tagOf } from '../message/message.ts'
import { DEFAULT_PORT } from '../message/route-replies.ts'
import { writeVia } from '../message/via.ts'

/** RFC 3261, 8.1.1.7: what every branch made by its rules begins with. */
export const MAGIC_COOKIE = 'z9hG4bK'

/**
 * To which server transaction a request belongs (RFC 3261, 17.2.3): by branch, sent-by and method; ACK belongs to its INVITE.
 * A branch without the cookie, or with nothing after it (RFC 4475, 3.2.1), is matched the way of RFC 2543: by Request-URI,
 * To, From, Call-ID, CSeq and Via. (For an ACK the To tag is ours, so it is left out; what remains identifies the INVITE.)
 */
export const serverKey = (request: SipRequest, method: string = request.method === 'ACK' ? 'INVITE' : request.method): string => {
  const branch = request.via.params.get('branch')
  if (branch !== undefined && branch.startsWith(MAGIC_COOKIE) && branch.length > MAGIC_COOKIE.length) {
    return `${branch}|${request.via.host}:${request.via.port ?? DEFAULT_PORT}|${method}`
  }
  const { uri, from, callId, cseq, via } = request
  return `2543|${uri}|${tagOf(from) ?? from.uri}|${callId}|${cseq.number}|${writeVia(via)}|${method}`
}

/** To which client transaction a response belongs (RFC 3261, 17.1.3): by the branch of its topmost Via and the method of CSeq. */
export const clientKey = (message: SipRequest | SipResponse): string => `${message.via.params.get('branch') ?? ''}|${message.cseq.method}`
