import type { ContactEvent, KeptEvent } from '#contacts/core/index.ts'
import type { Contacts, Recordings, UnfinishedContact } from '#contacts/index.ts'
import { dialog, type DialogEvent, type DialogInput, type DialogRules } from '#dialog/index.ts'
import type { Clock } from '#kernel/clock.ts'
import { type AppointmentId, type BusinessId, type FollowUpId, newId } from '#kernel/ids.ts'
import type { Random } from '#kernel/random.ts'
import type { Log } from '#platform/log/log.ts'

export type RecoveryParts = {
  readonly contacts: Contacts
  readonly recordings: Recordings
  readonly rulesOf: (business: BusinessId) => DialogRules | undefined
  readonly node: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

/**
 * Contacts that a crash cut off: found at the next start by having no outcome, taken up where their events end, and told that
 * their line died. A message that was being spoken is found on the disk and counts as left. The same decider that carries a call ends them, so what was booked stays booked, what was noted stays
 * noted, and the rest is interrupted and becomes a follow-up. Answers how many there were.
 */
export const recoverUnfinished = async (parts: RecoveryParts): Promise<number> => {
  const { contacts, rulesOf, log } = parts
  await contacts.importJournal()
  const unfinished = await contacts.unfinished(parts.node)
  for (const left of unfinished) {
    const rules = rulesOf(left.business)
    if (rules === undefined) {
      log.error({ contact: left.contact }, 'an interrupted contact cannot be ended: its business has no rules')
      continue
    }
    await endAsInterrupted(left, rules, parts)
    log.warn(
      { contact: left.contact, business: left.business },
      'a contact was cut off by a crash: kept, and made a follow-up where work is owed',
    )
  }
  return unfinished.length
}

const endAsInterrupted = async (
  left: UnfinishedContact,
  rules: DialogRules,
  { recordings, clock, random }: RecoveryParts,
): Promise<void> => {
  const { contact, writer } = left
  let state = dialog.initialState(rules)
  for (const event of left.events) if (isDialogEvent(event)) state = dialog.evolve(state, event)
  const take = async (input: DialogInput): Promise<void> => {
    const now = clock.now()
    const fresh = { appointment: newId<AppointmentId>(now, random), followUp: newId<FollowUpId>(now, random) }
    const { events } = dialog.decide(rules, state, { ...input, fresh }, now)
    for (const event of events) state = dialog.evolve(state, event)
    if (events.length > 0) await writer.append(events, now)
  }

  // Told that the other side is gone before anything else, so that nothing more is asked of it.
  await take({ type: 'hung-up', by: 'network' })
  for (const { recording, durationMs } of await recordings.salvage(contact)) {
    await recordings.keep(writer, recording)
    await writer.append([{ type: 'recording-kept', data: { recording, kind: 'message', durationMs } }], clock.now())
    await take({ type: 'recorded', recording, durationMs, speechMs: durationMs })
  }
  // Told again: the answers it still waited for (a booking, a recording) will not come any more.
  await take({ type: 'hung-up', by: 'network' })
}

/** What the brain itself put on record, and can still be read; the line's own events are not folded into its state. */
const isDialogEvent = (event: KeptEvent): event is KeptEvent & DialogEvent =>
  !LINE_EVENTS.has(event.type) && (!('personal' in event) || event.personal !== undefined)

const LINE_EVENTS: ReadonlySet<ContactEvent['type']> = new Set<Exclude<ContactEvent, DialogEvent>['type']>([
  'opened',
  'picked-up',
  'customer-known',
  'handoff-offered',
  'handoff-accepted',
  'handoff-declined',
  'handoff-missed',
  'wrapped-up',
  'cost-noted',
  'measured',
  'recording-kept',
  'follow-up-closed',
])
