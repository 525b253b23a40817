import type { Digit } from '../core/call.ts'
import type { NegotiatedAudio } from '../core/negotiated-audio.ts'
import { dtmfTone } from '../core/audio/dtmf-tones.ts'
import { encodeG711, FRAME_SAMPLES, silenceOf } from '../core/audio/g711.ts'
import { RTP_HEADER_BYTES, writeRtp } from '../core/rtp/rtp-packet.ts'
import { SLOTS_A_DIGIT, slotsOf, writeTelephoneEvent } from '../core/rtp/telephone-event.ts'
import type { PlaybackQueue } from './playback-queue.ts'
import type { StreamIdentity } from './worker-protocol.ts'

/**
 * What leaves in each 20 ms: keys being sent go before clips, clips before silence. RTP time passes with every tick whether
 * something leaves or not (on hold, after a stall), and the first packet after such a gap bears the marker
 * (RFC 3551, section 4.1).
 */
export type Sending = {
  /**
   * Composes this tick's packet; undefined while we must not send. The packet's memory is used again a few ticks later.
   * Afterwards `frame` holds what the peer hears of us, in characters of the stream's law.
   */
  readonly compose: (audio: NegotiatedAudio) => Uint8Array | undefined
  /** The composed packet was handed to the network. */
  readonly sent: () => void
  /** Time passes in which nothing leaves. */
  readonly skip: (frames: number) => void
  readonly frame: Uint8Array
  readonly sendDigits: (digits: readonly Digit[], done: (all: boolean) => void) => void
  /** Ends keys that have not all left. */
  readonly clear: () => void
  readonly packets: () => number
  /** Payload bytes sent (RFC 3550, section 6.4.1, sender's octet count). */
  readonly octets: () => number
  /** Timestamp of the frame that is due now. */
  readonly timestamp: () => number
}

/** Packets may still lie in the system's queue when the next is composed. */
const RING = 4
const PACKET_BYTES = RTP_HEADER_BYTES + FRAME_SAMPLES
const TONE_FRAMES = SLOTS_A_DIGIT / 2

type Press = { readonly digit: Digit; readonly done: (() => void) | undefined; readonly abandoned: (() => void) | undefined }

export const createSending = (identity: StreamIdentity, queue: PlaybackQueue): Sending => {
  const frame = new Uint8Array(FRAME_SAMPLES)
  const ring = new Uint8Array(RING * PACKET_BYTES)
  let slot = 0
  let { sequence, timestamp } = identity
  let packets = 0
  let octets = 0
  let broken = true
  let playing = false
  let presses: Press[] = []
  /** The press being sent: its slots as packets, or as a tone when the peer takes no events. */
  let pressing: { readonly press: Press; readonly as: 'events' | Uint8Array; readonly startedAt: number; slot: number } | undefined

  const memory = (): Uint8Array => {
    slot = (slot + 1) % RING
    return ring.subarray(slot * PACKET_BYTES, (slot + 1) * PACKET_BYTES)
  }

  const packet = (payloadType: number, payload: Uint8Array, at: number, marker: boolean): Uint8Array => {
    octets += payload.length
    const bytes = writeRtp({ marker, payloadType, sequence, timestamp: at >>> 0, ssrc: identity.ssrc, payload }, memory())
    sequence = (sequence + 1) & 0xffff
    return bytes
  }

  const composeDigit = (audio: NegotiatedAudio): Uint8Array | undefined => {
    const press = presses[0]
    if (pressing === undefined && press !== undefined) {
      const takesEvents = audio.telephoneEventPayloadType !== undefined
      const tone = (): Uint8Array => encodeG711(audio.codec, dtmfTone(press.digit, TONE_FRAMES * 20))
      pressing = { press, as: takesEvents ? 'events' : tone(), startedAt: timestamp, slot: 0 }
    }
    if (pressing === undefined) return undefined
    const at = pressing.slot
    pressing.slot += 1
    frame.fill(silenceOf(audio.codec))
    if (pressing.as === 'events') {
      const event = slotsOf(pressing.press.digit)[at]
      if (event !== undefined && audio.telephoneEventPayloadType !== undefined) {
        return packet(audio.telephoneEventPayloadType, writeTelephoneEvent(event.event), pressing.startedAt, event.first)
      }
    } else if (at < TONE_FRAMES) frame.set(pressing.as.subarray(at * FRAME_SAMPLES, (at + 1) * FRAME_SAMPLES))
    return packet(audio.payloadType, frame, timestamp, false)
  }

  return {
    frame,
    compose: (audio) => {
      if (!audio.send || audio.remote === undefined) {
        frame.fill(silenceOf(audio.codec))
        return undefined
      }
      const marker = broken
      broken = false
      playing = false
      const digit = composeDigit(audio)
      if (digit !== undefined) return digit
      playing = queue.next(frame, audio.codec)
      return packet(audio.payloadType, frame, timestamp, marker)
    },
    sent: () => {
      packets += 1
      timestamp = (timestamp + FRAME_SAMPLES) >>> 0
      if (playing) queue.left()
      if (pressing !== undefined && pressing.slot >= SLOTS_A_DIGIT) {
        presses = presses.slice(1)
        pressing.press.done?.()
        pressing = undefined
      }
    },
    skip: (frames) => {
      timestamp = (timestamp + frames * FRAME_SAMPLES) >>> 0
      broken = true
    },
    sendDigits: (digits, done) => {
      if (digits.length === 0) {
        done(true)
        return
      }
      presses = [
        ...presses,
        ...digits.map((digit, i) => ({
          digit,
          done: i === digits.length - 1 ? () => done(true) : undefined,
          abandoned: i === digits.length - 1 ? () => done(false) : undefined,
        })),
      ]
    },
    clear: () => {
      for (const press of presses) press.abandoned?.()
      presses = []
      pressing = undefined
    },
    packets: () => packets,
    octets: () => octets,
    timestamp: () => timestamp,
  }
}
