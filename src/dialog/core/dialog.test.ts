import { describe, expect, test } from 'vitest'
import type { AppointmentId, FollowUpId } from '#kernel/ids.ts'
import type { PhoneNumber } from '#kernel/phone-number.ts'
import { Playbook } from '#playbook/core/index.ts'
import { dentalPlaybook, dentalRules, MONDAY_MORNING } from '../../../tests/support/dental-playbook.ts'
import { dialog } from './dialog.ts'
import type { DialogEffect, DialogEvent, DialogInput } from './protocol.ts'
import { rehearse, type RehearsalSetting, type RehearsedTurn } from './rehearsal.ts'
import { type DialogRules, dialogRules } from './rules.ts'
import { momentOf } from './run-example.ts'

const KAREN = '+4528123456' as PhoneNumber

/** Plays the turns (a `#` before keys, `...` for silence) and gives what came of it. */
const talk = (turns: readonly string[], setting: Partial<RehearsalSetting> = {}, rules: DialogRules = dentalRules) => {
  const contact = rehearse(rules, { now: MONDAY_MORNING, caller: KAREN, language: 'en', ...setting })
  const steps = [contact.greeting, ...turns.map((turn) => contact.take(turnOf(turn)))]
  const events = steps.flatMap((step) => step.events)
  return {
    state: contact.state(),
    events,
    said: steps.flatMap((step) => step.say),
    last: steps.at(-1) ?? contact.greeting,
    types: events.map(({ type }) => type),
    followUp: events.find((event) => event.type === 'follow-up-opened'),
    asked: steps.map((step) => step.expect?.about),
  }
}
const turnOf = (turn: string): RehearsedTurn => {
  if (turn === '...') return { silence: 7 }
  if (turn === 'hangs up') return { hangup: true }
  return turn.startsWith('#') ? { keys: turn.slice(1) } : { text: turn }
}

const FRESH = {
  fresh: {
    appointment: '00000000-0000-4000-8000-000000000001' as AppointmentId,
    followUp: '00000000-0000-4000-9000-000000000001' as FollowUpId,
  },
}
/** Feeds inputs one by one, answering nothing by itself. */
const feed = (inputs: readonly DialogInput[]) => {
  let state = dialog.initialState(dentalRules)
  let effects: readonly DialogEffect[] = []
  let events: readonly DialogEvent[] = []
  for (const input of inputs) {
    const decision = dialog.decide(dentalRules, state, { ...input, ...FRESH }, MONDAY_MORNING)
    state = decision.events.reduce(dialog.evolve, state)
    ;({ effects, events } = decision)
  }
  return { state, effects, events, said: effects.flatMap((effect) => (effect.type === 'say' ? [effect.text] : [])) }
}
const ARRIVED: DialogInput = { type: 'arrived', channel: 'phone', number: KAREN, hears: 'open', language: 'en' }
const says = (text: string): DialogInput => ({ type: 'said', text, confidence: 1 })
const TO_THE_COMMIT: readonly DialogInput[] = [
  ARRIVED,
  says('a cleaning on thursday at ten'),
  {
    type: 'times-found',
    times: [
      {
        start: momentOf('2026-11-26T10:00', 'Europe/Copenhagen'),
        end: momentOf('2026-11-26T10:45', 'Europe/Copenhagen'),
        person: 'anna',
        personName: 'Anna Holm',
      },
    ],
    more: false,
  },
  says('my name is Karen Jensen'),
  says('yes'),
  says('yes'),
]

describe('a recogniser that knows a few words only', () => {
  const unsure: DialogInput = { type: 'said', text: 'that is wrong', confidence: 0.5 }

  test('is asked again when it is not sure', () => {
    const { events, said } = feed([{ ...ARRIVED, hears: 'grammar' }, { type: 'pressed', digits: '1' }, unsure])
    expect(events.map((event) => event.type)).toContain('misunderstood')
    expect(said.join(' ')).toContain('Check-up')
  })

  test('is believed when it is', () => {
    const { state } = feed([
      { ...ARRIVED, hears: 'grammar' },
      { type: 'pressed', digits: '1' },
      { ...unsure, confidence: 0.9 },
    ])
    expect(state.wish).toBe('none')
  })
})

