import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const PROGRAM = fileURLToPath(new URL('./full-disk.child.ts', import.meta.url))

// The small disk is a tmpfs in a mount namespace of its own, which only root can make.
test.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
  'a full disk is said to be one, loses nothing that was acknowledged, and is over when there is room again',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'firstline-disk-'))
    const script = `mount -t tmpfs -o size=160m tmpfs ${folder} && exec "$@"`
    const run = spawnSync('unshare', ['-m', 'sh', '-c', script, 'sh', process.execPath, PROGRAM, folder], {
      encoding: 'utf8',
      timeout: 100_000,
    })
    rmSync(folder, { recursive: true, force: true })
    const told = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>
    expect(told).toMatchObject({
      refused: 'DatabaseAway',
      message: expect.stringContaining('No space left on device') as string,
      back: true,
    })
    expect(told['stored']).toBe(told['acknowledged'])
  },
  120_000,
)
