import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { missingForRecogniser } from './pocketsphinx/missing.ts'

const running = (pid: number): boolean => {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

const here = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href)

/** A program that opens a voice and (where it can) a recogniser, says which processes they have, and waits. */
const PROGRAM = `
const { fliteVoice } = await import(${here('./voices/flite-voice.ts')})
const { pocketSphinxRecogniser } = await import(${here('./pocketsphinx/recogniser.ts')})
const log = { debug() {}, info() {}, warn() {} }
const pids = []
await fliteVoice({ log, onProcess: (pid) => pids.push(pid) }).speak('hello', 'en')
if (${missingForRecogniser().length === 0}) await pocketSphinxRecogniser({ log, onProcess: (pid) => pids.push(pid) }).ear('en')
console.log(JSON.stringify(pids))
setInterval(() => {}, 1000)
`

test.runIf(process.platform === 'linux')(
  'a program killed without warning leaves no process of ours behind',
  { timeout: 60_000 },
  async () => {
    const program = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', PROGRAM], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      const line = await new Promise<string>((resolve) => program.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())))
      const pids = JSON.parse(line) as number[]
      expect(pids.length).toBeGreaterThan(0)
      expect(pids.every(running)).toBe(true)
      program.kill('SIGKILL')
      await expect.poll(() => pids.filter(running), { timeout: 20_000 }).toEqual([])
    } finally {
      program.kill('SIGKILL')
    }
  },
)