describe('the greeting', () => {
  test('is the business’s own, then the disclosure by the engine, then one question', () => {
    const { said, events } = talk([])
    expect(said).toEqual([
      'Welcome to Harbour Dental.',
      'You are talking to the automatic assistant of Harbour Dental, and what is said is written down.',
      'How can I help you?',
    ])
    expect(events.filter((event) => event.type === 'saying' && event.data.disclosure)).toHaveLength(1)
  })

  test('in Danish reads out the keys to whoever cannot be heard, and the other language in its own words', () => {
    const { said } = talk([], { hears: 'nothing', language: 'da' })
    expect(said[1]).toContain('den automatiske assistent hos Havnens Tandklinik')
    expect(said[2]).toBe('For English, press 9.')
    expect(said[3]).toContain('Tryk 1 for at bestille tid, 2 for at lægge en besked')
  })

  test('keeps a question at its end for the end, in place of ours', () => {
    const rules = dialogRules({ ...dentalPlaybook, greeting: { en: 'Good day, Harbour Dental. What can we do for you?' } })
    const { said } = talk([], {}, rules)
    expect(said[0]).toBe('Good day, Harbour Dental.')
    expect(said.at(-1)).toBe('What can we do for you?')
  })

  test('talked over before the disclosure had sounded, says the disclosure first thing on the next turn', () => {
    const { said } = feed([ARRIVED, { type: 'spoken', utterance: 1, completed: false, heard: 'Welcome' }, says('where can I park')])
    expect(said[0]).toContain('automatic assistant')
    expect(said[1]).toContain('You can park')
    const whole = 'You are talking to the automatic assistant of Harbour Dental, and what is said is written down.'
    const heard: readonly DialogInput[] = [
      { type: 'spoken', utterance: 1, completed: true, heard: 'Welcome to Harbour Dental.' },
      { type: 'spoken', utterance: 2, completed: false, heard: whole },
      { type: 'spoken', utterance: 3, completed: false, heard: '' },
    ]
    expect(feed([ARRIVED, ...heard, says('where can i park')]).said[0]).toContain('You can park')
  })
})

describe('danger to life', () => {
  const moments: readonly (readonly [string, readonly string[]])[] = [
    ['at the menu', []],
    ['in a booking', ['a cleaning on thursday', 'the first one']],
    ['in a message', ['i want to leave a message']],
    ['after three misunderstandings', ['fnord', 'fnord', 'fnord']],
    ['after a sales pitch', ['we offer search engine optimisation']],
  ]
  test.each(moments)('%s is answered with 112 at once and passed on as urgent', (_, before) => {
    const { last, events } = talk([...before, 'my husband is not breathing'])
    expect(last.say[0]).toContain('call 112 now')
    const followUp = events.findLast((event) => event.type === 'follow-up-opened')
    expect(followUp?.data).toMatchObject({ kind: 'escalation', urgent: true, owner: 'anna' })
  })

  test('in the other language than the contact’s counts as much', () => {
    expect(talk(['min mand trækker ikke vejret']).last.say[0]).toContain('112')
  })

  test('names 911 in the United States, and no number where none is known', () => {
    const inCountry = (country: string) => dialogRules({ ...dentalPlaybook, identity: { ...dentalPlaybook.identity, country } })
    expect(talk(['he is not breathing'], {}, inCountry('US')).last.say[0]).toContain('call 911 now')
    const unknown = talk(['he is not breathing'], {}, inCountry('ZZ')).last.say[0] ?? ''
    expect(unknown).toContain('the emergency number')
    expect(unknown).not.toMatch(/\d/)
  })

  test('ends as escalated, however the contact goes on', () => {
    expect(talk(['he is not breathing', 'hangs up']).state.outcome).toBe('escalated')
    expect(talk(['he is not breathing', '...', '...']).state.outcome).toBe('escalated')
  })
})

