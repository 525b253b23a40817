import type { ContactId } from '#kernel/ids.ts'
import { AppError } from '#kernel/app-error.ts'
import type { ContactEvent } from './events.ts'

/** What may still be put on record when a contact has its outcome: how its last words sounded, the work of people and meters. */
const AFTERMATH: ReadonlySet<ContactEvent['type']> = new Set([
  // How much of the last words sounded is known only when they have.
  'said',
  'wrapped-up',
  'cost-noted',
  'measured',
  'recording-kept',
  'follow-up-closed',
  'customer-known',
])

export class ContactEnded extends AppError {
  override readonly name = 'ContactEnded'
  override readonly kind = 'conflict'
  readonly contact: ContactId
  readonly refused: ContactEvent['type']

  constructor(contact: ContactId, refused: ContactEvent['type']) {
    super(
      `contact ${contact} has its outcome, so "${refused}" is refused: after "ended" only ${[...AFTERMATH].join(', ')} are put on record`,
    )
    this.contact = contact
    this.refused = refused
  }
}

/**
 * Checks that `events` may follow, and says whether the contact has ended after them. Exactly one outcome for each contact
 * (guarantee 7): throws `ContactEnded` for a second one and for any turn of a conversation that is over.
 */
export const mayFollow = (contact: ContactId, ended: boolean, events: readonly { readonly type: ContactEvent['type'] }[]): boolean => {
  let over = ended
  for (const { type } of events) {
    if (over && !AFTERMATH.has(type)) throw new ContactEnded(contact, type)
    if (type === 'ended') over = true
  }
  return over
}
