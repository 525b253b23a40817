import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Digit } from '../call.ts'
import type { RtpPacket } from './rtp-packet.ts'
import { createTelephoneEventReceiver, eventOf, parseTelephoneEvent, readDigit, slotsOf, writeTelephoneEvent } from './telephone-event.ts'

const KEYS = '0123456789*#ABCD'.split('') as Digit[]

/** The packets of these presses as they are sent, one after the other. */
const sent = (keys: readonly Digit[], start = 0xffff_f000): RtpPacket[] =>
  keys.flatMap((key, press) =>
    slotsOf(key).flatMap((slot, i) =>
      slot === undefined
        ? []
        : [
            {
              marker: slot.first,
              payloadType: 101,
              sequence: (press * 10 + i) & 0xffff,
              timestamp: (start + press * 1_600) >>> 0,
              ssrc: 1,
              payload: writeTelephoneEvent(slot.event),
            },
          ],
    ),
  )

const receive = (packets: readonly RtpPacket[]): string => {
  const receiver = createTelephoneEventReceiver()
  return packets.map((packet) => receiver.receive(packet) ?? '').join('')
}

describe('a telephone-event', () => {
  it('is laid out as RFC 4733 draws it', () => {
    expect(writeTelephoneEvent({ event: 11, end: true, volume: 10, duration: 800 })).toEqual(Uint8Array.of(11, 0x8a, 3, 0x20))
    expect(parseTelephoneEvent(Uint8Array.of(11, 0x8a, 3, 0x20))).toEqual({ event: 11, end: true, volume: 10, duration: 800 })
    expect(parseTelephoneEvent(Uint8Array.of(11, 0x8a, 3))).toBeUndefined()
    expect(KEYS.map(eventOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15])
    expect(readDigit('a')).toBe('A')
    expect(readDigit('x')).toBeUndefined()
    expect(readDigit('12')).toBeUndefined()
  })

  it('is sent as 100 ms growing each 20, with its end three times, then a pause to 200 ms', () => {
    const durations = slotsOf('5').map((slot) => (slot === undefined ? '-' : `${slot.event.duration}${slot.event.end ? 'E' : ''}`))
    expect(durations).toEqual(['160', '320', '480', '640', '800E', '800E', '800E', '-', '-', '-'])
    expect(slotsOf('5').filter((slot) => slot?.first === true)).toHaveLength(1)
  })

  it('is one press, whichever of its packets are lost, repeated or out of order', () => {
    const presses = fc.array(
      fc.record({
        key: fc.constantFrom(...KEYS),
        kept: fc.uniqueArray(fc.nat({ max: 6 }), { minLength: 1, maxLength: 7 }),
        again: fc.nat({ max: 2 }),
      }),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(presses, (plan) => {
        const all = sent(plan.map(({ key }) => key))
        const arriving = plan.flatMap(({ kept, again }, press) =>
          kept.flatMap((i) => Array.from({ length: 1 + again }, () => all[press * 7 + i]).filter((packet) => packet !== undefined)),
        )
        expect(receive(arriving)).toBe(plan.map(({ key }) => key).join(''))
      }),
    )
  })

  it('that comes late, after the next press, is no new press', () => {
    const [one, two] = [sent(['1', '2']).slice(0, 7), sent(['1', '2']).slice(7)]
    expect(receive([...one.slice(0, 3), ...two, ...one.slice(3)])).toBe('12')
  })

  it('longer than its counter goes on in segments and stays one press', () => {
    const segment = (timestamp: number, duration: number, end = false): RtpPacket => ({
      marker: timestamp === 0,
      payloadType: 101,
      sequence: timestamp & 0xffff,
      timestamp,
      ssrc: 1,
      payload: writeTelephoneEvent({ event: 5, end, volume: 10, duration }),
    })
    expect(receive([segment(0, 8_000), segment(0, 0xffff), segment(0xffff, 160), segment(0xffff, 4_000, true)])).toBe('5')
  })

  it('of another kind (flash, fax tones) is no key', () => {
    const flash = sent(['1']).map((packet) => ({ ...packet, payload: Uint8Array.of(16, 0, 0, 160) }))
    expect(receive(flash)).toBe('')
    expect(receive(sent(['1']).map((packet) => ({ ...packet, payload: new Uint8Array(0) })))).toBe('')
  })

  it('of a new source is a press, whatever its timestamp', () => {
    expect(receive([...sent(['1']), ...sent(['2'], 5).map((packet) => ({ ...packet, ssrc: 2 }))])).toBe('12')
  })
})