describe('a booking', () => {
  test('goes by keypad alone', () => {
    const { state, said } = talk(['#1', '#2', '#3', '#0412', '#1', 'a spoken name here', '#1', '#1', '#2'], { hears: 'nothing' })
    expect(state.outcome).toBe('booked')
    expect(said).toContain('You are booked: Teeth cleaning with Anna Holm, on Friday 4 December at 8 am. We look forward to seeing you.')
  })

  test('asks for a number when there is no caller id, and takes it spoken', () => {
    const { state, asked } = talk(['check-up tomorrow', 'the first one', 'my name is Bo Dahl', '28 12 34 56', 'yes', 'no'], {
      caller: undefined,
    })
    expect(asked).toContain('number')
    expect(state.outcome).toBe('booked')
  })

  test('asks no more than is missing when all is said at once', () => {
    expect(talk(['my name is Karen Jensen and i would like a cleaning on thursday at ten']).asked.at(-1)).toBe('number-right')
  })

  test('corrected at the read-back changes only what was corrected', () => {
    const { events, asked } = talk(['a cleaning on thursday at ten', 'my name is Karen Jensen', 'yes', 'no, friday'])
    const rejected = events.flatMap((event) => (event.type === 'slot-rejected' ? [event.data.slot] : []))
    expect(rejected).toEqual(['day', 'time'])
    expect(asked.at(-1)).toBe('confirm')
  })

  test('is called one only after the calendar has committed', () => {
    const waiting = feed(TO_THE_COMMIT)
    expect(waiting.said).toEqual(['One moment.'])
    expect(waiting.effects.at(-1)).toMatchObject({
      type: 'book',
      service: 'cleaning',
      person: 'anna',
      customerName: 'Karen Jensen',
      number: KAREN,
    })
    const { said } = feed([...TO_THE_COMMIT, { type: 'booking-committed', appointment: FRESH.fresh.appointment }])
    expect(said[0]).toContain('You are booked')
  })

  test('whose time was taken meanwhile is offered the next ones', () => {
    const { said, effects } = feed([...TO_THE_COMMIT, { type: 'booking-refused', why: 'taken' }])
    expect(said[0]).toContain('just been taken')
    expect(effects.at(-1)).toMatchObject({ type: 'find-times', service: 'cleaning', after: 0 })
  })

  test('that the calendar cannot take becomes a message that says what was wanted, with nothing asked again', () => {
    const { said, state } = feed([...TO_THE_COMMIT, { type: 'booking-refused', why: 'unavailable' }])
    expect(said[0]).toContain('nothing is booked')
    expect(said[1]).toContain('I have passed on your message')
    expect(state.promise?.kind).toBe('message')
  })

  test('of a caller who hangs up before the answer waits for it, and ends with it', () => {
    const left = feed([...TO_THE_COMMIT, { type: 'hung-up', by: 'caller' }])
    expect(left.state.phase).toBe('talking')
    const committed = feed([
      ...TO_THE_COMMIT,
      { type: 'hung-up', by: 'caller' },
      { type: 'booking-committed', appointment: FRESH.fresh.appointment },
    ])
    expect(committed.state.outcome).toBe('booked')
    const refused = feed([...TO_THE_COMMIT, { type: 'hung-up', by: 'network' }, { type: 'booking-refused', why: 'taken' }])
    expect(refused.state.outcome).toBe('interrupted')
    const stopped = feed([...TO_THE_COMMIT, { type: 'stopping' }, { type: 'booking-committed', appointment: FRESH.fresh.appointment }])
    expect(stopped.said).toEqual([expect.stringContaining('What we agreed is kept')])
    expect(stopped.state.outcome).toBe('booked')
    const never = feed([...TO_THE_COMMIT, { type: 'hung-up', by: 'network' }, { type: 'hung-up', by: 'network' }])
    expect(never.state.outcome).toBe('interrupted')
  })

  test('by a late answer to an older search is not offered the wrong times', () => {
    const search = { type: 'times-found', times: [], more: false } as const
    const { events, said } = feed([ARRIVED, says('a cleaning on thursday'), says('no, on friday'), search])
    expect(events).toEqual([expect.objectContaining({ type: 'understood' })])
    expect(said).toEqual([])
  })

  test('with more services than keys reads them out in parts', () => {
    const services = Array.from({ length: 11 }, (_, index) => ({
      ...dentalPlaybook.services[0]!,
      id: `s${index}`,
      name: { en: `Visit ${String.fromCharCode(65 + index)}` },
      phrases: {},
    }))
    const { said, asked } = talk(['#1', '#9', '#3'], { hears: 'nothing' }, dialogRules({ ...dentalPlaybook, services }))
    expect(said.at(-2)).toContain('Press 1 for Visit I, 2 for Visit J, 3 for Visit K or 9 to hear more.')
    expect(asked.at(-1)).toBe('day')
  })
})

