import fc from 'fast-check'
import { availableTimes } from '#booking/core/index.ts'
import type { Channel, OfferedTime } from '#contacts/core/index.ts'
import { dialog, type DialogRules, type DialogState } from '#dialog/index.ts'
import type { DecideContext, DialogEffect, DialogEvent, DialogInput, Expectation } from '#dialog/core/index.ts'
import { type Instant, later } from '#kernel/instant.ts'
import type { AppointmentId, FollowUpId } from '#kernel/ids.ts'
import type { PhoneNumber } from '#kernel/phone-number.ts'

/** What a generated caller, or the world around the contact, does next. */
export type Act =
  | { readonly does: 'says'; readonly text: string }
  | { readonly does: 'presses'; readonly digits: string }
  /** Answers the question in play as somebody would who wants an appointment. */
  | { readonly does: 'cooperates'; readonly by: 'keys' | 'words' }
  | { readonly does: 'stays-silent' }
  | { readonly does: 'hangs-up'; readonly by: 'caller' | 'network' }
  | { readonly does: 'stops' }
  | { readonly does: 'loses-hearing' }

export type World = {
  readonly channel: Channel
  readonly hears: 'grammar' | 'open' | 'nothing'
  readonly language: 'en' | 'da' | undefined
  readonly number: PhoneNumber | undefined
  /** Minutes after the test's Monday morning at which the contact begins. */
  readonly startsAfter: number
  readonly acts: readonly Act[]
  /** Taken in turn for each utterance: how much of it sounds before the caller talks over it; 1 is all of it. */
  readonly heardShares: readonly number[]
  readonly bookings: readonly ('committed' | 'taken' | 'unavailable')[]
  readonly searches: readonly ('found' | 'none' | 'unknown')[]
  readonly recordings: readonly ('spoken' | 'empty' | 'failed')[]
  /** Whether the world's answers come at once or after the caller's next act. */
  readonly late: readonly boolean[]
}

export type TracedDecision = {
  readonly input: DialogInput
  readonly before: DialogState
  readonly after: DialogState
  readonly events: readonly DialogEvent[]
  readonly effects: readonly DialogEffect[]
  readonly now: Instant
}

const IN_SCOPE = [
  'i would like to book an appointment',
  'jeg vil gerne bestille en tid',
  'a cleaning on thursday at ten',
  'tandrensning på onsdag',
  'check-up tomorrow morning',
  'undersøgelse i næste uge',
  'as soon as possible',
  'hurtigst muligt',
  'the second one',
  'den første',
  'later',
  'senere',
  'another day',
  'en anden dag',
  'Karen Jensen',
  'mit navn er Søren Madsen',
  '28 12 34 56',
  'otteogtyve tolv fireogtredive seksoghalvtreds',
  'yes',
  'ja tak',
  'no',
  'nej',
  'no, wednesday',
  'nej, torsdag klokken ni',
  'the name',
  'nummeret',
  'i want to leave a message',
  'læg en besked',
  'my crown fell off again',
  'min krone er faldet af',
  'it is urgent',
  'det haster',
  'where can i park',
  'hvor kan jeg parkere',
  'what does a check-up cost',
  'hvad koster en undersøgelse',
  'what are your opening hours',
  'hvad er jeres åbningstider',
  'what does whitening cost',
  'goodbye',
  'farvel',
  'repeat please',
  'gentag',
  'help',
  'hjælp',
  'start over',
  'forfra',
] as const
export const PERSON_WISHES = [
  'i want to talk to a person',
  'let me speak to a human',
  'jeg vil tale med et menneske',
  'må jeg tale med en medarbejder',
] as const
export const PROTECTED = ['i want a refund', 'give me my money back', 'jeg vil have mine penge tilbage', 'jeg vil have erstatning'] as const
const DANGER = ['my husband is not breathing', 'min mand trækker ikke vejret', 'heavy bleeding after an extraction'] as const
const OUT_OF_SCOPE = [
  'blue banana',
  'fnord 77 xyz',
  'asdf',
  'we offer search engine optimisation',
  'the weather is 21 degrees',
  '',
  '   ',
  '0',
  '1',
  '¿?',
] as const

