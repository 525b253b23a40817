import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { contactEnded, contactWhere, openFollowUps } from '../support/contact-watch.ts'
import { sayAfterTone } from '../support/keypad-booking.ts'
import { likeness } from '../support/likeness.ts'
import { openTelephone } from '../support/live-call.ts'
import { startServer } from '../support/running-server.ts'
import { spoken } from '../support/spoken.ts'

vi.setConfig({ testTimeout: 180_000 })

const SORRY = 'I am sorry, I cannot take anything down right now. Please call again in a few minutes.'
const PASSED_ON = 'I have passed on your message.'

const fill = (file: string): void => {
  const descriptor = openSync(file, 'w')
  const block = Buffer.alloc(64 * 1024)
  try {
    for (let size = block.length; size > 0;)
      try {
        writeSync(descriptor, block, 0, size)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
        size >>= 1
      }
  } finally {
    closeSync(descriptor)
  }
}

test.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
  'the disk fills up in a call: nothing is promised, health says why, and with room again the next message is taken',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'firstline-disk-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', folder])
    const telephone = await openTelephone()
    const words = await spoken('This is Jane Miller. Please call me back about my crown, it came off this morning.')
    try {
      const server = await startServer({ folder })
      const health = async (): Promise<{ ready: boolean; why: string[] }> => (await (await fetch(`${server.http}/healthz`)).json()) as never
      const call = await telephone.dial(server.sip, '+4520610001')
      await call.press('212')
      await call.tone()
      fill(join(folder, 'ballast'))
      await call.say(words)
      const said = performance.now()
      await call.press('#')
      await call.sound(said)
      await overAtLast(call.ended, () => call.hangUp())
      const heard = call.heard()
      expect(await health()).toMatchObject({ ready: false, why: [expect.stringMatching(/disk of the data folder is full/)] })
      expect(likeness(await spoken(PASSED_ON), heard)).toBeLessThan(0.7)
      expect(likeness(await spoken(SORRY), heard)).toBeGreaterThan(0.7)

      rmSync(join(folder, 'ballast'))
      await expect.poll(async () => (await health()).ready, { timeout: 30_000 }).toBe(true)
      const next = await telephone.dial(server.sip, '+4520610002')
      await next.press('212')
      await sayAfterTone(next, words)
      await next.press('2')
      await next.ended
      const contact = await contactEnded(server, '+4520610002')
      expect(contact.outcome).toBe('message-taken')
      expect(await openFollowUps(server, contact.id)).toHaveLength(1)
      await contactWhere(server, '+4520610001', 'what was not promised is no message', ({ outcome }) => outcome !== 'message-taken')
      expect(await server.stop()).toBe(0)
    } finally {
      await telephone.close()
      execFileSync('umount', ['-l', folder])
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

/** Waits for the end of the call, which is ours to make when it has not come within half a minute. */
const overAtLast = async (ended: Promise<unknown>, hangUp: () => void): Promise<void> => {
  const timer = setTimeout(hangUp, 30_000)
  await ended
  clearTimeout(timer)
}
