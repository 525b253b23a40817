import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { MediaStatistics } from '#telephony/door.ts'
import { danish } from '../../src/web/language/danish.ts'
import { english } from '../../src/web/language/english.ts'

/** What the dialog puts on record by its ids: each is shown on the console, so each needs words there. */

const sources = globSync('src/dialog/core/**/*.ts', { exclude: (path) => path.endsWith('.test.ts') }).map((path) =>
  readFileSync(path, 'utf8'),
)
const LITERAL = /(?<!=== )'([A-Za-z][\w.-]*)'/g

const literalsIn = (code: string): readonly string[] => [...code.matchAll(LITERAL)].map(([, literal]) => literal ?? '')

/** `{ rule: 'menu' }`, `rule: x ? 'a' : 'b'` and `const rule = 'menu'`. */
const written = sources.flatMap((source) =>
  [...source.matchAll(/\brule(?:: (?!string)| = )([^,}\n]*)/g)].flatMap(([, value]) => literalsIn(value ?? '')),
)

/** Functions that are handed the rule, `(turn: Turn, rule: string)`, and at which place. */
const takers = sources.flatMap((source) =>
  [...source.matchAll(/const (\w+) = \(([^)]*\brule: string\b[^)]*)\)/g)].map(
    ([, name = '', parameters = '']) => [name, parameters.split(',').findIndex((one) => one.trim().startsWith('rule:'))] as const,
  ),
)
const handed = takers.flatMap(([name, place]) =>
  sources.flatMap((source) =>
    [...source.matchAll(new RegExp(`(?<!const )\\b${name}\\((turn, .*)\\)`, 'g'))].flatMap(([, given = '']) =>
      literalsIn(given.split(',')[place] ?? ''),
    ),
  ),
)

const steps = [...readFileSync('src/dialog/core/steps.ts', 'utf8').matchAll(/\| ['`]([a-z-]+)(?::([a-z]+)?)?/g)].map(
  ([, name = '', about]) => ({ name, about }),
)

/** Rules that are the caller's way of answering (`reply.by`) or a signal's first word (`person.en`). */
const SIGNALS = ['key', 'words', 'emergency', 'person', 'goodbye', 'startOver', 'urgent']

/** Every figure the line measures of a call, and the dialog's own. */
const FIGURES: Record<Exclude<keyof MediaStatistics, 'pacerLatenessMs'> | 'pacerLatenessP99Ms' | 'replyMs', true> = {
  packetsSent: true,
  packetsReceived: true,
  packetsLost: true,
  concealedMs: true,
  jitterMs: true,
  firstPacketMs: true,
  pacerLatenessP99Ms: true,
  replyMs: true,
}

test('the rules and steps are found where the dialog writes them', () => {
  expect(written).toEqual(expect.arrayContaining(['not-understood', 'hung-up', 'stopping', 'nothing-recognises-it']))
  expect(handed).toEqual(expect.arrayContaining(['as-said', 'none-suits', 'hours-asked', 'calendar-away', 'keypad']))
  expect(steps).toEqual(expect.arrayContaining([{ name: 'left', about: 'network' }, { name: 'declined' }, { name: 'times-none' }]))
})

describe.each([
  ['English', english],
  ['Danish', danish],
] as const)('in %s', (_name, texts) => {
  test('every rule the dialog decides by has words', () => {
    const rules = [...new Set([...written, ...handed, ...SIGNALS].map((rule) => rule.split('.')[0] ?? rule))]
    expect(rules.filter((rule) => !(rule in texts.rule))).toEqual([])
  })

  test('every step the dialog takes has words', () => {
    const wordless = steps.filter(
      ({ name, about }) => !(`${name}-${about}` in texts.step) && !(name in texts.step) && !(name in texts.decided),
    )
    expect(wordless).toEqual([])
  })

  test('every figure that is measured has words', () => {
    expect(Object.keys(FIGURES).filter((figure) => !(figure in texts.figure))).toEqual([])
  })
})
