import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Problem, readPlaybook } from './index.ts'

const ENGLISH = readFileSync(new URL('../../../playbooks/dental/en.yaml', import.meta.url), 'utf8')
const DANISH = readFileSync(new URL('../../../playbooks/dental/da.yaml', import.meta.url), 'utf8')

const problemsOf = (text: string): readonly Problem[] => {
  const read = readPlaybook(text, 'my.yaml')
  return read.ok ? [] : read.problems
}

/** The template with one thing changed; the change must have hit. */
const changed = (from: string | RegExp, to: string): string => {
  const text = ENGLISH.replace(from, to)
  expect(text).not.toBe(ENGLISH)
  return text
}

const lineOf = (text: string, words: string): number => text.split('\n').findIndex((line) => line.includes(words)) + 1

describe('the templates', () => {
  test('are playbooks without a problem, each with a dozen example conversations', () => {
    for (const text of [ENGLISH, DANISH]) {
      const read = readPlaybook(text, 'template.yaml')
      expect(read).toMatchObject({ ok: true })
      if (read.ok) expect(read.playbook.examples.length).toBeGreaterThanOrEqual(12)
    }
  })

  test('speak of no sum of money and give no telephone number but those kept free for fiction', () => {
    for (const text of [ENGLISH, DANISH]) {
      expect(text).not.toMatch(/\d+ ?(?:kr|dkk|kroner|€|\$|£)/iu)
      for (const [number] of text.matchAll(/\+\d{6,}/gu)) expect(number).toMatch(/^\+447700900\d{3}$/u)
    }
  })
})

describe('a playbook with mistakes is refused with the place and what would be accepted', () => {
  test.each<[what: string, text: () => string, path: string, words: string]>([
    [
      'a service by a person who is not there',
      () => changed('people: [anna, jonas]', 'people: [ana, jonas]'),
      'services[0].people[0]',
      'did you mean "anna"?',
    ],
    [
      'an owner who is not there',
      () => changed('owner: anna\n  normal', 'owner: nobody-here\n  normal'),
      'escalation.owner',
      'write "anna", "jonas" or "mette"',
    ],
    ['an id that is there twice', () => changed('- id: cleaning', '- id: check-up'), 'services[1].id', 'there twice'],
    [
      'a wording that is missing for a language',
      () => changed('  da: Velkommen til Harbour Dental.\n', ''),
      'greeting',
      'wording in "da" is missing',
    ],
    [
      'hours that overlap',
      () => changed("tuesday: ['08:00-16:00']", "tuesday: ['08:00-16:00', '15:00-17:00']"),
      'hours.weekly.tuesday[1]',
      'overlaps "08:00-16:00"',
    ],
    [
      'hours that end before they begin',
      () => changed("friday: ['08:00-14:00']", "friday: ['18:00-14:00']"),
      'hours.weekly.friday[0]',
      'ends before it begins',
    ],
    [
      'a time zone that does not exist',
      () => changed('Europe/Copenhagen', 'Europe/Kopenhagen'),
      'identity.timeZone',
      '"Europe/Copenhagen"',
    ],
    ['a country that does not exist', () => changed('country: DK', 'country: XX'), 'identity.country', 'ISO 3166-1'],
    ['an exception on a day that does not exist', () => changed('2026-12-24', '2026-02-30'), 'hours.exceptions[0].date', 'does not exist'],
    [
      'an example of an unknown call type',
      () => changed('callType: booking', 'callType: bookin'),
      'examples[0].expect.callType',
      'did you mean "booking"?',
    ],
    [
      'an example of an unknown outcome',
      () => changed('outcome: booked', 'outcome: boked'),
      'examples[0].expect.outcome',
      'did you mean "booked"?',
    ],
    [
      'an example of an unknown slot',
      () => changed('slots: { service: check-up', 'slots: { treatment: check-up'),
      'examples[0].expect.slots.treatment',
      'no slot',
    ],
    [
      'a required slot that is never asked',
      () =>
        changed(
          '    becomes: reject',
          '    becomes: reject\n    intake:\n      - slot: why\n        kind: text\n        ask: { en: Why?, da: Hvorfor? }',
        ),
      'callTypes[6].intake[0].slot',
      'never asked',
    ],
    [
      'an article that is valid never',
      () => changed("reviewBy: '2027-11-01'", "validFrom: '2027-01-01'\n    validTo: '2026-01-01'"),
      'knowledge[0].validTo',
      'valid never',
    ],
    ['a key that is mistyped', () => changed('minutes: 30', 'minuts: 30'), 'services[0].minuts', 'did you mean "minutes"?'],
    [
      'text where a number belongs',
      () => changed('minutes: 30', 'minutes: half an hour'),
      'services[0].minutes',
      'takes a number, not "half an hour"',
    ],
    ['a format of another program', () => changed('format: 1', 'format: 2'), 'format', 'takes 1, not 2'],
  ])('%s', (_what, make, path, words) => {
    const problems = problemsOf(make())
    const problem = problems.find((each) => each.path === path)
    expect(problem, JSON.stringify(problems, null, 1)).toBeDefined()
    expect(problem?.message).toContain(words)
    expect(problem?.file).toBe('my.yaml')
  })

  test('line and column are those of the mistake in the file', () => {
    const text = changed('people: [anna, jonas]', 'people: [anna, jonass]')
    const [problem] = problemsOf(text)
    const line = lineOf(text, 'jonass')
    expect(problem).toMatchObject({ line, column: (text.split('\n')[line - 1] ?? '').indexOf('jonass') + 1 })
  })

  test('several mistakes are told at once, from top to bottom', () => {
    const text = changed('country: DK', 'country: XX')
      .replace('people: [anna, jonas]', 'people: [ana]')
      .replace('callType: booking', 'callType: boking')
    const lines = problemsOf(text).map(({ line }) => line)
    expect(lines.length).toBe(3)
    expect(lines).toEqual(lines.toSorted((a, b) => a - b))
  })

  test('what is no YAML is told with the place where it stops making sense', () => {
    expect(problemsOf('format: 1\nidentity: [1\n')[0]).toMatchObject({ path: '', message: expect.stringContaining('not valid YAML') })
    expect(problemsOf('')[0]?.message).toContain('empty')
    expect(problemsOf('- 1')[0]?.message).toContain('group of keys')
    expect(problemsOf('format: 1\nformat: 1\n')[0]?.line).toBe(2)
  })
})

