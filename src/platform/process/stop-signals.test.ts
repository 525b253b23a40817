import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const MODULE = fileURLToPath(new URL('./stop-signals.ts', import.meta.url))

/** A program that stops as `stop` says, is sent the signals one after the other (each when it has said something), and ends. */
const ending = (
  stop: string,
  patienceMs: number,
  signals: readonly NodeJS.Signals[],
  betweenMs = 0,
): Promise<{ code: number | null; said: string }> =>
  new Promise((resolve) => {
    const program = `import { stopOnSignals } from ${JSON.stringify(MODULE)}
      stopOnSignals({ stop: async (signal) => { console.log(signal); ${stop} }, patienceMs: ${patienceMs}, onHurried: (why) => console.log('hurried: ' + why) })
      setInterval(() => undefined, 60_000)
      console.log('running')`
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
    const left = [...signals]
    let said = ''
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString()
      const next = left.shift()
      if (next !== undefined) setTimeout(() => child.kill(next), said.includes('SIG') ? betweenMs : 0)
    })
    child.on('close', (code) => resolve({ code, said }))
  })

test('a signal stops the program cleanly', async () => {
  expect(await ending('', 30_000, ['SIGTERM'])).toEqual({ code: 0, said: 'running\nSIGTERM\n' })
})

test('a second signal does not wait for a stop that hangs', async () => {
  expect(await ending('await new Promise(() => undefined)', 30_000, ['SIGINT', 'SIGTERM'], 1_200)).toEqual({
    code: 1,
    said: 'running\nSIGINT\nhurried: SIGTERM came again\n',
  })
})

test('one Ctrl-C that arrives twice is one wish', async () => {
  const slowly = 'await new Promise((resolve) => setTimeout(resolve, 500))'
  expect(await ending(slowly, 30_000, ['SIGINT', 'SIGINT'])).toEqual({ code: 0, said: 'running\nSIGINT\n' })
})

test('patience ends', async () => {
  expect(await ending('await new Promise(() => undefined)', 200, ['SIGHUP'])).toEqual({
    code: 1,
    said: 'running\nSIGHUP\nhurried: it took longer than 0.2 s\n',
  })
})

test('a stop that fails says why', async () => {
  expect(await ending(`throw new Error('the disk is full')`, 30_000, ['SIGTERM'])).toEqual({
    code: 1,
    said: 'running\nSIGTERM\nhurried: the disk is full\n',
  })
})
