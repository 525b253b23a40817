import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { FollowUpId } from '#kernel/ids.ts'
import { newId } from '#kernel/ids.ts'
import { later } from '#kernel/instant.ts'
import { startJobs } from '#platform/jobs/start-jobs.ts'
import { cryptoRandom } from '#platform/time/crypto-random.ts'
import { systemClock } from '#platform/time/system-clock.ts'
import { type TestLedger, newContact, openedEvent, quiet, testLedger } from '../../tests/support/test-ledger.ts'
import { type ContactChange, type FollowingEvent, overdueHandler } from './index.ts'

let ledger: TestLedger
beforeAll(async () => {
  ledger = await testLedger()
})
afterAll(() => ledger.close())

const owed = (followUp: FollowUpId, dueInMs: number): FollowingEvent => ({
  type: 'follow-up-opened',
  data: { followUp, kind: 'callback', urgent: true, owner: 'anna', dueAt: later(systemClock.now(), dueInMs) },
  personal: {},
})

test('who watches hears when a follow-up is due and still owed, and nothing of one that was closed in time', async () => {
  const now = systemClock.now()
  const { business } = ledger
  const begin = () => ledger.contacts.begin({ business, contact: newContact(now), opened: openedEvent() }, now)
  const [kept, broken, later] = [begin(), begin(), begin()]
  const ids = [newId<FollowUpId>(now, cryptoRandom), newId<FollowUpId>(now, cryptoRandom), newId<FollowUpId>(now, cryptoRandom)] as const
  await kept.append([owed(ids[0], 0)], now)
  await ledger.contacts.closeFollowUp(business, ids[0], { why: 'done' }, now)
  await broken.append([owed(ids[1], 50)], now)
  await later.append([owed(ids[2], 3_600_000)], now)
  const overdue: ContactChange[] = []
  const stop = ledger.contacts.watch(business, (change) => change.what !== 'events' && overdue.push(change))
  await vi.waitFor(() => expect(overdue).toEqual([{ what: 'gap' }]), 10_000)
  const jobs = await startJobs({ address: ledger.db.address, handlers: [overdueHandler(ledger)], log: quiet })
  await vi.waitFor(() => expect(overdue).toContainEqual({ what: 'overdue', contact: broken.contact }), 10_000)
  await jobs.stop()
  stop()
  expect(overdue.slice(1)).toEqual([{ what: 'overdue', contact: broken.contact }])
  const { rows } = await ledger.db.owner.query('select count(*)::int as waiting from graphile_worker.jobs')
  expect(rows).toEqual([{ waiting: 1 }])
})
