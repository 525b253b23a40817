import { availableTimes, type Busy } from '#booking/core/index.ts'
import type { OfferedTime, Outcome } from '#contacts/core/index.ts'
import type { AppointmentId, FollowUpId } from '#kernel/ids.ts'
import type { Instant } from '#kernel/instant.ts'
import type { PhoneNumber } from '#kernel/phone-number.ts'
import { dialog } from './dialog.ts'
import type { DialogEffect, DialogEvent, DialogInput, Expectation } from './protocol.ts'
import type { DialogRules } from './rules.ts'
import type { DialogState } from './state.ts'

/** A contact played without a line, a server or a database: words in, words out, a calendar in memory that is all free. */
export type Rehearsal = {
  readonly state: () => DialogState
  /** One turn of the caller's. Nothing comes back after the contact has ended. */
  readonly take: (turn: RehearsedTurn) => RehearsedStep
}

export type RehearsedTurn = { readonly text: string } | { readonly keys: string } | { readonly silence: number } | { readonly hangup: true }

export type RehearsedStep = {
  readonly say: readonly string[]
  readonly expect: Expectation | undefined
  /** The caller's next words are being recorded instead of understood. */
  readonly recording: boolean
  readonly events: readonly DialogEvent[]
  readonly outcome: Outcome | undefined
}

export type RehearsalSetting = {
  readonly now: Instant
  readonly caller: PhoneNumber | undefined
  readonly hears?: 'grammar' | 'open' | 'nothing'
  readonly language?: 'en' | 'da' | undefined
}

/** How many times the calendar gives at once: enough for three different starts with several people. */
const TIMES_AT_ONCE = 12

/** Begins a contact as a telephone call; the first step is the greeting. */
export const rehearse = (rules: DialogRules, setting: RehearsalSetting): Rehearsal & { readonly greeting: RehearsedStep } => {
  const { now } = setting
  const busy: Busy[] = []
  let state = dialog.initialState(rules)
  let expect: Expectation | undefined
  let recording = false
  let decisions = 0

  const decide = (input: DialogInput): { readonly events: readonly DialogEvent[]; readonly effects: readonly DialogEffect[] } => {
    decisions += 1
    const decision = dialog.decide(rules, state, { ...input, fresh: freshIds(decisions) }, now)
    for (const event of decision.events) state = dialog.evolve(state, event)
    return decision
  }

  const step = (input: DialogInput): RehearsedStep => {
    const say: string[] = []
    const events: DialogEvent[] = []
    const inputs: DialogInput[] = [input]
    for (let next = inputs.shift(); next !== undefined; next = inputs.shift()) {
      const decision = decide(next)
      events.push(...decision.events)
      for (const effect of decision.effects) {
        switch (effect.type) {
          case 'say':
            say.push(effect.text)
            inputs.push({ type: 'spoken', utterance: effect.utterance, completed: true, heard: effect.text })
            break
          case 'listen':
            expect = effect.expect
            break
          case 'find-times':
            inputs.push(findTimes(rules, busy, effect, now))
            break
          case 'book':
            inputs.push(book(rules, busy, effect, now))
            break
          case 'record':
            recording = true
            break
          case 'end':
            expect = undefined
            break
        }
      }
    }
    if (state.phase === 'ended') expect = undefined
    return { say, expect: recording ? undefined : expect, recording, events, outcome: state.outcome }
  }

  const take = (turn: RehearsedTurn): RehearsedStep => {
    if (!recording) return step(inputOf(turn))
    recording = false
    const spoken = 'text' in turn ? turn.text.length * 60 : 0
    const recorded: DialogInput = { type: 'recorded', recording: `rehearsed-${decisions}`, durationMs: spoken, speechMs: spoken }
    if (!('hangup' in turn)) return step(recorded)
    const left = step(inputOf(turn))
    const kept = step(recorded)
    return { ...kept, events: [...left.events, ...kept.events] }
  }

  const { caller, hears = 'open', language } = setting
  const greeting = step({ type: 'arrived', channel: 'phone', number: caller, hears, language })
  return { greeting, take, state: () => state }
}

const inputOf = (turn: RehearsedTurn): DialogInput => {
  if ('text' in turn) return { type: 'said', text: turn.text, confidence: 1 }
  if ('keys' in turn) return { type: 'pressed', digits: turn.keys }
  if ('silence' in turn) return { type: 'fell-silent', seconds: turn.silence }
  return { type: 'hung-up', by: 'caller' }
}

const findTimes = (
  rules: DialogRules,
  busy: readonly Busy[],
  effect: Extract<DialogEffect, { type: 'find-times' }>,
  now: Instant,
): DialogInput => {
  const times: OfferedTime[] = []
  let place = 0
  for (const time of availableTimes(rules.playbook, effect.service, effect.wish, busy, now)) {
    if (times.length === TIMES_AT_ONCE) break
    if (place >= effect.after) times.push(time)
    place += 1
  }
  return { type: 'times-found', times, more: times.length === TIMES_AT_ONCE }
}

const book = (rules: DialogRules, busy: Busy[], effect: Extract<DialogEffect, { type: 'book' }>, now: Instant): DialogInput => {
  const free = availableTimes(rules.playbook, effect.service, { person: effect.person }, busy, now)
  for (const { start, end, person } of free) {
    if (start > effect.start) break
    if (start !== effect.start) continue
    busy.push({ person, start, end })
    return { type: 'booking-committed', appointment: effect.appointment }
  }
  return { type: 'booking-refused', why: 'taken' }
}

/** Ids by number: a rehearsal is the same every time. */
const freshIds = (decision: number): { readonly appointment: AppointmentId; readonly followUp: FollowUpId } => {
  const tail = String(decision).padStart(12, '0')
  return {
    appointment: `00000000-0000-4000-8000-${tail}` as AppointmentId,
    followUp: `00000000-0000-4000-9000-${tail}` as FollowUpId,
  }
}
