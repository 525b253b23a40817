import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { stringify } from 'yaml'
import { dialog } from './dialog.ts'
import type { DialogEvent } from './protocol.ts'
import { CATALOGS } from './wording/catalog.ts'
import { dentalPlaybook, dentalRules, MONDAY_MORNING } from '../../../tests/support/dental-playbook.ts'
import { anyWorld, PERSON_WISHES, play, PROTECTED, type TracedDecision, type World } from '../../../tests/support/generated-contact.ts'

/** What the product promises of every contact, over generated callers in generated worlds. */

// Thousands of decisions a test: slow where the machine is shared, and never judged by time.
vi.setConfig({ testTimeout: 180_000 })

const RUNS = { numRuns: 150 }

const holds = (property: (trace: readonly TracedDecision[], world: World) => void): void => {
  fc.assert(
    fc.property(anyWorld, (world) => property(play(dentalRules, world, MONDAY_MORNING), world)),
    RUNS,
  )
}

const said = (decision: TracedDecision): readonly { readonly about: string; readonly text: string; readonly at: number }[] =>
  decision.events.flatMap((event, at) => (event.type === 'saying' ? [{ about: event.data.about, text: event.personal.text, at }] : []))

const isQuestion = (about: string): boolean => !about.startsWith('tell:')

/** The words of a catalog sentence before its first value: how it is known in what is said. */
const opening = (name: 'booked' | 'passedOn' | 'passedOnBare'): readonly string[] =>
  [CATALOGS.en[name], CATALOGS.da[name]].map((text) => text.split('{')[0] ?? text)

const BOOKED = opening('booked')
const PASSED_ON = ['I have passed', 'Jeg har givet']

test('the generated contacts reach every kind of end, so that what is promised below is tried', () => {
  const outcomes = new Set<string>()
  for (const world of fc.sample(anyWorld, { numRuns: 400, seed: 11 })) {
    outcomes.add(
      play(dentalRules, { ...world, acts: [...world.acts, { does: 'hangs-up', by: 'caller' }] }, MONDAY_MORNING).at(-1)?.after.outcome ??
        'abandoned',
    )
  }
  expect([...outcomes]).toEqual(
    expect.arrayContaining(['abandoned', 'answered', 'booked', 'escalated', 'interrupted', 'logged', 'message-taken']),
  )
})

describe('Nothing promised is lost', () => {
  test('"you are booked" is said only after the calendar has committed', () => {
    holds((trace) => {
      let committed = false
      for (const decision of trace) {
        committed ||= decision.events.some((event) => event.type === 'booking-made') && decision.input.type === 'booking-committed'
        for (const { text } of said(decision)) if (BOOKED.some((words) => text.includes(words))) expect(committed).toBe(true)
      }
    })
  })

  test('"passed on" is said only behind a follow-up of the same decision, or said again when asked for', () => {
    holds((trace) => {
      let owed = false
      for (const decision of trace) {
        const opened = decision.events.findIndex((event) => event.type === 'follow-up-opened')
        const again = decision.events.some((event) => event.type === 'understood' && event.data.what === 'said-again')
        for (const { text, at } of said(decision)) {
          if (!PASSED_ON.some((words) => text.includes(words))) continue
          expect((again && owed) || (opened !== -1 && opened < at)).toBe(true)
        }
        owed ||= opened !== -1
      }
    })
  })

  test('a committed booking is never reported as anything that was not achieved', () => {
    holds((trace) => {
      const events = trace.flatMap((decision) => decision.events)
      const end = events.find((event) => event.type === 'ended')
      if (end === undefined || !events.some((event) => event.type === 'booking-made')) return
      expect(['booked', 'escalated', 'interrupted']).toContain(end.data.outcome)
    })
  })

  test('an interrupted contact leaves a follow-up with an owner and a due time that is still to come', () => {
    holds((trace) => {
      const ends = trace.find((decision) => decision.events.some((event) => event.type === 'ended' && event.data.outcome === 'interrupted'))
      if (ends === undefined || ends.before.phase === 'waiting') return
      const followUp = ends.events.find((event) => event.type === 'follow-up-opened')
      expect(followUp?.data.owner).toBe('anna')
      expect(followUp?.data.dueAt ?? 0).toBeGreaterThan(ends.now)
    })
  })
})

