import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { quiet } from '../../../tests/support/test-ledger.ts'
import { openJournal } from './journal.ts'

const CHILD = fileURLToPath(new URL('../../../tests/support/append-forever.child.ts', import.meta.url))

const folders: string[] = []
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'firstline-crash-'))
  folders.push(folder)
  return folder
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** What the child said until its end: the numbers that were safe, and a last word if it had one. */
const lines = async (child: ChildProcess, onLine: () => void = () => undefined): Promise<readonly string[]> => {
  let text = ''
  child.stdout?.on('data', (data: Buffer) => {
    text += data.toString()
    onLine()
  })
  await new Promise((resolve) => child.once('close', resolve))
  return text.split('\n').slice(0, -1)
}

const numbersIn = async (folder: string): Promise<readonly unknown[]> => {
  const journal = await openJournal({ folder, log: quiet })
  const numbers: unknown[] = []
  const { setAside } = await journal.importInto(async ({ events }) => {
    numbers.push(...events.map(({ data }) => data['count']))
    return Promise.resolve('stored')
  })
  expect(setAside).toBe(0)
  await journal.close()
  expect(readdirSync(folder)).toEqual([])
  return numbers
}

test('killed with -9 at any moment, everything that was said to be safe is there, once and in order', async () => {
  for (const afterMs of [0, 3, 11, 40, 120]) {
    const folder = newFolder()
    const child = spawn(process.execPath, [CHILD, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    let killing: Promise<void> | undefined
    const safe = (
      await lines(child, () => {
        killing ??= sleep(afterMs).then(() => void child.kill('SIGKILL'))
      })
    ).map(Number)
    expect(child.signalCode).toBe('SIGKILL')
    expect(safe.length).toBeGreaterThan(0)
    const found = await numbersIn(folder)
    expect(found).toEqual(Array.from(found, (_, index) => index))
    expect(found.length).toBeGreaterThanOrEqual(safe.length)
  }
})

test('when a write stops half way for want of room, the record that was refused is gone and those before it stand', async () => {
  const folder = newFolder()
  // A limit on the size of a file (RLIMIT_FSIZE, 4 KiB): the write that meets it is cut short, the next is refused.
  const child = spawn('/bin/bash', ['-c', 'ulimit -f 4; exec "$0" "$@"', process.execPath, CHILD, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = await lines(child)
  expect(said.at(-1)).toBe('JournalUnwritable')
  const safe = said.slice(0, -1).map(Number)
  expect(safe.length).toBeGreaterThan(3)
  expect(await numbersIn(folder)).toEqual(safe)
})