describe('a message', () => {
  test('is recorded where nothing is recognised, stored, and only then confirmed with a time', () => {
    const { events, said, state } = talk(['#2', '#1', '#2', 'this is the spoken message', '#2'], { hears: 'nothing' })
    expect(said).toContainEqual(expect.stringContaining('I will record what you say'))
    const stored = events.findIndex((event) => event.type === 'follow-up-opened')
    const confirmed = events.findIndex((event) => event.type === 'saying' && event.personal.text.includes('passed on'))
    expect(stored).toBeGreaterThan(0)
    expect(confirmed).toBeGreaterThan(stored)
    expect(said).toContain('I have passed on your message. A colleague will call you back before 1:10 pm today.')
    expect(state.outcome).toBe('message-taken')
  })

  test('after closing time says when we open, and promises by opening hours', () => {
    const { said, followUp } = talk(['#2', '#1', '#1', 'a spoken message'], {
      hears: 'nothing',
      now: momentOf('2026-11-27T17:00', 'Europe/Copenhagen'),
    })
    expect(said).toContain(
      'We are closed right now and open on Monday 30 November at 8 am. I have passed on your message. A colleague will call you back before 8:30 am on Monday 30 November.',
    )
    expect(followUp?.data.dueAt).toBe(momentOf('2026-11-30T08:30', 'Europe/Copenhagen'))
  })

  test('spoken into a call that is hung up on is kept', () => {
    const { state, followUp } = talk(['#2', '#1', '#2', 'hangs up'], { hears: 'nothing' })
    expect(state.phase).toBe('ended')
    expect(followUp).toBeUndefined()
    const ARRIVED_DEAF: DialogInput = { ...ARRIVED, hears: 'nothing' }
    const keys = ['2', '1', '2'].map((digits): DialogInput => ({ type: 'pressed', digits }))
    const kept = feed([
      ARRIVED_DEAF,
      ...keys,
      { type: 'hung-up', by: 'caller' },
      { type: 'recorded', recording: 'r1', durationMs: 9000, speechMs: 7000 },
    ])
    expect(kept.state.outcome).toBe('message-taken')
    expect(kept.events.find((event) => event.type === 'follow-up-opened')?.data.recording).toBe('r1')
  })

  test('that could not be recorded is still a callback, and nothing more is claimed', () => {
    const keys = ['2', '1', '2'].map((digits): DialogInput => ({ type: 'pressed', digits }))
    const { said, events } = feed([{ ...ARRIVED, hears: 'nothing' }, ...keys, { type: 'recording-failed' }])
    expect(said[0]).toContain('the recording did not work')
    expect(said[1]).toBe('I have passed on that you called. A colleague will call you back before 1:10 pm today.')
    expect(events.find((event) => event.type === 'follow-up-opened')?.data.kind).toBe('callback')
  })

  test('of two silent recordings is not called a message: a known number is called back, and the contact only logged', () => {
    const keys = ['2', '1', '2'].map((digits): DialogInput => ({ type: 'pressed', digits }))
    const silent: DialogInput = { type: 'recorded', recording: 'r1', durationMs: 5000, speechMs: 0 }
    const story = [{ ...ARRIVED, hears: 'nothing' } as const, ...keys, silent, silent]
    const { said, events } = feed(story)
    expect(said[0]).toContain('I have passed on that you called.')
    expect(events.find((event) => event.type === 'follow-up-opened')?.data.kind).toBe('callback')
    expect(feed([...story, { type: 'hung-up', by: 'caller' }]).state.outcome).toBe('logged')
  })

  test('without a word and without a number is nothing to pass on, and that is said', () => {
    const { said, followUp } = talk(['#2', '#1', '#1', '#1', '#2', '#1', '#1'], { hears: 'nothing', caller: undefined })
    expect(said).toContainEqual(expect.stringContaining('nothing to pass on'))
    expect(followUp).toBeUndefined()
  })
})

