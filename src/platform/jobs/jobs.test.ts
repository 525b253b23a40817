import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { BusinessId } from '#kernel/ids.ts'
import { later } from '#kernel/instant.ts'
import { type TestDatabase, testDatabase } from '../../../tests/support/test-database.ts'
import { createLog } from '../log/log.ts'
import { systemClock } from '../time/system-clock.ts'
import { enqueue } from './enqueue.ts'
import { startJobs } from './start-jobs.ts'
import { defineTask, handle, type JobContext } from './task.ts'

const ring = defineTask('ring', z.object({ times: z.number() }))
const log = createLog({ level: 'silent' })

let db: TestDatabase
let business: BusinessId
beforeEach(async () => {
  db = await testDatabase()
  business = await db.business()
})
afterEach(() => db.close())

type Done = { readonly times: number; readonly context: JobContext }
const recording = (): { readonly done: Done[]; readonly handler: ReturnType<typeof handle> } => {
  const done: Done[] = []
  return {
    done,
    handler: handle(ring, async ({ times }, context) => {
      done.push({ times, context })
      await Promise.resolve()
    }),
  }
}

test('a job enqueued in a transaction is run after the commit, for the business of that transaction', async () => {
  const { done, handler } = recording()
  const jobs = await startJobs({ address: db.address, handlers: [handler], log })
  await db.database.forBusiness(business, (tx) => enqueue(tx, ring, { times: 3 }))
  await vi.waitFor(() => expect(done).toMatchObject([{ times: 3, context: { business, attempt: 1 } }]), 10_000)
  await jobs.stop()
})

test('a job of a transaction that is rolled back never was', async () => {
  const failing = db.database.forBusiness(business, async (tx) => {
    await enqueue(tx, ring, { times: 1 })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect((await db.owner.query('select * from graphile_worker.jobs')).rows).toEqual([])
})

test('one waiting job for each key and business: asking again replaces it', async () => {
  const other = await db.business()
  const at = later(systemClock.now(), 3_600_000)
  await db.database.forBusiness(business, (tx) => enqueue(tx, ring, { times: 1 }, { key: 'a', at }))
  await db.database.forBusiness(business, (tx) => enqueue(tx, ring, { times: 2 }, { key: 'a', at }))
  await db.database.forBusiness(other, (tx) => enqueue(tx, ring, { times: 9 }, { key: 'a', at }))
  const { rows } = await db.owner.query<{ payload: unknown; run_at: Date }>(
    `select payload, run_at from graphile_worker._private_jobs order by (payload #>> '{payload,times}')::int`,
  )
  expect(rows.map((row) => row.payload)).toEqual([
    { business, payload: { times: 2 } },
    { business: other, payload: { times: 9 } },
  ])
  expect(rows[0]?.run_at.getTime()).toBe(at)
})

test('the installation’s own jobs carry no business', async () => {
  const { done, handler } = recording()
  await db.database.forInstallation((tx) => enqueue(tx, ring, { times: 1 }, { key: 'nightly' }))
  await db.database.forInstallation((tx) => enqueue(tx, ring, { times: 2 }, { key: 'nightly' }))
  const jobs = await startJobs({ address: db.address, handlers: [handler], log })
  await vi.waitFor(() => expect(done).toMatchObject([{ times: 2, context: { business: undefined } }]), 10_000)
  await jobs.stop()
})

test('a job that a crashed program had taken is done at the next start', async () => {
  await db.database.forBusiness(business, (tx) => enqueue(tx, ring, { times: 5 }))
  await db.owner.query(`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'gone', attempts = 1`)
  const { done, handler } = recording()
  const jobs = await startJobs({ address: db.address, handlers: [handler], log })
  await vi.waitFor(() => expect(done).toMatchObject([{ times: 5, context: { attempt: 2 } }]), 10_000)
  await jobs.stop()
})

test('a job that another living program has taken is left alone', async () => {
  const first = await startJobs({ address: db.address, handlers: [], log })
  await db.database.forBusiness(business, (tx) => enqueue(tx, ring, { times: 5 }))
  await db.owner.query(`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'the first'`)
  const second = await startJobs({ address: db.address, handlers: [], log })
  const { rows } = await db.owner.query('select locked_by from graphile_worker.jobs')
  expect(rows).toEqual([{ locked_by: 'the first' }])
  await Promise.all([first.stop(), second.stop()])
})

test('stopping waits for the job in hand', async () => {
  const entered = Promise.withResolvers<void>()
  const leave = Promise.withResolvers<void>()
  let finished = false
  const handler = handle(ring, async () => {
    entered.resolve()
    await leave.promise
    finished = true
  })
  const jobs = await startJobs({ address: db.address, handlers: [handler], log })
  await db.database.forBusiness(business, (tx) => enqueue(tx, ring, { times: 1 }))
  await entered.promise
  const stopped = jobs.stop()
  leave.resolve()
  await stopped
  expect(finished).toBe(true)
  expect((await db.owner.query('select * from graphile_worker.jobs')).rows).toEqual([])
})

test('a payload of another shape is refused when it is enqueued', async () => {
  const wrong = db.database.forBusiness(business, (tx) => enqueue(tx, ring, { times: 'thrice' } as unknown as { times: number }))
  await expect(wrong).rejects.toThrow('expected number')
})

test('the program cannot reach the queue but through the function', async () => {
  const { sql } = await import('kysely')
  await expect(db.database.forBusiness(business, (tx) => sql`select * from graphile_worker.jobs`.execute(tx))).rejects.toThrow(
    'permission denied',
  )
})
