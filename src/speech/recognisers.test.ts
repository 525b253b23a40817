import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { hiss, joined, mixed, silence } from './core/made-sound.ts'
import type { ListenFor } from './door.ts'
import { openRecogniser } from './open-recogniser.ts'
import { missingForRecogniser } from './pocketsphinx/missing.ts'
import { pocketSphinxRecogniser } from './pocketsphinx/recogniser.ts'
import { noted, play, recogniserContract, sayings } from './recogniser.contract.ts'
import { scriptedRecogniser } from './scripted-recogniser.ts'

const quiet = { debug: () => {}, info: () => {}, warn: () => {} }
const installed = missingForRecogniser().length === 0

recogniserContract('scripted', () =>
  scriptedRecogniser(
    Array.from({ length: 20 }, () => 'yes'),
    { capacity: 3 },
  ),
)
if (installed) recogniserContract('pocketsphinx', () => pocketSphinxRecogniser({ log: quiet, capacity: 3 }))

const running = (pid: number): boolean => {
  try {
    // A zombie is not running; only Linux has it told like this.
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

test('what is missing is told by the Debian packages that bring it', () => {
  expect(missingForRecogniser(() => false)).toEqual(['libpocketsphinx3', 'libsphinxbase3', 'pocketsphinx-en-us'])
  expect(missingForRecogniser(() => true)).toEqual([])
})

test.runIf(installed)('a recogniser process that dies loses its ears once, and the next ear is heard by a new one', async () => {
  const pids: number[] = []
  const recogniser = pocketSphinxRecogniser({ log: quiet, onProcess: (pid) => pids.push(pid) })
  const ears = await Promise.all([recogniser.ear('en'), recogniser.ear('en')])
  const heard = ears.map((ear) => (ear === undefined ? { names: ['no ear'], turns: [] } : noted(ear)))
  process.kill(pids[0] ?? 0, 'SIGKILL')
  await expect.poll(() => heard.map((each) => each.names), { timeout: 5_000 }).toEqual([['lost'], ['lost']])
  expect(recogniser.inUse).toBe(0)

  const next = await recogniser.ear('en')
  expect(next).toBeDefined()
  expect(pids).toHaveLength(2)
  await recogniser.close()
  await expect.poll(() => pids.some(running)).toBe(false)
})

test.runIf(installed)('words that fit nothing are heard as nothing, or not surely; a number and a menu word are heard', async () => {
  const opened = openRecogniser({ log: quiet })
  if (!opened.available) throw new Error(opened.why)
  const { recogniser } = opened
  const ear = await recogniser.ear('en')
  if (ear === undefined) throw new Error('no ear')
  const { turns } = noted(ear)
  const [menuWord = silence(1), time = silence(1)] = await sayings(['cleaning', 'three p m'])
  const hear = async (sound: Int16Array, forms: ListenFor['forms']): Promise<string | undefined> => {
    const before = turns.length
    ear.listen({ language: 'en', forms, pace: 'default' })
    await play(ear, mixed(joined(silence(0.5), sound, silence(1.5)), hiss(2 + sound.length / 8_000, -65)))
    await expect.poll(() => turns.length, { timeout: 5_000 }).toBe(before + 1)
    return turns.at(-1)?.text
  }
  expect(await hear(menuWord, [{ kind: 'choice', options: [['check-up'], ['cleaning'], ['toothache', 'Zahnfleischbehandlung']] }])).toMatch(
    /cleaning$/,
  )
  expect(await hear(time, [{ kind: 'time' }])).toBe('three pm')
  await recogniser.close()
})

test('a script loses an ear where it says so', async () => {
  const recogniser = scriptedRecogniser(['yes', undefined])
  const ear = await recogniser.ear('en')
  if (ear === undefined) throw new Error('no ear')
  const { names } = noted(ear)
  const [yes = silence(1)] = await sayings(['yes'])
  ear.listen({ language: 'en', forms: [{ kind: 'yes-no' }], pace: 'default' })
  await play(ear, joined(yes, silence(2), yes, silence(2)))
  await expect.poll(() => names.at(-1)).toBe('lost')
  expect(names.filter((name) => name === 'turn')).toHaveLength(1)
})
