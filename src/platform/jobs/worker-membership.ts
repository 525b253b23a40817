import pg from 'pg'
import { CONNECT_TIMEOUT_MS } from '../postgres/app-pool.ts'
import type { ServerAddress } from '../postgres/server-address.ts'

/** Any number; it names the lock "I work on jobs" among the database's advisory locks. */
const WORKERS_LOCK = 7_150_201
const REJOIN_MS = 1_000

export type Membership = {
  /** How many jobs a crashed program had left behind, and that are free again. */
  readonly recovered: number
  leave(): Promise<void>
}

/** Frees every job marked as taken. Right only when nobody works. */
const freeTakenJobs = async (client: pg.Client): Promise<number> => {
  const { rows } = await client.query<{ worker: string }>(
    'select locked_by as worker from graphile_worker.jobs where locked_by is not null',
  )
  await client.query('select graphile_worker.force_unlock_workers($1::text[])', [rows.map((row) => row.worker)])
  return rows.length
}

/**
 * Every program that works on jobs holds a shared advisory lock for as long as its connection lives. So whoever can take that
 * lock for itself alone knows that nobody works, and that every job marked as taken was left behind by a crash: those are
 * freed. (Where other nodes go on working, the queue itself gives such jobs back after four hours.)
 * A lost connection is replaced, and the lock taken again.
 */
export const joinWorkers = async (address: ServerAddress): Promise<Membership> => {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let left = false

  const connect = async (): Promise<pg.Client> => {
    const fresh = new pg.Client({ ...address, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, application_name: 'firstline jobs' })
    fresh.on('error', () => undefined)
    await fresh.connect()
    fresh.on('end', rejoinLater)
    client = fresh
    return fresh
  }

  const rejoinLater = (): void => {
    if (left) return
    timer = setTimeout(() => {
      connect()
        .then((fresh) => fresh.query('select pg_advisory_lock_shared($1)', [WORKERS_LOCK]))
        .catch(rejoinLater)
    }, REJOIN_MS)
    timer.unref()
  }

  const leave = async (): Promise<void> => {
    left = true
    clearTimeout(timer)
    await client?.end().catch(() => undefined)
  }

  try {
    const member = await connect()
    const { rows } = await member.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [WORKERS_LOCK])
    const alone = rows[0]?.alone === true
    const recovered = alone ? await freeTakenJobs(member) : 0
    await member.query('select pg_advisory_lock_shared($1)', [WORKERS_LOCK])
    if (alone) await member.query('select pg_advisory_unlock($1)', [WORKERS_LOCK])
    return { recovered, leave }
  } catch (error) {
    await leave()
    throw error
  }
}
