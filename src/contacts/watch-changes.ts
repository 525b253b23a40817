import { z } from 'zod'
import { type BusinessId, type ContactId, isUuid } from '#kernel/ids.ts'
import type { Bus } from '#platform/postgres/bus.ts'
import type { Transaction } from '#platform/postgres/database.ts'

/**
 * `events`: more is on record of the contact. `overdue`: a follow-up of it is later than was promised. `gap`: listening began, or
 * changes may have been missed: read afresh. Nothing personal travels.
 */
export type ContactChange = { readonly what: 'events' | 'overdue'; readonly contact: ContactId } | { readonly what: 'gap' }

const CHANNEL = 'contacts'

const Message = z.object({
  business: z.custom<BusinessId>((id) => typeof id === 'string' && isUuid(id)),
  contact: z.custom<ContactId>((id) => typeof id === 'string' && isUuid(id)),
  what: z.enum(['events', 'overdue']),
})

/** Tells all nodes, when `tx` commits. */
export const announceChange = (tx: Transaction, bus: Bus, message: z.infer<typeof Message>): Promise<void> =>
  bus.publish(tx, CHANNEL, JSON.stringify(message))

/** Calls `listener` for each change of the business's contacts; the answer ends it. */
export const watchChanges = (bus: Bus, business: BusinessId, listener: (change: ContactChange) => void): (() => void) =>
  bus.subscribe(CHANNEL, (news) => {
    if (news.kind === 'gap') return listener({ what: 'gap' })
    const message = Message.parse(JSON.parse(news.payload))
    if (message.business === business) listener({ what: message.what, contact: message.contact })
  })
