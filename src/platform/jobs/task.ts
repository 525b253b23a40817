import type { ZodType } from 'zod'
import type { BusinessId } from '#kernel/ids.ts'

/** A kind of job: its name in the queue and the shape of what it carries. Ids, never personal data: the queue is not sealed. */
export type Task<Payload> = {
  readonly name: string
  readonly payload: ZodType<Payload>
  /** How often it is tried, with growing pauses, before it is left as failed. */
  readonly attempts: number
}

export const defineTask = <Payload>(name: string, payload: ZodType<Payload>, attempts = 10): Task<Payload> => ({ name, payload, attempts })

export type JobContext = {
  /** The business in whose transaction it was enqueued; undefined for the installation's own. */
  readonly business: BusinessId | undefined
  /** 1 for the first try. A job may be run again after a crash, so what it does must bear being done twice. */
  readonly attempt: number
  /** Aborts when the program stops and the job has had its time. */
  readonly signal: AbortSignal | undefined
}

/** A task with what is done about it. */
export type Handler = {
  readonly task: string
  run(payload: unknown, context: JobContext): Promise<void>
}

/** Ties a task to its work. The payload is checked when the job is run: an older program may have written it. */
export const handle = <Payload>(task: Task<Payload>, work: (payload: Payload, context: JobContext) => Promise<void>): Handler => ({
  task: task.name,
  run: async (payload, context) => work(task.payload.parse(payload), context),
})