const text = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom(...IN_SCOPE) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...IN_SCOPE), fc.constantFrom(...IN_SCOPE)).map((both) => both.join(' and ')) },
  { weight: 1, arbitrary: fc.constantFrom(...PERSON_WISHES, ...PROTECTED, ...DANGER) },
  { weight: 2, arbitrary: fc.constantFrom(...OUT_OF_SCOPE) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
)
const digits = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('1', '2', '3', '4', '5', '6', '0', '9', '*') },
  { weight: 2, arbitrary: fc.constantFrom('28123456', '0412', '3111', '2902', '12#', '99999999999999') },
)

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 10, arbitrary: text.map((said) => ({ does: 'says', text: said }) as const) },
  { weight: 5, arbitrary: digits.map((keys) => ({ does: 'presses', digits: keys }) as const) },
  { weight: 30, arbitrary: fc.constantFrom('keys' as const, 'words' as const).map((by) => ({ does: 'cooperates', by }) as const) },
  { weight: 2, arbitrary: fc.constant({ does: 'stays-silent' } as const) },
  { weight: 1, arbitrary: fc.constantFrom('caller' as const, 'network' as const).map((by) => ({ does: 'hangs-up', by }) as const) },
  { weight: 1, arbitrary: fc.constantFrom({ does: 'stops' } as const, { does: 'loses-hearing' } as const) },
)

const several = <T>(...values: readonly T[]): fc.Arbitrary<readonly T[]> =>
  fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 6 })

/** Any caller in any world: texts in and out of scope, keys, silences, talking over, refusals, failures, lines that die. */
export const anyWorld: fc.Arbitrary<World> = fc.record({
  channel: fc.constantFrom('phone' as const, 'phone' as const, 'web-call' as const, 'chat' as const, 'sms' as const, 'email' as const),
  hears: fc.constantFrom('grammar' as const, 'open' as const, 'nothing' as const),
  language: fc.constantFrom('en' as const, 'da' as const, undefined),
  number: fc.constantFrom('+4528123456' as PhoneNumber, '+14155550123' as PhoneNumber, undefined),
  startsAfter: fc.integer({ min: 0, max: 10 * 24 * 60 }),
  acts: fc.array(act, { maxLength: 30, size: 'max' }),
  heardShares: several(1, 1, 1, 0.5, 0),
  bookings: several('committed' as const, 'committed' as const, 'taken' as const, 'unavailable' as const),
  searches: several('found' as const, 'found' as const, 'found' as const, 'none' as const, 'unknown' as const),
  recordings: several('spoken' as const, 'spoken' as const, 'empty' as const, 'failed' as const),
  late: several(false, false, true),
})

