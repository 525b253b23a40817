import { Temporal } from 'temporal-polyfill'
import type { Example } from '#playbook/core/index.ts'
import { type Instant, instant } from '#kernel/instant.ts'
import { isPhoneNumber, type PhoneNumber } from '#kernel/phone-number.ts'
import { understand } from '#understanding/core/index.ts'
import { intakeNames } from './intake.ts'
import type { DialogEvent } from './protocol.ts'
import { type RehearsedTurn, rehearse } from './rehearsal.ts'
import type { DialogRules } from './rules.ts'

export type ExampleResult = {
  readonly name: string
  readonly passed: boolean
  /** One sentence for each thing that came out otherwise than the author expects. */
  readonly differences: readonly string[]
  /** What was said, for showing why. */
  readonly lines: readonly { readonly by: 'caller' | 'first-line'; readonly text: string }[]
}

/**
 * Plays an example conversation of a playbook and compares how it ends with what its author expects. Without a time of its
 * own it is `now`; a caller who is still there after the last turn hangs up.
 */
export const runExample = (rules: DialogRules, example: Example, now: Instant): ExampleResult => {
  const at = example.now === undefined ? now : momentOf(example.now, rules.playbook.identity.timeZone)
  const caller = example.caller === undefined ? undefined : callerNumber(rules, example.caller, at)
  const rehearsal = rehearse(rules, { now: at, caller, language: example.language })
  const events: DialogEvent[] = [...rehearsal.greeting.events]
  const lines: { by: 'caller' | 'first-line'; text: string }[] = rehearsal.greeting.say.map((text) => ({ by: 'first-line', text }))
  const names: Record<string, string> = {}
  const turns: readonly RehearsedTurn[] = example.turns.map((turn) => ('caller' in turn ? { text: turn.caller } : turn))
  for (const turn of [...turns, { hangup: true } as const]) {
    if (rehearsal.state().phase === 'ended') break
    lines.push({ by: 'caller', text: 'text' in turn ? turn.text : JSON.stringify(turn) })
    const step = rehearsal.take(turn)
    // The playbook's names of the slots depend on the call type, which is forgotten once the matter is settled.
    Object.assign(names, intakeNames(rules, rehearsal.state()))
    events.push(...step.events)
    lines.push(...step.say.map((text) => ({ by: 'first-line', text }) as const))
  }
  const differences = compare(
    example,
    events,
    lines.filter(({ by }) => by === 'first-line').map(({ text }) => text),
    names,
  )
  return { name: example.name, passed: differences.length === 0, differences, lines }
}

const compare = (
  { expect }: Example,
  events: readonly DialogEvent[],
  said: readonly string[],
  names: Readonly<Record<string, string>>,
): readonly string[] => {
  const outcome = events.findLast((event) => event.type === 'ended')?.data.outcome
  const callTypes = events.flatMap((event) => (event.type === 'call-type-set' ? [event.data.callType] : []))
  const articles = events.flatMap((event) => (event.type === 'knowledge-given' ? [event.data.article] : []))
  const slots: Record<string, string> = {}
  for (const event of events) if (event.type === 'slot-filled') slots[event.data.slot] = event.personal.value
  const differences: string[] = []
  if (outcome !== expect.outcome) differences.push(`the outcome is ${outcome ?? 'none'}, not ${expect.outcome}`)
  if (expect.callType !== undefined && !callTypes.includes(expect.callType)) {
    differences.push(`the call type is ${callTypes.at(-1) ?? 'none'}, not ${expect.callType}`)
  }
  if (expect.article !== undefined && !articles.includes(expect.article)) {
    differences.push(`the article given is ${articles.at(-1) ?? 'none'}, not ${expect.article}`)
  }
  for (const [slot, wanted] of Object.entries(expect.slots ?? {})) {
    const found = slots[slot] ?? slots[names[slot] ?? ''] ?? slots[`intake:${slot}`]
    if (!sameValue(found, wanted))
      differences.push(`${slot} is ${found === undefined ? 'not known' : JSON.stringify(found)}, not ${JSON.stringify(wanted)}`)
  }
  const whole = said.join('\n').toLowerCase()
  for (const words of expect.says ?? []) {
    if (!whole.includes(words.toLowerCase())) differences.push(`it never says ${JSON.stringify(words)}`)
  }
  return differences
}

/** The slot `time` also holds who: the wall clock alone may be expected. */
const sameValue = (found: string | undefined, wanted: string): boolean =>
  found !== undefined && (found.toLowerCase() === wanted.toLowerCase() || found.split(' ')[0]?.toLowerCase() === wanted.toLowerCase())

/** `2026-11-23T09:10` in the business's zone, or a moment with its own offset. Refuses anything else. */
export const momentOf = (written: string, zone: string): Instant => {
  try {
    if (/(?:Z|[+-]\d\d:?\d\d)$/.test(written)) return instant(Temporal.Instant.from(written).epochMilliseconds)
    return instant(Temporal.PlainDateTime.from(written).toZonedDateTime(zone).epochMilliseconds)
  } catch {
    throw new RangeError(`a time is written 2026-11-23T09:10 (in ${zone}), not ${JSON.stringify(written)}`)
  }
}

/** A caller's number as written by people, in the business's country; undefined when it is none. */
export const callerNumber = (rules: DialogRules, written: string, now: Instant): PhoneNumber | undefined => {
  if (isPhoneNumber(written)) return written
  const expect = { about: 'number', forms: [], keypad: { kind: 'none' }, pace: 'number', patience: 0 } as const
  const { phone } = understand(rules.prepared, written, { now, language: rules.playbook.fallbackLanguage, expect }).values
  return phone.is === 'found' ? phone.value : undefined
}
