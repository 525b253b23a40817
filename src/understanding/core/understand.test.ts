import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { isValidPhoneNumber } from 'libphonenumber-js/max'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { instant } from '#kernel/instant.ts'
import type { Language } from '#kernel/language.ts'
import { readPlaybook } from '#playbook/core/index.ts'
import { prepare, type PreparedPlaybook, type Proposal, type TurnContext, understand } from './index.ts'

const templateOf = (language: Language): PreparedPlaybook => {
  const read = readPlaybook(
    readFileSync(new URL(`../../../playbooks/dental/${language}.yaml`, import.meta.url), 'utf8'),
    `${language}.yaml`,
  )
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return prepare(read.playbook)
}
const DENTAL = { en: templateOf('en'), da: templateOf('da') }

/** Monday 23 November 2026, 9:10 in Copenhagen. */
const NOW = instant(Temporal.ZonedDateTime.from('2026-11-23T09:10[Europe/Copenhagen]').epochMilliseconds)

const hear = (language: Language, text: string, more: Partial<TurnContext> = {}): Proposal =>
  understand(DENTAL[language], text, { now: NOW, language, ...more })

describe('danger to life is heard', () => {
  test.each<[Language, string]>([
    ['en', "my husband can't breathe"],
    ['en', 'she is having trouble breathing after the anaesthetic'],
    ['en', 'there is a fire in the kitchen'],
    ['en', 'he collapsed and is not responding'],
    ['en', 'I have chest pain'],
    ['en', "the bleeding won't stop"],
    ['en', 'I need an ambulance'],
    ['en', 'my tongue is swelling up'],
    ['en', 'I want to kill myself'],
    ['en', 'I have no time for this, he is unconscious'],
    ['en', 'the fire alarm is going off and there is smoke everywhere'],
    ['en', "what should I do, he can't breathe"],
    ['en', 'he had a stroke two years ago and now his arm is numb and he is not responding to anything I say'],
    ['da', 'nej, brystsmerter'],
    ['da', 'min mand kan ikke få vejret'],
    ['da', 'hun er faldet om og reagerer ikke'],
    ['da', 'det brænder i køkkenet'],
    ['da', 'jeg har ondt i brystet'],
    ['da', 'det bliver ved med at bløde, blødningen stopper ikke'],
    ['da', 'ring efter en ambulance'],
    ['da', 'min hals hæver op'],
    ['da', 'jeg vil ikke leve mere'],
    ['da', 'han er bevidstløs'],
    ['en', 'jeg kan ikke trække vejret'],
  ])('%s: %s', (language, text) => expect(hear(language, text).emergency).toBeDefined())

  test.each<[Language, string]>([
    ['en', 'I would like to book a cleaning on Thursday'],
    ['en', 'do you have an emergency appointment today'],
    ['en', "it's not an emergency"],
    ['en', 'no chest pain, just a toothache'],
    ['en', 'I had a heart attack three years ago'],
    ['en', 'my filling fell out'],
    ['en', 'we do the smoke alarm inspection on Friday'],
    ['da', 'klokken fire på torsdag'],
    ['da', 'det er ikke en nødsituation'],
    ['da', 'jeg vil gerne have en tid til tandrensning'],
    ['da', 'jeg havde et hjerteanfald for tre år siden'],
    ['da', 'nummeret er fire fire tre to en en ni ni'],
  ])('and not heard where there is none: %s: %s', (language, text) => expect(hear(language, text).emergency).toBeUndefined())

  test("the playbook's own words count beside the built-in ones", () => {
    expect(hear('en', 'I think my jaw is broken').emergency?.rule).toBe('emergency.playbook')
  })
})