test('Only approved facts are spoken: every number comes from the playbook, the calendar, the caller or the keys', () => {
  const numbers = (text: string): readonly string[] => text.match(/\d+/g) ?? []
  const inPlaybook = new Set(numbers(stringify(dentalPlaybook)))
  const keysAndEmergency = new Set(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '112'])
  holds((trace, world) => {
    const known = new Set([...inPlaybook, ...keysAndEmergency])
    const learn = (text: string): void => {
      for (const number of numbers(text)) {
        known.add(number)
        // A telephone number is said in pairs.
        for (const pair of number.match(/\d{1,2}/g) ?? []) known.add(pair)
        for (const pair of number.slice(2).match(/\d{1,2}/g) ?? []) known.add(pair)
        for (const pair of number.slice(-4).match(/\d{1,2}/g) ?? []) known.add(pair)
      }
    }
    const learnMoment = (at: number): void => {
      const written = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Copenhagen', dateStyle: 'long', timeStyle: 'short' }).format(at)
      for (const number of numbers(written)) {
        known.add(number)
        known.add(String(Number(number)))
        known.add(String(Number(number) % 12 === 0 ? 12 : Number(number) % 12))
      }
    }
    learn(world.number ?? '')
    for (const decision of trace) {
      if (decision.input.type === 'said') learn(decision.input.text)
      if (decision.input.type === 'pressed') learn(decision.input.digits)
      if (decision.input.type === 'times-found') for (const { start } of decision.input.times) learnMoment(start)
      for (const event of decision.events) {
        if (event.type === 'slot-filled') learn(event.personal.value)
        if (event.type === 'follow-up-opened') learnMoment(event.data.dueAt)
      }
      for (const { about, text } of said(decision)) {
        // What a person could promise, and when we open: computed, and checked by the tests of the booking rules.
        if (about === 'tell:person' || about === 'tell:passed-on' || about === 'tell:goodbye' || about === 'tell:answer') continue
        for (const number of numbers(text)) expect([...known], `"${text}" (${about})`).toContain(number)
      }
    }
  })
})

test('Nobody is asked twice: a slot that is known is asked for again only when it was rejected or the matter was settled', () => {
  const asksFor: Readonly<Record<string, string>> = {
    service: 'service',
    day: 'day',
    date: 'day',
    time: 'time',
    name: 'name',
    number: 'number',
    'number-right': 'number',
    matter: 'matter',
    urgent: 'urgent',
  }
  const ofOneMatter = ['service', 'day', 'time', 'matter', 'urgent', 'person']
  holds((trace) => {
    const known = new Set<string>()
    for (const decision of trace) {
      for (const event of decision.events) {
        if (event.type === 'slot-filled') known.add(event.data.slot)
        if (event.type === 'slot-rejected') known.delete(event.data.slot)
        if (event.type === 'understood' && event.data.what === 'wish:none') for (const slot of ofOneMatter) known.delete(slot)
        if (event.type === 'saying' && isQuestion(event.data.about)) {
          const slot = asksFor[event.data.about]
          if (slot !== undefined) expect(known.has(slot), `asked for ${event.data.about} although it is known`).toBe(false)
        }
      }
    }
  })
})

test('A wish for a person is honoured on the same turn, in any state', () => {
  fc.assert(
    fc.property(anyWorld, fc.constantFrom(...PERSON_WISHES), (world, wish) => {
      const trace = play(dentalRules, { ...world, acts: [...world.acts, { does: 'says', text: wish }] }, MONDAY_MORNING)
      const last = trace.findLast(({ input }) => input.type === 'said' && input.text === wish)
      if (last === undefined || last.before.phase !== 'talking' || last.before.left !== undefined) return
      // What is being recorded is for a person to hear, and not understood.
      if (last.before.recordingFor !== undefined) return
      expect(last.events.map(({ type }) => type)).toContain('person-wanted')
      expect(said(last).some(({ about }) => about === 'tell:person')).toBe(true)
    }),
    RUNS,
  )
})

test('A protected topic is met with the approved words and a message, never with an answer', () => {
  fc.assert(
    fc.property(anyWorld, fc.constantFrom(...PROTECTED), (world, words) => {
      const trace = play(
        dentalRules,
        { ...world, hears: 'open', acts: [...world.acts.slice(0, 8), { does: 'says', text: words }] },
        MONDAY_MORNING,
      )
      const last = trace.findLast(({ input }) => input.type === 'said' && input.text === words)
      if (last === undefined || last.before.phase !== 'talking' || last.before.left !== undefined) return
      if (last.before.recordingFor !== undefined) return
      expect(last.events.some(({ type }) => type === 'knowledge-given')).toBe(false)
      expect(last.before.topic !== undefined || last.events.some(({ type }) => type === 'protected-topic-met')).toBe(true)
      expect(last.after.wish === 'message' || last.events.some(({ type }) => type === 'follow-up-opened')).toBe(true)
    }),
    RUNS,
  )
})