/** Plays the world to its last act and gives every decision that was taken. */
export const play = (rules: DialogRules, world: World, begins: Instant): readonly TracedDecision[] => {
  const trace: TracedDecision[] = []
  const owed: DialogInput[] = []
  let state = dialog.initialState(rules)
  let now = later(begins, world.startsAfter * 60_000)
  let expected: Expectation | undefined
  const counts = { utterance: 0, booking: 0, search: 0, recording: 0, answer: 0, decision: 0 }
  const pick = <T>(from: readonly T[], of: keyof typeof counts): T => {
    const value = from[counts[of] % from.length]
    counts[of] += 1
    return value as T
  }

  const decide = (input: DialogInput): readonly DialogEffect[] => {
    counts.decision += 1
    const before = state
    const { events, effects } = dialog.decide(rules, before, { ...input, fresh: freshIds(counts.decision) }, now)
    for (const event of events) state = dialog.evolve(state, event)
    trace.push({ input, before, after: state, events, effects, now })
    return effects
  }

  const take = (input: DialogInput): void => {
    const inputs = [input]
    for (let next = inputs.shift(); next !== undefined; next = inputs.shift()) {
      let talkedOver = false
      for (const effect of decide(next)) {
        if (effect.type === 'say') {
          const share: number = talkedOver ? 0 : pick(world.heardShares, 'utterance')
          talkedOver ||= share < 1
          const heard = effect.text.slice(0, Math.floor(effect.text.length * share))
          inputs.push({ type: 'spoken', utterance: effect.utterance, completed: share === 1, heard })
        }
        if (effect.type === 'listen') expected = effect.expect
        const reply = answerTo(effect)
        if (reply !== undefined) (pick(world.late, 'answer') ? owed : inputs).push(reply)
      }
    }
  }

  const answerTo = (effect: DialogEffect): DialogInput | undefined => {
    switch (effect.type) {
      case 'find-times': {
        const how = pick(world.searches, 'search')
        if (how === 'unknown') return { type: 'times-unknown' }
        if (how === 'none') return { type: 'times-found', times: [], more: false }
        const times = firstTimes(availableTimes(rules.playbook, effect.service, effect.wish, [], now), effect.after)
        return { type: 'times-found', times, more: times.length === AT_ONCE }
      }
      case 'book': {
        const how = pick(world.bookings, 'booking')
        return how === 'committed' ? { type: 'booking-committed', appointment: effect.appointment } : { type: 'booking-refused', why: how }
      }
      case 'record': {
        const how = pick(world.recordings, 'recording')
        if (how === 'failed') return { type: 'recording-failed' }
        return { type: 'recorded', recording: `r${counts.recording}`, durationMs: 5000, speechMs: how === 'spoken' ? 3000 : 0 }
      }
      case 'say':
      case 'listen':
      case 'end':
        return undefined
    }
  }

  take({ type: 'arrived', channel: world.channel, number: world.number, hears: world.hears, language: world.language })
  for (const next of world.acts) {
    now = later(now, 7_000)
    take(inputOf(next, state, expected))
    for (let late = owed.shift(); late !== undefined; late = owed.shift()) take(late)
  }
  return trace
}

/** As many times as the calendar gives at once. */
const AT_ONCE = 6

const firstTimes = (all: Iterable<OfferedTime>, after: number): readonly OfferedTime[] => {
  const times: OfferedTime[] = []
  let place = 0
  for (const time of all) {
    if (times.length === AT_ONCE) break
    if (place >= after) times.push(time)
    place += 1
  }
  return times
}

const inputOf = (act: Act, state: DialogState, expected: Expectation | undefined): DialogInput => {
  switch (act.does) {
    case 'says':
      // Without a recogniser no words can come.
      return state.hears === 'nothing' && state.channel === 'phone'
        ? { type: 'fell-silent', seconds: 7 }
        : { type: 'said', text: act.text, confidence: 0.8 }
    case 'presses':
      return { type: 'pressed', digits: act.digits }
    case 'cooperates':
      if (act.by === 'words' && state.hears !== 'nothing')
        return { type: 'said', text: spokenAnswer(expected?.about ?? 'menu'), confidence: 0.8 }
      return { type: 'pressed', digits: keyedAnswer(expected) }
    case 'stays-silent':
      return { type: 'fell-silent', seconds: 7 }
    case 'hangs-up':
      return { type: 'hung-up', by: act.by }
    case 'stops':
      return { type: 'stopping' }
    case 'loses-hearing':
      return { type: 'hearing-lost' }
  }
}

const SPOKEN: Readonly<Record<string, string>> = {
  menu: 'i would like to book an appointment',
  service: 'check-up',
  day: 'as soon as possible',
  time: 'the first one',
  name: 'my name is Karen Jensen',
  number: '28 12 34 56',
  matter: 'my crown fell off this morning',
}
const spokenAnswer = (about: string): string => SPOKEN[about] ?? 'yes'

/** The first option, or a number that fits: a Danish telephone number, the fourth of December. */
const keyedAnswer = (expected: Expectation | undefined): string => {
  if (expected?.keypad.kind !== 'number') return '1'
  return expected.keypad.maximum === 4 ? '0412' : '28123456'
}

const freshIds = (decision: number): DecideContext['fresh'] => {
  const tail = String(decision).padStart(12, '0')
  return {
    appointment: `00000000-0000-4000-8000-${tail}` as AppointmentId,
    followUp: `00000000-0000-4000-9000-${tail}` as FollowUpId,
  }
}