describe('a wish for a person', () => {
  test('is met with the truth and a time on the same turn, and with what is known', () => {
    const { last } = talk(['a cleaning on thursday', 'i want to talk to a person'])
    expect(last.say[0]).toContain('cannot connect you to a person right now')
    expect(last.say[0]).toContain('before 1:10 pm today')
    expect(last.expect?.about).toBe('name')
  })

  test('while the calendar commits is honoured too, and the booking is still told of', () => {
    const wish = says('i want to talk to a person')
    expect(feed([...TO_THE_COMMIT, wish]).said[0]).toContain('cannot connect you')
    const { said } = feed([...TO_THE_COMMIT, wish, { type: 'booking-committed', appointment: FRESH.fresh.appointment }])
    expect(said[0]).toContain('You are booked')
  })

  test('by key works in every single-key question', () => {
    expect(talk(['#1', '#0'], { hears: 'nothing' }).types).toContain('person-wanted')
  })

  test('of a caller who then hangs up is a callback', () => {
    const { state, followUp } = talk(['let me speak to a human', 'hangs up'])
    expect(state.outcome).toBe('message-taken')
    expect(followUp?.data.kind).toBe('callback')
  })

  test('repeated is answered again, without asking for ever', () => {
    const wish = 'i want to talk to a person'
    const { asked } = talk([wish, wish, wish, wish, wish, wish, wish])
    expect(new Set(asked).size).toBeGreaterThan(3)
  })
})

describe('a protected topic', () => {
  test('is met with the approved words and never with an article', () => {
    const { last, types } = talk(['i want a refund and where can i park'])
    expect(last.say[0]).toBe('A refund is something our practice manager decides personally.')
    expect(types).not.toContain('knowledge-given')
  })

  test('without words of its own is met with neutral ones, and ends as escalated', () => {
    const { said, state } = talk(['is it infected', 'it hurts a lot since yesterday', 'my name is Bo Dahl', 'yes', 'no', 'yes', 'hangs up'])
    expect(said).toContainEqual(expect.stringContaining('a colleague has to look at personally'))
    expect(state.outcome).toBe('escalated')
  })
})

describe('an appointment the caller has already', () => {
  test.each([
    'i want to cancel my appointment',
    'i am running late for my appointment',
    'i need to reschedule my cleaning appointment',
    'jeg vil gerne aflyse min tid',
    'jeg bliver forsinket til min tid',
  ])('"%s" is a message for a person, never a new booking', (turn) => {
    const { state, types } = talk([turn])
    expect(state.wish).toBe('message')
    expect(state.slots['matter']?.value).toBe(turn)
    expect(types).not.toContain('times-offered')
  })

  test('does not keep a wish for a new one from being met', () => {
    expect(talk(['i would like an appointment']).state.wish).toBe('book')
    expect(talk(['jeg vil gerne bestille en tid']).state.wish).toBe('book')
  })
})

describe('what is no name, at the question for one', () => {
  const AT_THE_NAME = ['a cleaning on thursday', 'the second one']

  test('changes the time when another of those offered is picked', () => {
    const { state } = talk([...AT_THE_NAME, 'no wait, the first'])
    expect(state.slots['name']).toBeUndefined()
    expect(state.slots['time']?.value).toBe(talk(['a cleaning on thursday', 'the first one']).state.slots['time']?.value)
  })

  test('changes the day when another day is said', () => {
    const { state } = talk([...AT_THE_NAME, 'nej, jeg vil hellere fredag'])
    expect(state.slots['name']).toBeUndefined()
    expect(state.slots['day']?.value).toContain('2026-11-27')
  })

  test.each(['the filling fell out', 'no', 'second'])('"%s" is not taken for one', (turn) => {
    expect(talk([...AT_THE_NAME, turn]).state.slots['name']).toBeUndefined()
  })
})

