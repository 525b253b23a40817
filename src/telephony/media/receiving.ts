import type { Digit, DigitSource } from '../core/call.ts'
import type { G711, NegotiatedAudio } from '../core/negotiated-audio.ts'
import { createDtmfDetector } from '../core/audio/detect-dtmf.ts'
import { acceptDigit, NO_DIGITS } from '../core/rtp/digit-merger.ts'
import { createJitterBuffer, type JitterBuffer } from '../core/rtp/jitter-buffer.ts'
import { createReception, type Reception } from '../core/rtp/reception.ts'
import type { RtpPacket } from '../core/rtp/rtp-packet.ts'
import { createTelephoneEventReceiver } from '../core/rtp/telephone-event.ts'

/** What comes from the peer of one call: sound into the jitter buffer, keys merged from all ways they come. Times in milliseconds, monotonic. */
export type Receiving = {
  /** Is it of this stream at all? Only such a packet may tell where the peer is. */
  readonly isOurs: (packet: RtpPacket, audio: NegotiatedAudio) => boolean
  readonly packet: (packet: RtpPacket, audio: NegotiatedAudio, at: number) => void
  /** The next 20 ms of what the peer says. */
  readonly frame: (frame: Int16Array<ArrayBuffer>, at: number) => void
  readonly digit: (digit: Digit, source: DigitSource, at: number) => void
  readonly reception: Reception
  readonly buffer: JitterBuffer
}

// RFC 3551, table 4: these numbers mean these codings wherever they are not given another meaning; some peers change law in mid-call.
const STATIC: ReadonlyMap<number, G711> = new Map([
  [0, 'PCMU'],
  [8, 'PCMA'],
])
/** RFC 3389: comfort noise, a sign of life without sound. */
const COMFORT_NOISE = 13

const lawOf = (payloadType: number, audio: NegotiatedAudio): G711 | undefined =>
  payloadType === audio.payloadType ? audio.codec : STATIC.get(payloadType)

export const createReceiving = (accepted: (digit: Digit, source: DigitSource) => void): Receiving => {
  const reception = createReception()
  const buffer = createJitterBuffer()
  const events = createTelephoneEventReceiver()
  const tones = createDtmfDetector()
  let merger = NO_DIGITS

  const digit = (heard: Digit, source: DigitSource, at: number): void => {
    const outcome = acceptDigit(merger, heard, source, at)
    merger = outcome.merger
    if (outcome.accepted) accepted(heard, source)
  }

  return {
    reception,
    buffer,
    digit,
    isOurs: (packet, audio) =>
      packet.payloadType === audio.telephoneEventPayloadType ||
      packet.payloadType === COMFORT_NOISE ||
      lawOf(packet.payloadType, audio) !== undefined,
    packet: (packet, audio, at) => {
      reception.packet(packet, at)
      if (!audio.receive) return
      if (packet.payloadType === audio.telephoneEventPayloadType) {
        const pressed = events.receive(packet)
        if (pressed !== undefined) digit(pressed, 'rfc4733', at)
        return
      }
      const codec = lawOf(packet.payloadType, audio)
      if (codec === undefined) return
      buffer.insert({ ssrc: packet.ssrc, sequence: packet.sequence, timestamp: packet.timestamp, payload: packet.payload, codec }, at)
    },
    frame: (frame, at) => {
      const how = buffer.pull(frame)
      if (how === 'silence' || merger.eventsSeen) return
      for (const heard of tones.hear(frame)) digit(heard, 'in-band', at)
    },
  }
}