describe('a wish for a person is heard in any wording', () => {
  test.each<[Language, string]>([
    ['en', 'I want to talk to a person'],
    ['en', 'can I speak to someone'],
    ['en', 'operator'],
    ['en', 'put me through to the dentist'],
    ['en', "I'm not talking to a fucking robot"],
    ['en', 'give me a human'],
    ['en', 'is there a real person there'],
    ['en', 'I hate these machines'],
    ['en', 'get me your manager'],
    ['en', 'human please'],
    ['da', 'jeg vil tale med et menneske'],
    ['da', 'kan jeg komme til at snakke med nogen'],
    ['da', 'stil mig om til receptionen'],
    ['da', 'jeg gider ikke tale med en åndssvag robot'],
    ['da', 'giv mig en rigtig person'],
    ['da', 'omstilling'],
    ['da', 'er der nogen jeg kan tale med'],
    ['da', 'lortemaskine'],
    ['da', 'jeg vil snakke med chefen'],
    ['da', 'må jeg tale med tandlægen'],
  ])('%s: %s', (language, text) => expect(hear(language, text).person).toBeDefined())

  test.each<[Language, string]>([
    ['en', 'I would like to book a check-up on Thursday'],
    ['en', 'the first one please'],
    ['en', 'do you have parking'],
    ['en', 'my name is Tom Person'],
    ['da', 'jeg vil gerne bestille en tid på torsdag'],
    ['da', 'har I parkering'],
    ['da', 'jeg hedder Anders And'],
    ['da', 'hvornår har I åbent'],
  ])('and not where it was not uttered: %s: %s', (language, text) => expect(hear(language, text).person).toBeUndefined())
})

describe('what a turn is about is found among the phrases of the playbook', () => {
  test.each<[Language, string, string]>([
    ['en', 'hi there, could I make an appointment for next week', 'booking'],
    ['en', "I've got an awful toothache", 'urgent'],
    ['en', 'I have to cancel my appointment tomorrow', 'existing-customer'],
    ['en', 'there is something wrong with my invoice', 'billing'],
    ['en', 'can I leave a message for Jonas', 'message'],
    ['en', 'do you take new patients', 'new-lead'],
    ['da', 'hej, jeg vil gerne bestille tid', 'booking'],
    ['da', 'jeg har forfærdelig tandpine', 'urgent'],
    ['da', 'jeg bliver nødt til at aflyse min tid i morgen', 'existing-customer'],
    ['da', 'der er noget galt med min regning', 'billing'],
    ['da', 'må jeg lægge en besked til Jonas', 'message'],
    ['en', 'jeg vil gerne bestille en tid', 'booking'],
  ])('%s: %s: %s', (language, text, callType) => expect(hear(language, text).callTypes[0]?.value).toBe(callType))

  test.each<[Language, string, string]>([
    ['en', 'where can I park my car', 'parking'],
    ['en', 'how much does a filling cost', 'prices'],
    ['en', 'what is the address', 'address'],
    ['en', 'is it possible to pay by card', 'payment'],
    ['en', 'when do you open tomorrow', 'hours'],
    ['da', 'hvor må jeg parkere', 'parking'],
    ['da', 'hvad koster en fyldning', 'prices'],
    ['da', 'hvornår åbner I', 'hours'],
  ])('an article: %s: %s: %s', (language, text, article) => expect(hear(language, text).articles[0]?.value).toBe(article))

  test.each<[Language, string]>([
    ['en', 'the weather in Lisbon was lovely'],
    ['en', 'purple elephants dance quietly'],
    ['en', 'which football team won last night'],
    ['da', 'vejret var dejligt i Lissabon'],
    ['da', 'hvem vandt kampen i går aftes'],
  ])('none of them fits: %s: %s', (language, text) => {
    const { callTypes, articles } = hear(language, text)
    expect([callTypes[0]?.confidence ?? 0, articles[0]?.confidence ?? 0].every((confidence) => confidence < 0.5)).toBe(true)
  })

  test.each<[Language, string, string]>([
    ['en', 'I want my money back', 'refund'],
    ['en', 'I would like to complain about the treatment', 'complaint'],
    ['en', 'which painkillers should I use', 'clinical'],
    ['en', 'you will hear from my lawyer', 'legal'],
    ['en', 'can you tell me my test results', 'personal-data'],
    ['da', 'jeg vil have mine penge tilbage, I skal betale mig tilbage', 'refund'],
    ['da', 'jeg vil klage over behandlingen', 'complaint'],
    ['da', 'hvilken medicin må jeg tage', 'clinical'],
    ['da', 'I hører fra min advokat', 'legal'],
    ['da', 'kan jeg få min journal', 'personal-data'],
  ])('a protected topic: %s: %s: %s', (language, text, topic) =>
    expect(hear(language, text).protectedTopics.map(({ value }) => value)).toContain(topic),
  )

  test('a service and a person that are named are told apart from those that are not', () => {
    const proposal = hear('en', 'a teeth cleaning with Mette, please')
    expect(proposal.services.map(({ value }) => value)).toEqual(['cleaning'])
    expect(proposal.people.map(({ value }) => value)).toEqual(['mette'])
    expect(hear('en', 'hello').services).toEqual([])
  })
})

