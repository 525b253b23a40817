import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BusinessId, ContactId, EventId } from '#kernel/ids.ts'
import { newId } from '#kernel/ids.ts'
import { instant } from '#kernel/instant.ts'
import { seededRandom } from '#kernel/random.ts'
import { openVault } from '#platform/vault/open-vault.ts'
import { passesLuhn } from './core/card-number.ts'
import { type NewEvent, openEvent, sealEvents } from './seal-events.ts'

const random = seededRandom(7)
const vault = openVault({ secret: random.bytes(32), random })
const business = newId<BusinessId>(instant(1), random)
const contact = newId<ContactId>(instant(1), random)
const key = vault.newKey(business, contact)
const newEventId = (): EventId => newId<EventId>(instant(1), random)

const cardNumber = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 18 })
  .map((digits) => digits.join(''))
  .map((body) => body + [...Array(10).keys()].find((check) => passesLuhn(`${body}${check}`)))

test('no card or CPR number passes, in any string of either part', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(cardNumber, fc.constant('120387-1234')).chain((number) => number),
      fc.string(),
      (number, around) => {
        const text = `${around.replaceAll(/[\d+]/g, '')} and then: ${number}`
        const events: readonly NewEvent[] = [
          {
            type: 'slot-filled',
            id: newEventId(),
            at: instant(1),
            data: { slot: text, kind: text, reason: { rule: text, note: text } },
            personal: { value: text },
          },
          {
            type: 'follow-up-opened',
            id: newEventId(),
            at: instant(1),
            data: { followUp: newId(instant(1), random), kind: 'message', urgent: false, owner: text, dueAt: instant(5) },
            personal: { name: text, number: text, matter: text },
          },
        ]
        const sealed = sealEvents(key, events)
        expect(JSON.stringify(sealed.map(({ data }) => data))).not.toContain(number)
        const opened = JSON.stringify(sealed.map((event, index) => openEvent(key, contact, index + 1, event)))
        expect(opened).not.toContain(number)
        expect(opened).toMatch(/\[(card|cpr) number\]/)
      },
    ),
  )
})

test('an event opens as it was, numbers of telephones and ids included, and only as itself', () => {
  const event: NewEvent = {
    type: 'follow-up-opened',
    id: newEventId(),
    at: instant(1_772_438_400_000),
    data: { followUp: newId(instant(1), random), kind: 'message', urgent: true, owner: 'anna', dueAt: instant(1_772_442_000_000) },
    personal: { name: 'Ingrid', number: '+4520123456' },
  }
  const [sealed] = sealEvents(key, [event])
  expect(sealed && openEvent(key, contact, 3, sealed)).toEqual({ ...event, contact, seq: 3 })
  expect(sealed && openEvent(undefined, contact, 3, sealed)).toEqual({ ...event, personal: undefined, contact, seq: 3 })
  expect(() => sealed && openEvent(key, contact, 3, { ...sealed, id: newEventId() })).toThrow('does not open')
})

test('without a key nothing personal is written', () => {
  const [sealed] = sealEvents(undefined, [
    {
      type: 'caller-said',
      id: newEventId(),
      at: instant(1),
      data: { by: 'text', confidence: 1, about: 'x' },
      personal: { text: 'Ingrid' },
    },
  ])
  expect(sealed?.personal).toBeUndefined()
  expect(JSON.stringify(sealed)).not.toContain('Ingrid')
})