describe('backing out of a booking', () => {
  const refusals = [
    'i do not want to book after all',
    'forget it',
    'actually I changed my mind, I do not want to book',
    'glem det',
    'alligevel ikke',
  ]
  const questions: readonly (readonly string[])[] = [
    ['i would like to book'],
    ['a cleaning please'],
    ['a cleaning on thursday'],
    ['a cleaning on thursday', 'the first one'],
    ['a cleaning on thursday', 'the first one', 'my name is Karen Jensen'],
    ['a cleaning on thursday', 'the first one', 'my name is Karen Jensen', 'yes'],
  ]
  test.each(refusals)('with "%s" works at every question of it', (refusal) => {
    for (const before of questions) {
      const { state, asked } = talk([...before, refusal])
      expect([state.wish, asked.at(-1)], before.join(' / ')).toEqual(['none', 'more'])
    }
  })
})

test('"no, the name is wrong" at the read-back asks for the name', () => {
  const { asked, state } = talk(['a cleaning on thursday', 'the first one', 'my name is Karen Jensen', 'yes', 'no, the name is wrong'])
  expect(asked.at(-1)).toBe('name')
  expect(state.slots['time']).toBeDefined()
})

test('a sales pitch that asks for a person is still a sales pitch', () => {
  const spam = {
    ...dentalPlaybook.callTypes.find(({ becomes }) => becomes === 'reject')!,
    phrases: { en: ['i would like to speak to whoever handles your marketing'] },
  }
  const rules = dialogRules({
    ...dentalPlaybook,
    callTypes: [...dentalPlaybook.callTypes.filter(({ becomes }) => becomes !== 'reject'), spam],
  })
  expect(talk(['can i speak to whoever handles your marketing'], {}, rules).asked.at(-1)).toBe('spam')
  expect(talk(['can i speak to somebody'], {}, rules).types).toContain('person-wanted')
})

test.each([[['where can i park']], [['where can i park', 'yes']]])(
  'three misunderstandings after an answer become a message, not a goodbye',
  (before) => {
    const { asked, state } = talk([...before, 'fnord', 'fnord', 'fnord'])
    expect(state.phase).toBe('talking')
    expect(asked.at(-1)).toBe('matter')
  },
)

test('an answer that was none is followed by the word that a message is taken', () => {
  expect(talk(['where can i park', 'no']).last.say[0]).toBe('I will take a message for a colleague.')
})

describe('a service and a date in one breath', () => {
  test.each(['i need a check-up on the 24th of december', 'a check-up tomorrow'])('"%s" starts a booking with that day', (turn) => {
    const { state } = talk([turn])
    expect(state.wish).toBe('book')
    expect(state.slots['service']).toBeDefined()
    expect(talk([turn]).events.some((event) => event.type === 'slot-filled' && event.data.slot === 'day')).toBe(true)
  })

  test('asked for its price is still a question', () => {
    expect(talk(['what does a check-up cost on friday']).types).toContain('knowledge-given')
  })
})

test('the work left to a person says day, time and name in words, in the language of the contact', () => {
  const { followUp } = talk(['a cleaning on thursday', 'the first one', 'i want to talk to a person', 'hangs up'])
  expect(followUp?.personal.matter).toMatch(
    /^Would like an appointment: Teeth cleaning, on Thursday 26 November at .+ [ap]m with \p{L}+ \p{L}+$/u,
  )
  const danish = talk(['jeg vil gerne have en tandrensning på torsdag efter kl 13', 'jeg vil tale med et menneske', 'hangs up'], {
    language: 'da',
  })
  expect(danish.followUp?.personal.matter).toContain('torsdag den 26. november')
})

test('the times of one day are said with the day once', () => {
  expect(talk(['a cleaning on thursday']).last.say[0]).toMatch(/^On Thursday 26 November I have .+ or .+\. Which one suits you\?$/)
  expect(talk(['jeg vil gerne have en tandrensning på torsdag'], { language: 'da' }).last.say[0]).toMatch(
    /^Torsdag den 26\. november har jeg kl\. .+ Hvilket tidspunkt passer dig\?$/,
  )
})