describe('Every contact ends in exactly one outcome', () => {
  test('there is never more than one, and nothing is decided after it', () => {
    holds((trace) => {
      const ended = trace.findIndex((decision) => decision.events.some((event) => event.type === 'ended'))
      if (ended === -1) return
      expect(trace[ended]?.events.filter((event) => event.type === 'ended')).toHaveLength(1)
      for (const later of trace.slice(ended + 1)) expect([...later.events, ...later.effects]).toEqual([])
    })
  })

  test('a caller who stays silent is taken leave of within three silences', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const silence = { does: 'stays-silent' } as const
        const trace = play(dentalRules, { ...world, acts: [...world.acts, silence, silence, silence, silence] }, MONDAY_MORNING)
        expect(trace.at(-1)?.after.phase).toBe('ended')
      }),
      RUNS,
    )
  })

  test('a line that dies ends it at once, or with the answer that was owed', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const trace = play(dentalRules, { ...world, acts: [...world.acts, { does: 'hangs-up', by: 'network' }] }, MONDAY_MORNING)
        expect(trace.at(-1)?.after.phase).toBe('ended')
      }),
      RUNS,
    )
  })
})

describe('The record is what really happened', () => {
  test('only what was reported as spoken becomes a line of the transcript', () => {
    holds((trace) => {
      for (const { input, events, before } of trace) {
        const lines = events.filter((event) => event.type === 'said')
        if (input.type !== 'spoken' || before.phase !== 'talking') expect(lines).toEqual([])
        else expect(lines.map((event) => event.personal.heard)).toEqual([input.heard])
      }
    })
  })

  test('folding the events gives the state that decided, and deciding again gives the same', () => {
    holds((trace, world) => {
      const events: DialogEvent[] = trace.flatMap((decision) => [...decision.events])
      const folded = events.reduce(dialog.evolve, dialog.initialState(dentalRules))
      expect(folded).toEqual(trace.at(-1)?.after)
      expect(play(dentalRules, world, MONDAY_MORNING)).toEqual(trace)
    })
  })
})

test('The keypad alone can always finish a booking, whatever was pressed before', () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      const presses = world.acts.filter(({ does }) => does === 'presses').slice(0, 8)
      const booking = Array.from({ length: 24 }, () => ({ does: 'cooperates', by: 'keys' }) as const)
      const willing = { ...world, channel: 'phone', bookings: ['committed'], searches: ['found'], acts: [...presses, ...booking] } as const
      const trace = play(dentalRules, willing, MONDAY_MORNING)
      const goodbye = trace.some((decision) => decision.events.some((event) => event.type === 'ended'))
      expect(goodbye || trace.some(({ after }) => after.booked)).toBe(true)
      // Whoever pressed nothing else before is booked, not taken leave of.
      if (presses.length === 0) expect(trace.some(({ after }) => after.booked)).toBe(true)
    }),
    RUNS,
  )
})

describe('Manners', () => {
  test('one question a turn, and it is the last thing said', () => {
    holds((trace) => {
      for (const decision of trace) {
        const again = decision.events.some((event) => event.type === 'understood' && event.data.what === 'said-again')
        const questions = said(decision).filter(({ about }) => isQuestion(about))
        expect(questions.length).toBeLessThanOrEqual(1)
        expect(decision.effects.filter(({ type }) => type === 'listen').length).toBeLessThanOrEqual(1)
        if (questions.length === 1 && !again) expect(said(decision).at(-1)?.about).toBe(questions[0]?.about)
      }
    })
  })

  test('nobody is left hanging: after every turn there is a question, a recording, something owed, or an end', () => {
    holds((trace) => {
      for (const { input, before, after, effects } of trace) {
        if (before.phase === 'ended' || input.type === 'spoken') continue
        const listening = effects.some(({ type }) => type === 'listen' || type === 'record')
        const waiting = after.booking !== undefined || after.recordingFor !== undefined || after.timesOwed > 0
        expect(listening || waiting || after.phase === 'ended' || effects.length === 0).toBe(true)
      }
    })
  })

  test('whoever talked over the disclosure hears it before anything else but danger', () => {
    holds((trace) => {
      for (const decision of trace) {
        const [first] = said(decision).filter(({ about }) => about !== 'tell:emergency' && about !== 'tell:greeting')
        if (decision.before.disclosure.status === 'due' && first !== undefined) expect(first.about).toBe('tell:disclosure')
      }
    })
  })
})
