import type { Instant } from '#kernel/instant.ts'
import type { KeptEvent, Reason } from './events.ts'

/** What was decided in a contact and why: which rule, article or answer, and how sure. */
export type Decision = {
  readonly seq: number
  readonly at: Instant
  readonly type: KeptEvent['type']
  /** What was decided: a call type, a slot, an article, an outcome ... */
  readonly what: string
  readonly reason: Reason
}

const decided = (event: KeptEvent): { readonly what: string; readonly reason: Reason } | undefined => {
  if (event.type === 'understood') return event.data
  if (event.type === 'call-type-set') return { what: event.data.callType, reason: event.data.reason }
  if (event.type === 'language-set') return { what: event.data.language, reason: event.data.reason }
  if (event.type === 'slot-filled' || event.type === 'slot-rejected') return { what: event.data.slot, reason: event.data.reason }
  if (event.type === 'knowledge-given') return { what: event.data.article, reason: event.data.reason }
  if (event.type === 'protected-topic-met') return { what: event.data.topic, reason: event.data.reason }
  if (event.type === 'emergency-met') return { what: 'emergency', reason: event.data.reason }
  if (event.type === 'person-wanted') return { what: 'person', reason: event.data.reason }
  if (event.type === 'handoff-offered') return { what: 'handoff', reason: { rule: event.data.rule } }
  if (event.type === 'ended') return { what: event.data.outcome, reason: event.data.reason }
  return undefined
}

/** The decisions of a contact in the order they were taken. */
export const decisionsOf = (events: readonly KeptEvent[]): readonly Decision[] =>
  events.flatMap((event) => {
    const decision = decided(event)
    return decision === undefined ? [] : [{ seq: event.seq, at: event.at, type: event.type, what: decision.what, reason: decision.reason }]
  })
