import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { AppError } from '#kernel/app-error.ts'

const STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-many': 429,
  unavailable: 503,
} as const satisfies Record<AppError['kind'], number>

/** The one place where a refusal becomes HTTP: `application/problem+json` (RFC 9457). What is not a refusal of ours says nothing of its inside. */
export const answerRefusal = (context: Context, error: unknown): Response => {
  if (error instanceof HTTPException && error.status < 500) return problem(context, 400, 'InvalidRequest', whyUnreadable(error))
  const refusal = error instanceof AppError ? error : undefined
  const status = refusal === undefined ? 500 : STATUS[refusal.kind]
  return problem(
    context,
    status,
    refusal?.name ?? 'InternalError',
    refusal?.message ?? 'Something went wrong on our side. It is in the log.',
  )
}

/** Hono refuses a body of another type (415), and one that is no JSON, before our schemas see it. */
const whyUnreadable = ({ status, message }: HTTPException): string =>
  status === 415 ? 'The body is not sent as JSON: say content-type: application/json.' : `${message}.`

export const problem = (context: Context, status: 400 | 401 | 403 | 404 | 409 | 429 | 500 | 503, type: string, title: string): Response =>
  context.body(JSON.stringify({ type, title, status }), status, { 'content-type': 'application/problem+json' })
