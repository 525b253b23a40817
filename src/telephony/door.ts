import type { MessagePort } from 'node:worker_threads'
import type { CallEnd, CallerIdentity, Digit, DigitSource } from './core/call.ts'
import type { G711, NegotiatedAudio, SocketAddress } from './core/negotiated-audio.ts'

/** Audio ready to be sent as it is: one byte a sample, 8,000 samples a second. */
export type EncodedClip = { readonly codec: G711; readonly bytes: Uint8Array }

/** How a playback went: what the listener can have heard is the first `playedMs` of it. */
export type PlaybackEnd = { readonly completed: boolean; readonly playedMs: number; readonly totalMs: number }

export type Playback = {
  /** Settles when the last frame has left, or when it was stopped. Never rejects: media loss is a stop. */
  readonly ended: Promise<PlaybackEnd>
  /** No further frame leaves. */
  stop(): void
  /** Holds back further frames (silence goes out) until `resume`; what was played stays played. */
  pause(): void
  resume(): void
}

export type MediaStatistics = {
  readonly packetsSent: number
  readonly packetsReceived: number
  readonly packetsLost: number
  readonly concealedMs: number
  readonly jitterMs: number
  /** Lateness of our sent frames against the 20 ms grid, in milliseconds. */
  readonly pacerLatenessMs: { readonly p50: number; readonly p99: number; readonly max: number }
  /** Milliseconds from `open` to our first RTP packet; undefined before. */
  readonly firstPacketMs: number | undefined
}

/** When a spoken message is over by itself. Milliseconds. */
export type MessageEnd = {
  readonly maximumMs: number
  /** A pause this long after something was said. */
  readonly pauseMs: number
  /** This long without a word at all. */
  readonly patienceMs: number
}

export type PeerRecording = {
  /** Rejects with `RecordingFailed` when any of it is not on disk. `speechMs`: how much of it is louder than the room. */
  readonly ended: Promise<{ readonly durationMs: number; readonly speechMs: number }>
  stop(): void
}

export type MediaEvents = {
  digit: (digit: Digit, source: DigitSource) => void
  /** Nothing was received for the inactivity time while the peer should be sending, or the media worker died. */
  lost: (why: 'no-audio' | 'worker-died') => void
  /** The peer's first packet arrived: from here on we send where it came from. */
  latched: (remote: SocketAddress) => void
}

/** The audio of one call: a socket pair (RTP, RTCP) in the media worker. All times in milliseconds. */
export interface MediaSession {
  readonly local: SocketAddress
  /** Starts, or after a re-INVITE changes, the stream. The RTP clock keeps running through hold. */
  configure(audio: NegotiatedAudio): void
  /** Plays after what is already playing. A clip in the other law is transcoded. */
  play(clip: EncodedClip): Playback
  /**
   * Sends digits as telephone-events (RFC 4733), 100 ms each with 100 ms between; as tones where the peer takes no events.
   * Playback waits meanwhile. Refuses with `DigitsNotSent` what is no key, and when the call ends before all have left.
   */
  sendDigits(digits: string): Promise<void>
  /** A digit that came by SIP INFO: told by the event `digit` like the others, unless the same press has been heard already. */
  digitFromSignalling(digit: Digit): void
  /** Writes both directions to a stereo 8 kHz WAV file (left: peer, right: us) until the session closes or `stop` is called. `stop` settles after fsync. */
  record(file: string): Promise<{ stop(): Promise<{ readonly durationMs: number }> }>
  /**
   * Writes only what the peer says to a mono 8 kHz WAV file: until `stop`, until the call is over, or until the message is: see
   * `MessageEnd`. `ended` settles after fsync: then it is on disk.
   */
  recordPeer(file: string, until?: MessageEnd): Promise<PeerRecording>
  /**
   * Sends every 20 ms frame over `port` as `AudioFrame`, so that a speech worker hears the call without the main thread.
   * Stops when the session closes or the port does.
   */
  tap(port: MessagePort): void
  statistics(): Promise<MediaStatistics>
  on<Name extends keyof MediaEvents>(name: Name, listener: MediaEvents[Name]): void
  close(): void
}

/** What a tap delivers for each 20 ms: linear 16-bit samples at 8 kHz, 160 of each, of what the peer says and of what we said meanwhile. */
export type AudioFrame = { readonly peer: Int16Array; readonly us: Int16Array }

export interface MediaEngine {
  /** Opens a port pair from the configured range. Refuses with `NoMediaPort` when all are taken. */
  open(): Promise<MediaSession>
  /** Worker gone and come back: sessions that were open have reported `lost`. */
  readonly restarts: number
  close(): Promise<void>
}

export type CallEvents = {
  /** ACK received: the caller hears us (RFC 3261 13.3.1.4). A call can end without it. */
  confirmed: () => void
  digit: (digit: Digit, source: DigitSource) => void
  hold: (held: boolean) => void
  /** Exactly once, whatever happens. */
  ended: (end: CallEnd) => void
}

/** A call that rings at us. Listeners may be attached later than the event: `ended` is then told at once. */
export interface IncomingCall {
  /** SIP Call-ID, for logs. */
  readonly sipCallId: string
  readonly caller: CallerIdentity
  /** User part of the Request-URI: the line that was called. */
  readonly called: string
  readonly source: SocketAddress & { readonly transport: 'udp' | 'tcp' }
  readonly media: MediaSession
  ring(): void
  /** 200 OK with our answer (or offer, when the INVITE carried none). RTP may leave from then on. */
  answer(): void
  reject(status: 486 | 480 | 488 | 503 | 603): void
  hangUp(): void
  on<Name extends keyof CallEvents>(name: Name, listener: CallEvents[Name]): void
}

/** A call we place (RFC 3261 section 13.2). */
export interface OutgoingCall {
  readonly sipCallId: string
  readonly media: MediaSession
  /** Settles with 2xx; rejects with `CallRefused` carrying the status. */
  readonly answered: Promise<{ readonly inviteTo200Ms: number }>
  hangUp(): void
  on<Name extends keyof CallEvents>(name: Name, listener: CallEvents[Name]): void
}

export interface SipEndpoint {
  readonly listening: { readonly udp: SocketAddress; readonly tcp: SocketAddress }
  call(target: string, options?: { readonly fromUser?: string; readonly displayName?: string }): Promise<OutgoingCall>
  readonly liveCalls: number
  /** Refuses new calls with 503 from now on. */
  drain(): void
  close(): Promise<void>
}
