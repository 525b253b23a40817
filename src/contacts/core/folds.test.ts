import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AppointmentId, ContactId, EventId, FollowUpId, LineId, PlaybookVersionId } from '#kernel/ids.ts'
import { type Instant, instant } from '#kernel/instant.ts'
import type { PhoneNumber } from '#kernel/phone-number.ts'
import { decisionsOf } from './decisions.ts'
import type { ContactEvent, KeptEvent, Outcome } from './events.ts'
import { followUpsOf, isOverdue } from './follow-ups.ts'
import { ContactEnded, mayFollow } from './may-follow.ts'
import { evolveSummary, summarise } from './summarise.ts'
import { timingsOf } from './timings.ts'
import { transcriptOf } from './transcript.ts'

const contact = '0190a000-0000-7000-8000-00000000000c' as ContactId
const reason = { rule: 'test' }
const followUpIds = ['f1', 'f2', 'f3'] as unknown as readonly FollowUpId[]
const word = fc.constantFrom('hello', 'tooth', 'Ingrid', '')

const opened: ContactEvent = {
  type: 'opened',
  data: {
    channel: 'phone',
    direction: 'inbound',
    line: 'line' as LineId,
    playbookVersion: 'version' as PlaybookVersionId,
    handler: { kind: 'first-line' },
    node: 'node-1',
  },
  personal: { number: '+4520123456' as PhoneNumber },
}

const outcome = fc.constantFrom<Outcome>('answered', 'booked', 'message-taken', 'abandoned', 'interrupted')
const utterance = fc.integer({ min: 1, max: 5 })

const anyEvent: fc.Arbitrary<ContactEvent> = fc.oneof(
  fc.constant(opened),
  fc.constant<ContactEvent>({
    type: 'arrived',
    data: { channel: 'phone', hears: 'open', language: 'da' },
    personal: { number: undefined },
  }),
  fc.nat(500).map((afterMs): ContactEvent => ({ type: 'picked-up', data: { afterMs } })),
  word.map((text): ContactEvent => ({
    type: 'caller-said',
    data: { by: 'voice', confidence: 1, about: 'x' },
    personal: { text },
  })),
  fc.tuple(utterance, word).map(([number, text]): ContactEvent => ({
    type: 'saying',
    data: { utterance: number, language: 'en', about: 'x', disclosure: false },
    personal: { text },
  })),
  fc.tuple(utterance, fc.boolean(), word).map(([number, completed, heard]): ContactEvent => ({
    type: 'said',
    data: { utterance: number, completed },
    personal: { heard },
  })),
  fc.boolean().map((urgent): ContactEvent => ({ type: 'call-type-set', data: { callType: 'booking', urgent, reason } })),
  fc.constantFrom('name', 'day').map((slot): ContactEvent => ({
    type: 'slot-filled',
    data: { slot, kind: slot, reason },
    personal: { value: 'Ingrid' },
  })),
  fc.constantFrom('name', 'day').map((slot): ContactEvent => ({ type: 'slot-rejected', data: { slot, reason } })),
  fc.constant<ContactEvent>({ type: 'booking-made', data: { appointment: 'a' as AppointmentId } }),
  fc.constantFrom(...followUpIds).map((followUp): ContactEvent => ({
    type: 'follow-up-opened',
    data: { followUp, kind: 'message', urgent: false, owner: 'anna', dueAt: instant(1_000) },
    personal: { matter: 'tooth' },
  })),
  fc
    .constantFrom(...followUpIds)
    .map((followUp): ContactEvent => ({ type: 'follow-up-closed', data: { followUp, why: 'done' }, personal: {} })),
  fc.constant<ContactEvent>({
    type: 'handoff-accepted',
    data: { handoff: 'h', by: { kind: 'member', id: 'anna' }, afterMs: 9 },
  }),
  fc.nat(900).map((replyMs): ContactEvent => ({ type: 'measured', data: { replyMs } })),
  outcome.map((what): ContactEvent => ({ type: 'ended', data: { outcome: what, by: 'caller', reason } })),
)

const kept = (events: readonly ContactEvent[]): readonly KeptEvent[] =>
  events.map((event, index) => ({ ...event, contact, id: `e${index}` as EventId, seq: index + 1, at: instant(index * 10) }))

const story = fc.array(anyEvent, { maxLength: 40 }).map(kept)

/** What is left when the key is gone. */
const shredded = (events: readonly KeptEvent[]): readonly KeptEvent[] =>
  events.map((event) => ('personal' in event ? { ...event, personal: undefined } : event))

describe('summary', () => {
  test('never goes back: ringing, then live, then ended with the first outcome for good', () => {
    const order = ['ringing', 'live', 'ended']
    fc.assert(
      fc.property(story, (events) => {
        let before = summarise([])
        for (const event of events) {
          const after = evolveSummary(before, event)
          expect(order.indexOf(after.state)).toBeGreaterThanOrEqual(order.indexOf(before.state))
          if (before.outcome !== undefined) expect([after.outcome, after.endedAt]).toEqual([before.outcome, before.endedAt])
          before = after
        }
        const first = events.find((event) => event.type === 'ended')
        expect(before.outcome).toBe(first?.type === 'ended' ? first.data.outcome : undefined)
        expect(before.state === 'ended').toBe(first !== undefined)
      }),
    )
  })

  test('keeps every figure when the key is shredded', () => {
    fc.assert(
      fc.property(story, (events) => {
        expect({ ...summarise(shredded(events)), personal: {} }).toEqual({ ...summarise(events), personal: {} })
        expect(summarise(shredded(events)).personal).toEqual({})
        expect(decisionsOf(shredded(events))).toEqual(decisionsOf(events))
        expect(timingsOf(shredded(events))).toEqual(timingsOf(events))
      }),
    )
  })

  test('names the slots that hold an answer: filled, and not rejected since', () => {
    fc.assert(
      fc.property(story, (events) => {
        const last = new Map<string, boolean>()
        for (const event of events)
          if (event.type === 'slot-filled' || event.type === 'slot-rejected') last.set(event.data.slot, event.type === 'slot-filled')
        const held = [...last].filter(([, filled]) => filled).map(([slot]) => slot)
        expect(summarise(events).slots.toSorted()).toEqual(held.toSorted())
      }),
    )
  })
})

