import { expect, test } from 'vitest'
import type { ContactId, EventId } from '#kernel/ids.ts'
import { instant } from '#kernel/instant.ts'
import type { KeptEvent } from './events.ts'
import { slotsOf } from './slots.ts'

type Told = { readonly type: string; readonly data: object; readonly personal?: object }

const record = (...told: readonly Told[]): readonly KeptEvent[] =>
  told.map(
    (event, index) => ({ ...event, id: `${index}` as EventId, contact: 'c' as ContactId, seq: index + 1, at: instant(index) }) as KeptEvent,
  )

const filled = (slot: string, value: string | undefined): Told => ({
  type: 'slot-filled',
  data: { slot, kind: 'text', reason: { rule: 'said' } },
  ...(value !== undefined && { personal: { value } }),
})
const confirmed = (slot: string): Told => ({ type: 'slot-confirmed', data: { slot } })
const rejected = (slot: string): Told => ({ type: 'slot-rejected', data: { slot, reason: { rule: 'contradicted' } } })

test('what was filled is known, and confirmed once it was read back', () => {
  expect(slotsOf(record(filled('name', 'Karl'), filled('number', '+4520202020'), confirmed('name')))).toEqual([
    { slot: 'name', kind: 'text', value: 'Karl', confirmed: true },
    { slot: 'number', kind: 'text', value: '+4520202020', confirmed: false },
  ])
})

test('what was corrected holds the last word, which nobody has confirmed yet', () => {
  const events = record(filled('name', 'Carl'), confirmed('name'), rejected('name'), filled('name', 'Karl'))
  expect(slotsOf(events)).toEqual([{ slot: 'name', kind: 'text', value: 'Karl', confirmed: false }])
})

test('what was rejected and not filled again is not known', () => {
  expect(slotsOf(record(filled('time', 'ten'), rejected('time'), confirmed('time')))).toEqual([])
})

test('what was erased keeps its place without its value', () => {
  expect(slotsOf(record(filled('name', undefined)))).toEqual([{ slot: 'name', kind: 'text', value: undefined, confirmed: false }])
})
