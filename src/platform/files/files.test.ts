import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ensureDataFolder, freeDiskBytes } from './data-folder.ts'
import { existingParent } from './existing-parent.ts'
import { tryKernelLock } from './kernel-lock.ts'
import { writeDurably } from './write-durably.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstline-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('writing durably', () => {
  test('replaces the file whole, private by default, and leaves nothing beside it', async () => {
    const path = join(folder, 'settings.json')
    await writeDurably(path, 'old')
    await writeDurably(path, Buffer.from('new'))
    expect(readFileSync(path, 'utf8')).toBe('new')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['settings.json'])
  })

  test('a write that fails leaves the old file as it was, and nothing beside it', async () => {
    const path = join(folder, 'taken')
    mkdirSync(join(path, 'full'), { recursive: true })
    await expect(writeDurably(path, 'new')).rejects.toThrow()
    expect(readdirSync(folder)).toEqual(['taken'])
  })

  test('many at once leave one of them, whole', async () => {
    const path = join(folder, 'raced')
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(5_000))
    await Promise.all(texts.map((text) => writeDurably(path, text)))
    expect(texts).toContain(readFileSync(path, 'utf8'))
    expect(readdirSync(folder)).toEqual(['raced'])
  })
})

describe('a kernel lock', () => {
  test('is held once, and free again when released', () => {
    const path = join(folder, 'lock')
    const held = tryKernelLock(path)
    expect(tryKernelLock(path)).toBeUndefined()
    held?.release()
    const again = tryKernelLock(path)
    expect(again).toBeDefined()
    again?.release()
  })

  test('handed to a child it lasts exactly as long as the child, kill -9 included', async () => {
    const path = join(folder, 'lock')
    const held = tryKernelLock(path)
    if (held === undefined) throw new Error('not granted')
    const child = spawn('sleep', ['60'], { stdio: ['ignore', 'ignore', 'ignore', held.fd] })
    const other = spawn('sleep', ['60'], { stdio: 'ignore' })
    await Promise.all([once(child, 'spawn'), once(other, 'spawn')])
    held.release()
    expect(tryKernelLock(path)).toBeUndefined()
    child.kill('SIGKILL')
    await once(child, 'exit')
    // The other child was not handed the file, so it does not keep the lock.
    const again = tryKernelLock(path)
    expect(again).toBeDefined()
    again?.release()
    other.kill('SIGKILL')
    await once(other, 'exit')
  })
})

test('a data folder is made private, with the folders above it', () => {
  const path = join(folder, 'a', 'b')
  expect(existingParent(path)).toBe(folder)
  ensureDataFolder(path)
  expect(statSync(path).mode & 0o777).toBe(0o700)
  expect(existsSync(path)).toBe(true)
  expect(existingParent(path)).toBe(path)
  ensureDataFolder(path)
})

test('a data folder that is a file is refused', () => {
  writeFileSync(join(folder, 'file'), '')
  expect(() => ensureDataFolder(join(folder, 'file'))).toThrow('a file of that name is in the way')
  expect(() => ensureDataFolder(join(folder, 'file', 'below', 'it'))).toThrow('a part of its path is a file')
})

test.runIf(existsSync('/proc/self'))('a data folder where none can be made is refused at once', () => {
  expect(() => ensureDataFolder('/proc/nope')).toThrow('it cannot be made there')
  expect(() => ensureDataFolder('/proc/nope/deeper/still')).toThrow('it cannot be made there')
})

test('free disk space is what df would say an ordinary user has', () => {
  expect(freeDiskBytes(folder)).toBeGreaterThan(0)
})