describe('questions', () => {
  test.each(['are you open on saturday?', 'when do you close today?', 'are you open on christmas eve?'])(
    '"%s" is about the hours',
    (turn) => {
      expect(talk([turn]).events.find((event) => event.type === 'knowledge-given')?.data.article).toBe('hours')
    },
  )

  test.each(['hvornår lukker I i dag?', 'hvad er jeres åbningstider'])('"%s" is about the hours', (turn) => {
    const { events } = talk([turn], { language: 'da' })
    expect(events.find((event) => event.type === 'knowledge-given')?.data.article).toBe('hours')
  })

  test('are answered from knowledge, with the article on record', () => {
    const { events, state } = talk(['where can i park', 'yes', 'no'])
    expect(events.find((event) => event.type === 'knowledge-given')?.data).toMatchObject({
      article: 'parking',
      reason: { rule: 'article' },
    })
    expect(state.outcome).toBe('answered')
  })

  test('about what is no longer valid are not answered from it', () => {
    expect(talk(['what does whitening cost']).said.join(' ')).not.toContain('999')
  })

  test('in the middle of a booking are answered, and the booking goes on', () => {
    const { last } = talk(['a cleaning please', 'where can i park'])
    expect(last.say[0]).toContain('You can park')
    expect(last.expect?.about).toBe('day')
  })

  test('about opening hours are answered from the hours, holidays and all', () => {
    expect(talk(['what are your opening hours']).last.say[0]).toBe(
      'We are open today from 8 am to 4 pm. Our opening hours are Monday to Thursday from 8 am to 4 pm and Friday from 8 am to 2 pm.',
    )
    const christmas = talk(['#3', '#1'], { hears: 'nothing', now: momentOf('2026-12-25T10:00', 'Europe/Copenhagen') })
    expect(christmas.last.say[0]).toContain('We are closed today. We next open on Monday 28 December, from 8 am to 4 pm.')
  })

  test('about the hours of one day are answered for that day', () => {
    expect(talk(['what are your opening hours on friday']).last.say[0]).toBe('We are open on Friday 27 November from 8 am to 2 pm.')
    expect(talk(['hvornår har I åbent i morgen'], { language: 'da' }).last.say[0]).toBe('Vi har åbent i morgen fra kl. 8 til kl. 16.')
    expect(talk(['when are you open on sunday']).last.say[0]).toContain(
      'We are closed on Sunday 29 November. We next open on Monday 30 November',
    )
  })

  test('by key alone reach every article', () => {
    expect(talk(['#3', '#3'], { hears: 'nothing' }).last.say[0]).toBe('A check-up costs 425 kroner.')
  })

  test('that were not answered become a message', () => {
    expect(talk(['where can i park', 'no']).asked.at(-1)).toBe('matter')
  })
})

describe('not understood and not heard', () => {
  test('three times in a row becomes a message, with more help each time', () => {
    const { said, asked } = talk(['fnord', 'fnord', 'fnord'])
    expect(said[3]).toContain('Sorry, I did not catch that.')
    expect(said[4]).toContain('Zero always takes you')
    expect(said[5]).toContain('Let me take a message')
    expect(asked.at(-1)).toBe('matter')
  })

  test('in the message leaves the question out and goes on', () => {
    const { state } = talk([
      'i want to leave a message',
      'tell anna that the parcel is here',
      'my name is Bo Dahl',
      ...Array.from({ length: 9 }, () => 'fnord'),
    ])
    expect(state.promise).toBeDefined()
  })

  test('silence is asked once more, then ends with a callback for a known number', () => {
    const { state, followUp, said } = talk(['...', '...'])
    expect(state.outcome).toBe('message-taken')
    expect(followUp?.data.kind).toBe('callback')
    expect(said.at(-1)).toContain('Goodbye')
    expect(talk(['...', '...'], { caller: undefined }).state.outcome).toBe('abandoned')
  })

  test('a recogniser that dies hands over to the keypad, at the same question', () => {
    const { said, effects } = feed([ARRIVED, says('a booking please'), { type: 'hearing-lost' }])
    expect(said[0]).toContain('please use the keys')
    expect(said[1]).toContain('Press 1 for Check-up')
    expect(effects.at(-1)).toMatchObject({ type: 'listen', expect: { about: 'service', forms: [] } })
  })

  test('again is said again, and after the third time with more help', () => {
    const { said } = talk(['where can i park', 'repeat please'])
    expect(said.filter((text) => text.startsWith('You can park'))).toHaveLength(2)
    expect(talk(['repeat', 'repeat', 'repeat']).said.at(-1)).toContain('Press 1')
  })
})

