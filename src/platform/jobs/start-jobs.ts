import { EventEmitter, once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import pg from 'pg'
import { z } from 'zod'
import { type BusinessId, isUuid } from '#kernel/ids.ts'
import type { Log } from '../log/log.ts'
import { CONNECT_TIMEOUT_MS } from '../postgres/app-pool.ts'
import type { ServerAddress } from '../postgres/server-address.ts'
import type { Handler } from './task.ts'
import { joinWorkers } from './worker-membership.ts'

export type Jobs = {
  /** Takes no more jobs, waits for the running ones, then closes. */
  stop(): Promise<void>
}

const BEGIN_AGAIN_MS = 1_000
const LOOK_EVERY_MS = 2_000

const envelope = z.object({ business: z.custom<BusinessId>((id) => typeof id === 'string' && isUuid(id)).nullable(), payload: z.unknown() })

const toTaskList = (handlers: readonly Handler[]): TaskList =>
  Object.fromEntries(
    handlers.map((handler) => [
      handler.task,
      async (sent, helpers) => {
        const { business, payload } = envelope.parse(sent)
        await handler.run(payload, { business: business ?? undefined, attempt: helpers.job.attempts, signal: helpers.abortSignal })
      },
    ]),
  )

const quietLogger = (log: Log): Logger =>
  new Logger((scope) => (level, message) => {
    if (level === 'error' || level === 'warning') log.warn({ task: scope.taskIdentifier, job: scope.jobId }, `jobs: ${message}`)
  })

/**
 * Works on jobs, as the owner of the queue, until stopped. While the database is away it waits and comes back by itself.
 * `address`: the database as its owner. What a handler does to business data it does through its own `Database`.
 */
export const startJobs = async (options: {
  readonly address: ServerAddress
  readonly handlers: readonly Handler[]
  readonly log: Log
  /** Jobs at once. */
  readonly concurrency?: number
}): Promise<Jobs> => {
  const { log } = options
  const taskList = toTaskList(options.handlers)
  const pool = new pg.Pool({ ...options.address, max: 4, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, application_name: 'firstline jobs' })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  /** Answers when new jobs are heard of at once, or soon anyhow: then they are found by looking. */
  const begin = async (): Promise<Runner> => {
    const events: WorkerEvents = new EventEmitter()
    const listening = once(events, 'pool:listen:success')
    const begun = await run({
      events,
      pgPool: pool,
      taskList,
      parsedCronItems: [],
      concurrency: options.concurrency ?? 4,
      pollInterval: LOOK_EVERY_MS,
      noHandleSignals: true,
      logger: quietLogger(log),
    })
    await Promise.race([listening, sleep(LOOK_EVERY_MS)])
    return begun
  }

  let stopping = false
  const membership = await joinWorkers(options.address).catch(async (error: unknown) => {
    await pool.end()
    throw error
  })
  if (membership.recovered > 0) log.warn({ recovered: membership.recovered }, 'jobs: taken up again after a crash')
  let runner: Runner | undefined = await begin()

  /** The queue's runner gives up when the database stays away for long; then another one begins. */
  const keepRunning = async (): Promise<void> => {
    while (!stopping) {
      try {
        runner ??= await begin()
        await runner.promise
      } catch (error) {
        if (!stopping) log.warn({ err: error }, 'jobs: stopped working, and begin again')
      }
      runner = undefined
      if (!stopping) await sleep(BEGIN_AGAIN_MS)
    }
  }

  const running = keepRunning()
  return {
    stop: async () => {
      stopping = true
      await runner?.stop().catch(() => undefined)
      await running
      await membership.leave()
      await pool.end()
    },
  }
}
