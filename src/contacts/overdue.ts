import { z } from 'zod'
import { type ContactId, type FollowUpId, isUuid } from '#kernel/ids.ts'
import type { Instant } from '#kernel/instant.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import { defineTask, type Handler, handle } from '#platform/jobs/task.ts'
import type { Bus } from '#platform/postgres/bus.ts'
import type { Database, Transaction } from '#platform/postgres/database.ts'
import { findFollowUp } from './read-contacts.ts'
import { announceChange } from './watch-changes.ts'

const followUpOverdue = defineTask(
  'follow-up-overdue',
  z.object({
    contact: z.custom<ContactId>((id) => typeof id === 'string' && isUuid(id)),
    followUp: z.custom<FollowUpId>((id) => typeof id === 'string' && isUuid(id)),
  }),
)

/** Sees to it that whoever watches hears when the follow-up is due and still owed. Planning it again changes nothing. */
export const planOverdue = (tx: Transaction, contact: ContactId, followUp: FollowUpId, dueAt: Instant): Promise<void> =>
  enqueue(tx, followUpOverdue, { contact, followUp }, { key: followUp, at: dueAt })

/** The job that runs at a follow-up's due time. */
export const overdueHandler = ({ database, bus }: { readonly database: Database; readonly bus: Bus }): Handler =>
  handle(followUpOverdue, async ({ contact, followUp }, { business }) => {
    if (business === undefined) return
    await database.forBusiness(business, async (tx) => {
      const found = await findFollowUp(tx, business, followUp)
      if (found?.closed === false) await announceChange(tx, bus, { business, contact, what: 'overdue' })
    })
  })
