import type { Digit } from '../../src/telephony/core/call.ts'
import type { NegotiatedAudio } from '../../src/telephony/core/negotiated-audio.ts'
import type { MediaEngine, MediaEvents, MediaSession } from '../../src/telephony/door.ts'

type Listeners = { [Name in keyof MediaEvents]: MediaEvents[Name][] }

/** A session that neither sends nor hears, and remembers how it was set. */
export class SilentSession implements MediaSession {
  readonly local: MediaSession['local']
  readonly configured: NegotiatedAudio[] = []
  readonly listeners: Listeners = { digit: [], lost: [], latched: [] }
  closed = false

  constructor(port: number) {
    this.local = { address: '127.0.0.1', port }
  }

  configure(audio: NegotiatedAudio): void {
    this.configured.push(audio)
  }

  play(): ReturnType<MediaSession['play']> {
    return { ended: Promise.resolve({ completed: true, playedMs: 0, totalMs: 0 }), stop: () => {}, pause: () => {}, resume: () => {} }
  }

  sendDigits(): Promise<void> {
    return Promise.resolve()
  }

  digitFromSignalling(digit: Digit): void {
    for (const listener of this.listeners.digit) listener(digit, 'sip-info')
  }

  record(): ReturnType<MediaSession['record']> {
    return Promise.resolve({ stop: () => Promise.resolve({ durationMs: 0 }) })
  }

  recordPeer(): ReturnType<MediaSession['recordPeer']> {
    return Promise.resolve({ ended: Promise.resolve({ durationMs: 0, speechMs: 0 }), stop: () => {} })
  }

  tap(): void {}

  statistics(): ReturnType<MediaSession['statistics']> {
    return Promise.resolve({
      packetsSent: 0,
      packetsReceived: 0,
      packetsLost: 0,
      concealedMs: 0,
      jitterMs: 0,
      pacerLatenessMs: { p50: 0, p99: 0, max: 0 },
      firstPacketMs: undefined,
    })
  }

  on<Name extends keyof MediaEvents>(name: Name, listener: MediaEvents[Name]): void {
    this.listeners[name].push(listener)
  }

  close(): void {
    this.closed = true
  }
}

/** Opens silent sessions; `delayMs` and `refuse` make it slow or full. */
export class SilentEngine implements MediaEngine {
  readonly restarts = 0
  readonly sessions: SilentSession[] = []
  delayMs = 0
  refuse = false

  async open(): Promise<SilentSession> {
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs))
    if (this.refuse) throw new RangeError('no audio port is free')
    const session = new SilentSession(40_000 + 2 * this.sessions.length)
    this.sessions.push(session)
    return session
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}
