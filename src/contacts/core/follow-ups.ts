import type { FollowUpId } from '#kernel/ids.ts'
import type { Instant } from '#kernel/instant.ts'
import type { KeptEvent } from './events.ts'

export type FollowUpKind = 'message' | 'callback' | 'escalation' | 'interrupted'

/** Work owed to a customer: opened by one event, closed by at most one. `personal` is undefined once shredded. */
export type FollowUp = {
  readonly id: FollowUpId
  readonly kind: FollowUpKind
  readonly urgent: boolean
  readonly owner: string
  readonly dueAt: Instant
  readonly openedAt: Instant
  readonly recording: string | undefined
  readonly closed: { readonly at: Instant; readonly why: 'done' | 'not-needed' | 'merged' } | undefined
  readonly personal: { readonly name?: string; readonly number?: string; readonly matter?: string } | undefined
}

/** The follow-ups of a contact in the order they were opened. Closing twice changes nothing; closing what was never opened neither. */
export const followUpsOf = (events: readonly KeptEvent[]): readonly FollowUp[] => {
  const followUps = new Map<FollowUpId, FollowUp>()
  for (const event of events) {
    if (event.type === 'follow-up-opened' && !followUps.has(event.data.followUp)) {
      const { followUp: id, kind, urgent, owner, dueAt, recording } = event.data
      followUps.set(id, { id, kind, urgent, owner, dueAt, openedAt: event.at, recording, closed: undefined, personal: event.personal })
    }
    if (event.type === 'follow-up-closed') {
      const opened = followUps.get(event.data.followUp)
      if (opened !== undefined && opened.closed === undefined)
        followUps.set(opened.id, { ...opened, closed: { at: event.at, why: event.data.why } })
    }
  }
  return [...followUps.values()]
}

/** Owed, and later than promised. */
export const isOverdue = (followUp: FollowUp, now: Instant): boolean => followUp.closed === undefined && followUp.dueAt < now
