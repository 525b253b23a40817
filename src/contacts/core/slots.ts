import type { KeptEvent } from './events.ts'

/** An answer the contact holds. `value` is undefined once the contact's key was shredded. */
export type Slot = {
  readonly slot: string
  readonly kind: string
  readonly value: string | undefined
  /** The caller said so when it was read back. */
  readonly confirmed: boolean
}

/** What is known at the end: each slot as it was filled last, in the order they were first filled; a rejected one is not known. */
export const slotsOf = (events: readonly KeptEvent[]): readonly Slot[] => {
  const slots = new Map<string, Slot>()
  for (const event of events) {
    if (event.type === 'slot-filled') {
      const { slot, kind } = event.data
      slots.set(slot, { slot, kind, value: event.personal?.value, confirmed: false })
    } else if (event.type === 'slot-confirmed') {
      const filled = slots.get(event.data.slot)
      if (filled !== undefined) slots.set(filled.slot, { ...filled, confirmed: true })
    } else if (event.type === 'slot-rejected') slots.delete(event.data.slot)
  }
  return [...slots.values()]
}
