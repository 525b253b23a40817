import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isRight, readCase, ValueCase } from './score-values.ts'

const casesOf = (language: string): readonly ValueCase[] =>
  readFileSync(new URL(`./fixtures/values-${language}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ValueCase.parse(JSON.parse(line)))

describe.each(['en', 'da'])('a spoken answer becomes the value it should (%s)', (language) => {
  test.each(casesOf(language).map((row) => [row.kind, row.text, row] as const))('%s: %s', (_kind, _text, row) => {
    const read = readCase(row)
    expect(isRight(row, read), `expected ${JSON.stringify(row.expect)}, read ${JSON.stringify(read)}`).toBe(true)
  })
})

test('the scorer itself tells right from wrong', () => {
  const row = (kind: string, expected: unknown): ValueCase => ({ kind, text: 'x', expect: expected, now: '2026-11-23T09:10', region: 'DK' })
  expect(isRight(row('time', '15:30'), '15:30')).toBe(true)
  expect(isRight(row('time', '15:30'), '03:30')).toBe(false)
  expect(isRight(row('time', { ask: true }), '07:00')).toBe(false)
  expect(isRight(row('time', { around: '15:00' }), { from: '14:00', to: '16:00' })).toBe(true)
  expect(isRight(row('time', { around: '15:00' }), { from: '12:00', to: '18:00' })).toBe(false)
  expect(isRight(row('date', { from: '2026-11-23', to: '2026-11-29' }), { from: '2026-11-23', to: '2026-11-28' })).toBe(false)
  expect(isRight(row('choice', { none: true }), { ask: true })).toBe(false)
})