describe('transcript', () => {
  test('shows of what we said only what was heard', () => {
    fc.assert(
      fc.property(story, (events) => {
        for (const line of transcriptOf(events)) {
          if (line.who === 'caller' || (line.state !== 'completed' && line.state !== 'talked-over')) continue
          const reports = events.filter((event) => event.type === 'said' && event.data.utterance === line.utterance)
          expect(reports.map((event) => event.type === 'said' && event.personal?.heard)).toContain(line.text)
        }
      }),
    )
  })

  test('holds every turn of the caller, in order', () => {
    fc.assert(
      fc.property(story, (events) => {
        const turns = events.flatMap((event) => (event.type === 'caller-said' ? [event.seq] : []))
        expect(transcriptOf(events).flatMap((line) => (line.who === 'caller' ? [line.seq] : []))).toEqual(turns)
      }),
    )
  })

  test('tells what is sounding now from what was cut by a crash, and leaves out what never sounded', () => {
    const saying = (number: number): ContactEvent => ({
      type: 'saying',
      data: { utterance: number, language: 'en', about: 'x', disclosure: false },
      personal: { text: `utterance ${number}` },
    })
    const said = (number: number, completed: boolean, heard: string): ContactEvent => ({
      type: 'said',
      data: { utterance: number, completed },
      personal: { heard },
    })
    const talk = [
      opened,
      saying(1),
      said(1, true, 'utterance 1'),
      saying(2),
      said(2, false, 'utter'),
      saying(3),
      said(3, false, ''),
      saying(4),
    ]
    const lines = (events: readonly ContactEvent[]) => transcriptOf(kept(events)).map((line) => [line.text, 'state' in line && line.state])
    const heard = [
      ['utterance 1', 'completed'],
      ['utter', 'talked-over'],
    ]
    expect(lines(talk)).toEqual([...heard, ['utterance 4', 'sounding']])
    const crash: ContactEvent = { type: 'ended', data: { outcome: 'interrupted', by: 'stopping', reason } }
    expect(lines([...talk, crash])).toEqual([...heard, ['utterance 4', 'unconfirmed']])
  })
})

test('a follow-up is owed from the event that opened it until the first that closes it after', () => {
  fc.assert(
    fc.property(story, (events) => {
      for (const id of followUpIds) {
        const openedAt = events.findIndex((event) => event.type === 'follow-up-opened' && event.data.followUp === id)
        const closedAt = events.findIndex(
          (event, index) => openedAt >= 0 && index > openedAt && event.type === 'follow-up-closed' && event.data.followUp === id,
        )
        const found = followUpsOf(events).filter((followUp) => followUp.id === id)
        expect(found.map(({ openedAt: at }) => at)).toEqual(openedAt < 0 ? [] : [openedAt * 10])
        expect(found.map(({ closed }) => closed?.at)).toEqual(openedAt < 0 ? [] : [closedAt < 0 ? undefined : closedAt * 10])
        for (const followUp of found) {
          expect(isOverdue(followUp, instant(1_001))).toBe(closedAt < 0)
          expect(isOverdue(followUp, instant(1_000))).toBe(false)
        }
      }
    }),
  )
})

test('what may follow holds at most one outcome, and after it nothing but how its last words sounded, in whatever portions it comes', () => {
  fc.assert(
    fc.property(fc.array(fc.array(anyEvent, { maxLength: 4 }), { maxLength: 12 }), (portions) => {
      const accepted: ContactEvent[] = []
      let over = false
      for (const portion of portions) {
        try {
          over = mayFollow(contact, over, portion)
          accepted.push(...portion)
        } catch (error) {
          expect(error).toBeInstanceOf(ContactEnded)
        }
      }
      const end = accepted.findIndex((event) => event.type === 'ended')
      expect(over).toBe(end >= 0)
      const after = end < 0 ? [] : accepted.slice(end + 1)
      expect(after.filter((event) => !['said', 'measured', 'follow-up-closed'].includes(event.type))).toEqual([])
    }),
  )
})

test('timings are those measured, in order, and undefined for what has not happened', () => {
  const at = (ms: number, event: ContactEvent, seq: number): KeptEvent => ({
    ...event,
    contact,
    id: `e${seq}` as EventId,
    seq,
    at: ms as Instant,
  })
  expect(timingsOf([])).toEqual({ pickedUpAfterMs: undefined, durationMs: undefined, measured: {} })
  const events = [
    at(100, opened, 1),
    at(105, { type: 'picked-up', data: { afterMs: 5 } }, 2),
    at(200, { type: 'measured', data: { replyMs: 80, firstRtpMs: 9 } }, 3),
    at(300, { type: 'measured', data: { replyMs: 120 } }, 4),
    at(1_100, { type: 'ended', data: { outcome: 'answered', by: 'caller', reason } }, 5),
  ]
  expect(timingsOf(events)).toEqual({ pickedUpAfterMs: 5, durationMs: 1_000, measured: { replyMs: [80, 120], firstRtpMs: [9] } })
})
