export type {
  CallEvents,
  EncodedClip,
  IncomingCall,
  MediaEngine,
  MediaEvents,
  MediaSession,
  MediaStatistics,
  OutgoingCall,
  Playback,
  PlaybackEnd,
  SipEndpoint,
} from './door.ts'
export type { SipEndpointOptions } from './sip/endpoint-options.ts'
export { openSipEndpoint } from './sip/endpoint.ts'
export { isCountry } from './core/identity/phone-number.ts'
export { CallRefused, NoLineFree, NotANetwork, NotDiallable } from './sip/refusals.ts'