describe('whatever the text is, reading it gives a playbook or problems and never throws', () => {
  const check = (text: string): void => {
    const read = readPlaybook(text, 'any.yaml')
    if (read.ok) return
    expect(read.problems.length).toBeGreaterThan(0)
    const lines = text.split('\n').length
    for (const { line, column, message } of read.problems) {
      expect(line).toBeGreaterThanOrEqual(1)
      expect(line).toBeLessThanOrEqual(lines + 1)
      expect(column).toBeGreaterThanOrEqual(1)
      expect(message).not.toBe('')
    }
  }

  test('for any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), check), { numRuns: 300 })
    fc.assert(
      fc.property(
        fc
          .array(fc.constantFrom('- ', 'a: ', '  ', '\n', '{', '}', '[', ']', '&a ', '*a', '|', '"', "'", '#', '!!', '1', 'format'))
          .map((parts) => parts.join('')),
        check,
      ),
      { numRuns: 500 },
    )
  })

  test('for a template with lines lost, doubled, moved or spoilt', () => {
    const lines = DANISH.split('\n').slice(0, 160)
    const spoil = fc.record({
      at: fc.nat(lines.length - 1),
      how: fc.constantFrom('drop', 'double', 'indent', 'outdent', 'junk', 'cut'),
      junk: fc.constantFrom('%', '\t', ': :', '&x', '*x', '{', '[', '"', '!!binary', '? ', '- -', '9'.repeat(400), 'null', '__proto__: 1'),
    })
    fc.assert(
      fc.property(fc.array(spoil, { minLength: 1, maxLength: 4 }), (spoils) => {
        const text = spoils.reduce(
          (all, { at, how, junk }) => {
            const line = all[at] ?? ''
            const spoilt = {
              drop: [],
              double: [line, line],
              indent: [`  ${line}`],
              outdent: [line.trimStart()],
              junk: [line + junk],
              cut: [line.slice(0, line.length / 2)],
            }[how]
            return [...all.slice(0, at), ...spoilt, ...all.slice(at + 1)]
          },
          lines as readonly string[],
        )
        check(text.join('\n'))
      }),
      { numRuns: 150 },
    )
  })

  test('for texts made to break parsers', () => {
    check('['.repeat(20_000))
    check('a: &a [x]\n' + Array.from({ length: 30 }, (_none, index) => `b${index}: &b${index} [${'*a,'.repeat(9)}*a]`).join('\n'))
    check('{a: '.repeat(5_000))
    check('x'.repeat(2_000_001))
    check('__proto__: {format: 1}\nconstructor: 1')
    check('\uFEFFformat: 1')
    check('%YAML 9.9\n---\na: 1\n---\nb: 2')
  })
})