describe('remarks on the conversation itself', () => {
  test.each<[Language, string, 'goodbye' | 'repeat' | 'help' | 'startOver']>([
    ['en', 'no that was all, bye', 'goodbye'],
    ['en', 'sorry, could you say that again', 'repeat'],
    ['en', 'what can I say', 'help'],
    ['en', "let's start over", 'startOver'],
    ['da', 'nej tak, farvel', 'goodbye'],
    ['da', 'det hørte jeg ikke', 'repeat'],
    ['da', 'hvad kan jeg sige', 'help'],
    ['da', 'lad os starte forfra', 'startOver'],
  ])('%s: %s: %s', (language, text, signal) => expect(hear(language, text)[signal]).toBeDefined())

  test('the language of a turn is told by its words, and left open where nothing tells', () => {
    expect(hear('en', 'jeg vil gerne bestille en tid').language?.value).toBe('da')
    expect(hear('da', 'I would like to make an appointment').language?.value).toBe('en')
    expect(hear('da', 'Jensen').language).toBeUndefined()
  })
})

describe('always, whatever is said', () => {
  const languages = fc.constantFrom<Language>('en', 'da')
  const abouts = fc.constantFrom(undefined, 'day', 'date', 'time', 'name', 'number', 'confirm', 'email')
  const WORDS = [
    'på torsdag den halv kvart i over nej ikke om uge dage fjorten toogtyve hundrede februar sidste næste til mellem og før efter klokken',
    'thursday the half quarter past to no not in week days double hundred february last next from between and until year ago at dot plus',
    "0 1 12 29 30 31 99 2027 123456789012 . - / : , ' @ ( + søn may snabel a plus første of",
  ].flatMap((words) => words.split(' '))
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }).map((words) => words.join(' ')),
    fc.array(fc.constantFrom(...WORDS), { maxLength: 10 }).map((words) => words.join('')),
  )
  const options = fc
    .array(fc.integer({ min: 0, max: 60 * 24 * 14 }), { maxLength: 4 })
    .map((starts) => starts.map((start) => ({ words: [], start: instant(NOW + start * 60_000) })))

  test('it never throws; dates exist, times are times, numbers are valid and choices are among the options', () => {
    fc.assert(
      fc.property(languages, abouts, texts, options, (language, about, text, offered) => {
        const { values } = hear(language, text, { ...(about === undefined ? {} : { about }), options: offered })
        if (values.date.is === 'found') {
          const { from, to } = values.date.value
          expect(Temporal.PlainDate.from(from).toString()).toBe(from)
          expect(Temporal.PlainDate.from(to).toString()).toBe(to)
          expect(from <= to).toBe(true)
        }
        if (values.time.is === 'found') {
          const { from, to } = values.time.value
          for (const time of [from, to]) if (time !== undefined) expect(time).toMatch(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/u)
          if (from !== undefined && to !== undefined) expect(from <= to).toBe(true)
        }
        if (values.phone.is === 'found') expect(isValidPhoneNumber(values.phone.value)).toBe(true)
        if (values.choice.is === 'found') expect(values.choice.value).toBeLessThan(offered.length)
      }),
      { numRuns: 500 },
    )
  }, 60_000)

  test('the same turn means the same again', () => {
    fc.assert(
      fc.property(languages, texts, (language, text) => {
        expect(hear(language, text)).toEqual(hear(language, text))
      }),
      { numRuns: 60 },
    )
  })

  test('texts made to be slow are read in their beginning only', () => {
    for (const text of [
      '1 '.repeat(50_000),
      'to '.repeat(50_000),
      'på torsdag '.repeat(20_000),
      'a@'.repeat(40_000),
      'nej '.repeat(30_000),
      '.'.repeat(100_000),
    ]) {
      expect(hear('da', text, { about: 'day' }).text).toBe(text)
    }
  }, 30_000)
})
