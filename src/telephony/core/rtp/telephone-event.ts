import type { Digit } from '../call.ts'
import { FRAME_SAMPLES } from '../audio/g711.ts'
import { timestampDistance, type RtpPacket } from './rtp-packet.ts'

/**
 * RFC 4733, section 2.3:
 *
 *     0                   1                   2                   3
 *     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *    |     event     |E|R| volume    |          duration             |
 *    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */
export type TelephoneEvent = {
  readonly event: number
  readonly end: boolean
  /** dBm0 below zero, 0 to 63. */
  readonly volume: number
  /** Timestamp units since the packet's timestamp. */
  readonly duration: number
}

/** Section 3.2, table 3: events 0 to 15 are the keys, in this order. */
const KEYS = '0123456789*#ABCD'

export const eventOf = (digit: Digit): number => KEYS.indexOf(digit)

/** The key of an event, undefined for tones that no key makes. */
export const digitOf = (event: number): Digit | undefined => KEYS[event] as Digit | undefined

/** Letters as upper case; undefined for what is no key. */
export const readDigit = (text: string): Digit | undefined =>
  text.length === 1 && KEYS.includes(text.toUpperCase()) ? (text.toUpperCase() as Digit) : undefined

export const parseTelephoneEvent = (payload: Uint8Array): TelephoneEvent | undefined => {
  const [event, flags, high, low] = payload
  if (event === undefined || flags === undefined || high === undefined || low === undefined) return undefined
  return { event, end: (flags & 0x80) !== 0, volume: flags & 0x3f, duration: (high << 8) | low }
}

export const writeTelephoneEvent = (event: TelephoneEvent): Uint8Array<ArrayBuffer> =>
  Uint8Array.of(event.event, (event.end ? 0x80 : 0) | event.volume, event.duration >> 8, event.duration & 0xff)

/**
 * Hears presses in telephone-event packets. All packets of one press bear the timestamp at which it began (section 2.5.1.1),
 * so the first packet of a timestamp that comes, be it the first sent or the third repetition of the end, is the press, and
 * whatever else bears this timestamp is the same press. A timestamp before the last one is a late packet of an earlier press.
 */
export type TelephoneEventReceiver = {
  /** The digit, when this packet makes a press known. */
  readonly receive: (packet: RtpPacket) => Digit | undefined
}

export const createTelephoneEventReceiver = (): TelephoneEventReceiver => {
  let last:
    | { readonly ssrc: number; readonly timestamp: number; readonly event: number; readonly duration: number; readonly ended: boolean }
    | undefined

  return {
    receive: (packet) => {
      const event = parseTelephoneEvent(packet.payload)
      if (event === undefined) return undefined
      const digit = digitOf(event.event)
      if (digit === undefined) return undefined
      const before = last !== undefined && last.ssrc === packet.ssrc ? last : undefined
      const after = before === undefined ? 1 : timestampDistance(packet.timestamp, before.timestamp)
      if (after < 0) return undefined
      last = {
        ssrc: packet.ssrc,
        timestamp: packet.timestamp,
        event: event.event,
        duration: after === 0 ? Math.max(event.duration, before?.duration ?? 0) : event.duration,
        ended: event.end || (after === 0 && before?.ended === true),
      }
      if (after === 0) return undefined
      // Section 2.5.1.3: a press longer than 65,535 units goes on in a segment that begins where the full one stopped.
      const goesOn = before !== undefined && !before.ended && before.event === event.event && after === 0xffff
      return goesOn ? undefined : digit
    },
  }
}

/** What leaves in one 20 ms slot while digits are sent: an event packet, or nothing but the pause between presses. */
export type EventSlot = {
  readonly event: TelephoneEvent
  /** The first packet of a press bears the marker (section 2.5.1.1) and sets the timestamp that the others repeat. */
  readonly first: boolean
}

const PRESS_SLOTS = 5
const PAUSE_SLOTS = 5
/** Slots from the beginning of one press to the beginning of the next: 100 ms on, 100 ms off. */
export const SLOTS_A_DIGIT = PRESS_SLOTS + PAUSE_SLOTS
const VOLUME = 10

/**
 * The slots of one press: 20, 40, 60 and 80 ms of the key going on, then its end at 100 ms, sent three times because it may be lost
 * (section 2.5.1.4). The repetitions fall into the pause. `undefined` is a slot in which the pause is silence.
 */
export const slotsOf = (digit: Digit): readonly (EventSlot | undefined)[] =>
  Array.from({ length: SLOTS_A_DIGIT }, (_, slot) => {
    if (slot >= PRESS_SLOTS + 2) return undefined
    const end = slot >= PRESS_SLOTS - 1
    const duration = Math.min(slot + 1, PRESS_SLOTS) * FRAME_SAMPLES
    return { event: { event: eventOf(digit), end, volume: VOLUME, duration }, first: slot === 0 }
  })
