import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { beforeAll, expect, test, vi } from 'vitest'
import type { ContactDetail } from '../../src/contract/index.ts'
import { readConfig } from '../../src/main/config.ts'
import { startServer } from '../../src/main/server.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { builtPages } from '../support/built-pages.ts'
import { ApiRefused, ownEnvironment } from '../support/running-server.ts'
import { asked, contactEnded, openFollowUps } from '../support/contact-watch.ts'
import { openTelephone } from '../support/live-call.ts'
import { testVoices } from '../support/spoken.ts'

vi.setConfig({ testTimeout: 180_000 })

// Building the pages, or waiting for another test file that builds them, may take long on a busy machine, and is not of the test's time.
beforeAll(async () => void (await builtPages()), 600_000)

test('the media worker dies in a call: the call ends as interrupted with a follow-up, and the next call has sound', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'firstline-media-dies-'))
  // A first start renders every sentence before it takes calls; what other tests rendered is shared.
  symlinkSync(testVoices(), join(folder, 'voices'))
  const telephone = await openTelephone()
  // Node tells of every thread that is begun, with its name: so the worker is found without a door of its own in the program.
  const workers: Worker[] = []
  const begun = (message: unknown): void => void workers.push((message as { readonly worker: Worker }).worker)
  subscribe('worker_threads', begun)
  const { FIRSTLINE_LOG: _, ...environment } = ownEnvironment(folder)
  const server = await startServer(readConfig(environment), createLog({ level: 'silent' }))
  try {
    const key = await server.createApiKey('tests')
    const api = async <Answer>(path: string): Promise<Answer> => {
      const response = await fetch(`${server.http}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } })
      if (!response.ok) throw new ApiRefused(response.status, await response.text())
      return (await response.json()) as Answer
    }
    const call = await telephone.dial(server.sip, '+4520510001')
    await call.press('11')
    await asked({ api }, '+4520510001', 'day')
    const media = workers.filter(({ threadName }) => threadName === 'media')
    expect(media).toHaveLength(1)
    await media[0]?.terminate()

    expect((await call.ended).by).toBe('caller')
    const contact: ContactDetail = await contactEnded({ api }, '+4520510001')
    expect(contact.outcome).toBe('interrupted')
    expect((await openFollowUps({ api }, contact.id)).map(({ kind }) => kind)).toEqual(['interrupted'])

    const next = await telephone.dial(server.sip, '+4520510002')
    await next.sound()
    next.hangUp()
    await next.ended
    expect((await contactEnded({ api }, '+4520510002')).outcome).toBe('abandoned')
  } finally {
    unsubscribe('worker_threads', begun)
    await telephone.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
