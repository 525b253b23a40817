import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

// Each net is tried with a violation planted in a copy of the house: a net that lets it through is no net.

const root = join(import.meta.dirname, '../..')
let house: string

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'firstline-nets-'))
  const files = [
    'package.json',
    'tsconfig.base.json',
    'tsconfig.core.json',
    'tsconfig.json',
    '.oxlintrc.json',
    '.oxfmtrc.json',
    '.dependency-cruiser.cjs',
    'knip.json',
  ]
  for (const file of files) cpSync(join(root, file), join(house, file))
  cpSync(join(root, 'src/kernel'), join(house, 'src/kernel'), { recursive: true })
  cpSync(join(root, 'tools/nets'), join(house, 'tools/nets'), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'))
})

afterAll(() => {
  rmSync(house, { recursive: true })
})

type Planted = Readonly<Record<string, string>>

const withPlanted = (planted: Planted, command: readonly [string, ...string[]]): { refused: boolean; said: string } => {
  for (const [file, text] of Object.entries(planted)) {
    mkdirSync(dirname(join(house, file)), { recursive: true })
    writeFileSync(join(house, file), text)
  }
  try {
    const [program, ...words] = command
    const run = spawnSync(program, words, { cwd: house, encoding: 'utf8' })
    return { refused: run.status !== 0, said: run.stdout + run.stderr }
  } finally {
    for (const file of Object.keys(planted)) rmSync(join(house, file))
  }
}

const tsc = ['node_modules/@typescript/native/bin/tsc', '-p', 'tsconfig.core.json'] as const
const coreTypes: [string, ...string[]] = [process.execPath, ...tsc]
const cruise: [string, ...string[]] = [process.execPath, 'tools/nets/cruise.ts']
const lint: [string, ...string[]] = ['node_modules/.bin/oxlint', '--type-aware', 'src']
const format: [string, ...string[]] = ['node_modules/.bin/oxfmt', '--check', 'src']

test('the house without a violation passes every net', () => {
  for (const net of [coreTypes, cruise, lint, format]) expect(withPlanted({}, net)).toMatchObject({ refused: false })
})

test.each([
  ['fetch', "export const ask = () => fetch('http://127.0.0.1')\n"],
  ['process', 'export const home = process.env\n'],
  ['a timer', 'export const wait = () => setTimeout(() => {}, 1)\n'],
])('the compiler refuses %s in a core', (_what, text) => {
  const { refused, said } = withPlanted({ 'src/booking/core/planted.ts': text }, coreTypes)
  expect(refused).toBe(true)
  expect(said).toContain('src/booking/core/planted.ts')
})

test.each<[string, Planted]>([
  ['core-is-pure', { 'src/booking/core/planted.ts': "import { readFileSync } from 'node:fs'\nexport const read = readFileSync\n" }],
  [
    'core-is-pure',
    {
      'src/booking/core/planted.ts': "export { now } from '../planted-clock.ts'\n",
      'src/booking/planted-clock.ts': 'export const now = 1\n',
    },
  ],
  [
    'kernel-imports-nothing',
    { 'src/kernel/planted.ts': "export * from '#booking/planted.ts'\n", 'src/booking/planted.ts': 'export const a = 1\n' },
  ],
  [
    'modules-meet-at-the-door',
    { 'src/desk/planted.ts': "export * from '#booking/planted.ts'\n", 'src/booking/planted.ts': 'export const a = 1\n' },
  ],
  [
    'platform-knows-no-module',
    { 'src/platform/planted.ts': "export * from '#booking/index.ts'\n", 'src/booking/index.ts': 'export const a = 1\n' },
  ],
  [
    'web-sees-only-the-contract',
    { 'src/web/planted.ts': "export * from '#booking/index.ts'\n", 'src/booking/index.ts': 'export const a = 1\n' },
  ],
  ['contract-is-data', { 'src/contract/planted.ts': "export * from 'pino'\n" }],
  [
    'nobody-imports-main',
    { 'src/booking/planted.ts': "export * from '#main/planted.ts'\n", 'src/main/planted.ts': 'export const a = 1\n' },
  ],
  ['no-cycles', { 'src/booking/one.ts': "export * from './two.ts'\n", 'src/booking/two.ts': "export * from './one.ts'\n" }],
])('the dependency rule %s holds', (rule, planted) => {
  const { refused, said } = withPlanted(planted, cruise)
  expect(said).toContain(rule)
  expect(refused).toBe(true)
})

test('a cruise that sees too few modules fails', () => {
  // A folder that dependency-cruiser does not follow, as when it has no compiler to read TypeScript with.
  const blind =
    "const rules = require('./rules.cjs')\nmodule.exports = { ...rules, options: { ...rules.options, exclude: { path: 'kernel' } } }\n"
  cpSync(join(house, '.dependency-cruiser.cjs'), join(house, 'rules.cjs'))
  const { refused, said } = withPlanted({ '.dependency-cruiser.cjs': blind }, cruise)
  cpSync(join(house, 'rules.cjs'), join(house, '.dependency-cruiser.cjs'))
  expect(said).toContain('too few modules cruised')
  expect(refused).toBe(true)
})

test.each([
  [
    'an unawaited promise',
    'src/booking/planted.ts',
    'const go = async (): Promise<void> => {}\nexport const start = (): void => {\n  go()\n}\n',
    'no-floating-promises',
  ],
  ['any', 'src/booking/planted.ts', 'export const loose = (value: any): unknown => value\n', 'no-explicit-any'],
  ['the clock in a core', 'src/booking/core/planted.ts', 'export const now = (): number => Date.now()\n', 'no-restricted-globals'],
  ['chance in a core', 'src/booking/core/planted.ts', 'export const dice = (): number => Math.random()\n', 'no-restricted-properties'],
])('the linter refuses %s', (_what, file, text, rule) => {
  const { refused, said } = withPlanted({ [file]: text }, lint)
  expect(said).toContain(rule)
  expect(refused).toBe(true)
})

test('the formatter refuses another style', () => {
  expect(withPlanted({ 'src/booking/planted.ts': 'export const a = "1";\n' }, format).refused).toBe(true)
})

test('code that nobody reaches is refused', () => {
  const door = { 'src/booking/index.ts': 'export const booked = 1\n' }
  const knip: [string, ...string[]] = ['node_modules/.bin/knip', '--include', 'files,exports', '--no-progress']
  const forgotten = withPlanted({ ...door, 'src/booking/forgotten.ts': 'export const gone = 1\n' }, knip)
  expect(forgotten.said).toContain('src/booking/forgotten.ts')
  expect(forgotten.refused).toBe(true)
  const unused = withPlanted(
    {
      'src/booking/index.ts': "export { booked } from './book.ts'\n",
      'src/booking/book.ts': 'export const booked = 1\nexport const spare = 2\n',
    },
    knip,
  )
  expect(unused.said).toContain('spare')
  expect(unused.refused).toBe(true)
})
