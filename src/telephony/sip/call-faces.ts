import type { SocketAddress } from '../core/negotiated-audio.ts'
import { identifyCaller } from '../core/identity/identify-caller.ts'
import { type Country, userOf } from '../core/identity/phone-number.ts'
import type { SipRequest } from '../core/message/message.ts'
import type { IncomingCall, MediaSession, OutgoingCall } from '../door.ts'
import type { LiveCall } from './live-call.ts'

/** A ringing call as the rest of the house sees it. */
export const incomingCall = (
  call: LiveCall,
  media: MediaSession,
  invite: SipRequest,
  about: { readonly trusted: boolean; readonly country: Country; readonly source: SocketAddress & { readonly transport: 'udp' | 'tcp' } },
): IncomingCall => ({
  sipCallId: invite.callId,
  caller: identifyCaller(invite, about.trusted, about.country),
  // Parameters in the user part (`100;par=x`, tel's `;phone-context`) are not the line.
  called: userOf(invite.target).split(';')[0] ?? '',
  source: about.source,
  media,
  ring: () => call.take({ is: 'ring' }),
  answer: () => call.take({ is: 'answer' }),
  reject: (status) => call.take({ is: 'reject', status }),
  hangUp: () => call.take({ is: 'hang-up' }),
  on: (name, listener) => call.listeners.on(name, listener),
})

/** A call we placed. `answered` may go unheard: its rejection then is nobody's error. */
export const outgoingCall = (call: LiveCall, media: MediaSession, answered: OutgoingCall['answered']): OutgoingCall => {
  answered.catch(() => {})
  return {
    sipCallId: call.leg.dialog.callId,
    media,
    answered,
    hangUp: () => call.take({ is: 'hang-up' }),
    on: (name, listener) => call.listeners.on(name, listener),
  }
}
