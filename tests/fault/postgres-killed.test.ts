import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sql } from 'kysely'
import { z } from 'zod'
import { enqueue } from '../../src/platform/jobs/enqueue.ts'
import { startJobs } from '../../src/platform/jobs/start-jobs.ts'
import { defineTask, handle } from '../../src/platform/jobs/task.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { openBus } from '../../src/platform/postgres/bus.ts'
import { DatabaseAway } from '../../src/platform/postgres/database-away.ts'
import { type EmbeddedServer, startEmbedded } from '../../src/platform/postgres/embedded/start-embedded.ts'
import { startDatabase } from '../../src/platform/postgres/start-database.ts'
import { lives, RunningApp, untilGone } from './running-app.ts'

// Each starts servers that fsync: slow on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstline-fault-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const stored = async (server: EmbeddedServer): Promise<number> => {
  const client = new pg.Client(server.address)
  await client.connect()
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from promise')
  await client.end()
  return rows[0]?.n ?? -1
}

test('kill -9 of the program: postgres stops by itself, and nothing acknowledged is lost', async () => {
  const app = new RunningApp([folder, 'write'])
  const { postgres, watchdog } = await app.ready()
  await vi.waitFor(() => expect(app.acknowledged()).toBeGreaterThan(200), { timeout: 60_000 })
  await app.kill()
  // At once: the old postgres may still be shutting down.
  const server = await startEmbedded({ folder })
  expect(await stored(server)).toBeGreaterThanOrEqual(app.acknowledged())
  await untilGone(postgres, watchdog)
  await server.stop()
})

test('kill -9 of program, watchdog and postgres in one moment: nothing acknowledged is lost', async () => {
  const app = new RunningApp([folder, 'write'])
  const { postgres, watchdog } = await app.ready()
  await vi.waitFor(() => expect(app.acknowledged()).toBeGreaterThan(200), { timeout: 60_000 })
  for (const pid of [watchdog, postgres]) process.kill(pid, 'SIGKILL')
  await app.kill()
  const server = await startEmbedded({ folder })
  expect(await stored(server)).toBeGreaterThanOrEqual(app.acknowledged())
  await server.stop()
})

test('kill -9 of postgres: it is back by itself, with what was committed; meanwhile the answer is DatabaseAway', async () => {
  const running = await startDatabase({ folder, url: undefined })
  const { database, embedded } = running
  const seen: boolean[] = []
  database.onReachable((reachable) => seen.push(reachable))
  await database.forInstallation((tx) =>
    sql`insert into business (id, slug, name, created_at) values ('0190a000-0000-7000-8000-000000000001', 'harbour', 'Harbour', now())`.execute(
      tx,
    ),
  )
  const before = embedded?.pid() ?? 0
  const during = database.forInstallation(async (tx) => {
    process.kill(before, 'SIGKILL')
    await sql`select pg_sleep(3)`.execute(tx)
    // The one postmaster is dead, but its child may live to answer: only a fresh connection shows the loss.
    await untilGone(before)
    await sql`select 1`.execute(tx)
  })
  await expect(during).rejects.toThrow(DatabaseAway)
  const count = await vi.waitFor(
    () =>
      database.forInstallation(async (tx) => (await sql<{ n: number }>`select count(*)::int as n from business`.execute(tx)).rows[0]?.n),
    { timeout: 60_000 },
  )
  expect(count).toBe(1)
  expect(embedded?.pid()).not.toBe(before)
  expect(seen).toEqual([false, true])
  expect(database.reachable).toBe(true)
  await running.stop()
})

test('jobs and live news come back by themselves after kill -9 of postgres', async () => {
  const running = await startDatabase({ folder, url: undefined })
  const { database, address, embedded } = running
  const done: number[] = []
  const news: string[] = []
  const count = defineTask('count', z.object({ n: z.number() }))
  const jobs = await startJobs({
    address,
    log: createLog({ level: 'silent' }),
    handlers: [
      handle(count, async ({ n }) => {
        done.push(n)
        await Promise.resolve()
      }),
    ],
  })
  const bus = openBus(address)
  bus.subscribe('counted', (each) => news.push(each.kind === 'gap' ? 'gap' : each.payload))
  const both = (n: number): Promise<void> =>
    database.forInstallation(async (tx) => {
      await enqueue(tx, count, { n })
      await bus.publish(tx, 'counted', String(n))
    })
  await vi.waitFor(() => expect(news).toEqual(['gap']), { timeout: 60_000 })
  await both(1)
  await vi.waitFor(() => expect([done, news]).toEqual([[1], ['gap', '1']]), { timeout: 60_000 })
  process.kill(embedded?.pid() ?? 0, 'SIGKILL')
  await vi.waitFor(() => expect(news).toEqual(['gap', '1', 'gap']), { timeout: 60_000 })
  await vi.waitFor(() => both(2), { timeout: 60_000 })
  await vi.waitFor(() => expect([done, news.at(-1)]).toEqual([[1, 2], '2']), { timeout: 60_000 })
  await jobs.stop()
  await bus.close()
  await running.stop()
})

test('kill -9 of the watchdog: postgres does not outlive it, and the program brings both back', async () => {
  const server = await startEmbedded({ folder })
  const [postgres, watchdog] = [server.pid() ?? 0, server.watchdogPid() ?? 0]
  process.kill(watchdog, 'SIGKILL')
  await untilGone(postgres)
  await vi.waitFor(() => expect(server.pid()).toBeDefined(), { timeout: 60_000 })
  expect([server.pid(), server.watchdogPid()]).not.toEqual([postgres, watchdog])
  await server.stop()
})

test('a stop signal to all its processes does not take the database from a program that is still finishing', async () => {
  const app = new RunningApp([folder, 'write'])
  const { postgres, watchdog } = await app.ready()
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.kill(watchdog, signal)
  process.kill(postgres, 'SIGTERM')
  const before = app.acknowledged()
  await vi.waitFor(() => expect(app.acknowledged()).toBeGreaterThan(before + 100), { timeout: 60_000 })
  await app.kill()
  await untilGone(postgres, watchdog)
})

test('a database meant to be thrown away is thrown away also when its program is killed', async () => {
  const app = new RunningApp([folder, 'ephemeral'])
  const { postgres, watchdog } = await app.ready()
  await app.kill()
  await untilGone(postgres, watchdog)
  expect(existsSync(join(folder, 'postgres'))).toBe(false)
})

test('stop leaves no process behind, and answers only when they are gone', async () => {
  const server = await startEmbedded({ folder })
  const [postgres, watchdog] = [server.pid() ?? 0, server.watchdogPid() ?? 0]
  await server.stop()
  expect([postgres, watchdog].filter(lives)).toEqual([])
})

test('a second program on one data folder is refused with a sentence; after kill -9 of the first there is room', async () => {
  const first = new RunningApp([folder])
  await first.ready()
  const second = new RunningApp([folder])
  expect(await second.refused()).toBe(
    `DataFolderInUse: The data folder ${folder} is in use by another Firstline. Stop that one, or give this one a folder of its own with FIRSTLINE_DATA.`,
  )
  await second.gone
  await first.kill()
  const third = new RunningApp([folder])
  const { postgres, watchdog } = await third.ready()
  await third.kill()
  await untilGone(postgres, watchdog)
})
