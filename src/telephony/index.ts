export type { CallEnd, CallerIdentity, Digit, DigitSource } from './core/call.ts'
export { isCountry } from './core/identity/phone-number.ts'
export type { G711, NegotiatedAudio, SocketAddress } from './core/negotiated-audio.ts'
export type {
  AudioFrame,
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
export { CallRefused, NoLineFree, NotANetwork, NotDiallable } from './sip/refusals.ts'
