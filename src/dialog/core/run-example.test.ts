import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readPlaybook } from '#playbook/core/index.ts'
import { dentalRules, MONDAY_MORNING } from '../../../tests/support/dental-playbook.ts'
import { dialogRules } from './rules.ts'
import { runExample } from './run-example.ts'

describe.each(['playbooks/dental/en.yaml', 'playbooks/dental/da.yaml'])('the examples of %s end as their author expects', (path) => {
  const read = readPlaybook(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'), path)
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'))
  const rules = dialogRules(read.playbook)
  test.each(read.playbook.examples.map((example) => [example.name, example] as const))('%s', (_, example) => {
    const result = runExample(rules, example, MONDAY_MORNING)
    expect(result.differences, result.lines.map(({ by, text }) => `${by}: ${text}`).join('\n')).toEqual([])
  })
})

test('an example that ends otherwise says what came out, for each thing that differs', () => {
  const result = runExample(
    dentalRules,
    {
      name: 'wrong on purpose',
      turns: [{ caller: 'where can I park?' }, { caller: 'no thanks, goodbye' }],
      expect: { outcome: 'booked', callType: 'booking', article: 'prices', slots: { name: 'Karen' }, says: ['golden elephants'] },
    },
    MONDAY_MORNING,
  )
  expect(result.passed).toBe(false)
  expect(result.differences).toEqual([
    'the outcome is answered, not booked',
    'the call type is none, not booking',
    'the article given is parking, not prices',
    'name is not known, not "Karen"',
    'it never says "golden elephants"',
  ])
})