describe('the end', () => {
  test('comes at any time with a goodbye, and keeps a message half given', () => {
    expect(talk(['goodbye']).state.outcome).toBe('logged')
    const { state, last } = talk(['i want to leave a message', 'tell anna that the parcel is here', 'goodbye'])
    expect(last.say[0]).toContain('I have passed on your message')
    expect(state.outcome).toBe('message-taken')
  })

  test('by hanging up with nothing done is abandoned', () => {
    expect(talk(['hangs up']).state.outcome).toBe('abandoned')
    expect(talk(['a cleaning on thursday', 'hangs up']).state.outcome).toBe('abandoned')
  })

  test('by a line that died half way is interrupted, with a follow-up of what is known', () => {
    const { state, events } = feed([ARRIVED, says('a cleaning on thursday'), { type: 'hung-up', by: 'network' }])
    expect(state.outcome).toBe('interrupted')
    expect(events.find((event) => event.type === 'follow-up-opened')).toMatchObject({
      data: { kind: 'interrupted' },
      personal: { number: KAREN, matter: 'Would like an appointment: Teeth cleaning, on Thursday 26 November' },
    })
  })

  test('of the program is said honestly, with the work on record first', () => {
    const { said, effects, state } = feed([ARRIVED, says('a cleaning on thursday'), { type: 'stopping' }])
    expect(said).toEqual([expect.stringContaining('our system has to restart')])
    expect(effects.at(-1)).toEqual({ type: 'end' })
    expect(state.outcome).toBe('interrupted')
  })

  test('of a sales call comes only when the caller says so: it may be about something else', () => {
    const { last, state } = talk(['we can lower your electricity price', '#1', 'i would like to book an appointment'])
    expect(state.spam).toBe(false)
    expect(last.expect?.about).toBe('service')
    expect(talk(['we can lower your electricity price', 'no']).state.outcome).toBe('spam')
  })
})

test('nothing comes of anything before somebody arrives, or after the end', () => {
  expect(feed([says('hello')]).events).toEqual([])
  expect(feed([{ type: 'hung-up', by: 'network' }]).state.outcome).toBe('abandoned')
  expect(feed([ARRIVED, { type: 'hung-up', by: 'caller' }, says('hello')]).events).toEqual([])
})

test('the language follows the caller, and the disclosure is said again in it', () => {
  const { last, state } = talk(['jeg vil gerne bestille en tid til tandrensning'])
  expect(state.language).toBe('da')
  expect(last.say[0]).toContain('den automatiske assistent')
  expect(last.say[1]).toBe('Hvilken dag passer dig?')
  expect(talk(['#9'], { hears: 'nothing' }).last.say[0]).toContain('den automatiske assistent')
})

test('the playbook’s own questions are asked before the read-back, by key too, and never twice', () => {
  const booking = {
    ...dentalPlaybook.callTypes[0],
    intake: [
      { slot: 'first-time', kind: 'yes-no', ask: { en: 'Have you been here before?' } },
      {
        slot: 'insurance',
        kind: 'choice',
        ask: { en: 'Which insurance?' },
        options: [
          { value: 'public', name: { en: 'Public' } },
          { value: 'private', name: { en: 'Private' } },
        ],
      },
      { slot: 'customer', kind: 'name', ask: { en: 'Whose name shall I put down?' } },
    ],
  }
  const rules = dialogRules(Playbook.parse({ ...dentalPlaybook, callTypes: [booking, ...dentalPlaybook.callTypes.slice(1)] }))
  const { asked, said, events } = talk(['a cleaning on thursday at ten', 'my name is Karen Jensen', 'yes', '#2', '#2', 'yes'], {}, rules)
  expect(said).toContain('Whose name shall I put down?')
  expect(asked.slice(-4, -1)).toEqual(['first-time', 'insurance', 'confirm'])
  const filled = events.flatMap((event) => (event.type === 'slot-filled' ? [[event.data.slot, event.personal.value]] : []))
  expect(filled).toContainEqual(['first-time', 'no'])
  expect(filled).toContainEqual(['insurance', 'private'])
})
