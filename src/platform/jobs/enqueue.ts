import { sql } from 'kysely'
import type { Instant } from '#kernel/instant.ts'
import type { Transaction } from '../postgres/database.ts'
import type { Task } from './task.ts'

export type EnqueueOptions = {
  /** One waiting job for each key, task and business: enqueuing again replaces it. */
  readonly key?: string
  /** Not before this moment; at once by default. */
  readonly at?: Instant
}

/** Puts a job into the transaction: it will be run when, and only when, `tx` commits. It belongs to the transaction's business. */
export const enqueue = async <Payload>(
  tx: Transaction,
  task: Task<Payload>,
  payload: Payload,
  options: EnqueueOptions = {},
): Promise<void> => {
  const at = options.at === undefined ? null : options.at / 1_000
  await sql`select enqueue_job(${task.name}, ${JSON.stringify(task.payload.parse(payload))}::json, ${options.key ?? null},
    to_timestamp(${at}::double precision), ${task.attempts}::integer)`.execute(tx)
}
