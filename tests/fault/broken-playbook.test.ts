import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { readConfig } from '../../src/main/config.ts'
import { ensureDemoBusiness } from '../../src/main/demo-business.ts'
import { openHouse } from '../../src/main/open-house.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { openTelephone } from '../support/live-call.ts'
import { ownEnvironment, startServer } from '../support/running-server.ts'

vi.setConfig({ testTimeout: 120_000 })

const playbook = readFileSync(join(import.meta.dirname, '../../playbooks/dental/en.yaml'), 'utf8')

test('a published playbook that cannot be read: its line is not answered, the others are, and log and health say so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'firstline-broken-'))
  const { FIRSTLINE_LOG: _, ...environment } = ownEnvironment(folder)
  const house = await openHouse(readConfig(environment), createLog({ level: 'silent' }))
  const now = house.clock.now()
  await ensureDemoBusiness(house.businesses, house.playbooks, house.clock)
  const { id } = await house.businesses.create({ slug: 'quay-vets', name: 'Quay Vets' }, now)
  await house.businesses.addLine(id, { channel: 'phone', address: 'quay-vets', name: 'Front desk' }, now)
  // As an older program might have published it, which asked less of a playbook.
  await house.playbooks.publish(id, { source: playbook.replace(/^hours:$/m, 'opening:'), publishedBy: 'an older version' }, now)
  await house.close()

  const server = await startServer({ folder })
  const telephone = await openTelephone()
  try {
    expect(server.log()).toMatch(/a published playbook cannot be read: its line is not answered/)
    const health = (await (await fetch(`${server.http}/healthz`)).json()) as { ready: boolean; degraded: string[] }
    expect(health.ready).toBe(true)
    expect(health.degraded).toEqual([expect.stringMatching(/^The line of quay-vets is not answered.*(hours|opening)/)])
    await expect(telephone.dial(server.sip.replace('harbour-dental', 'quay-vets'))).rejects.toThrow(/480/)
    const call = await telephone.dial(server.sip)
    await call.sound()
    call.hangUp()
    await call.ended
  } finally {
    await telephone.close()
    expect(await server.stop()).toBe(0)
    rmSync(folder, { recursive: true, force: true })
  }
})
