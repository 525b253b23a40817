import { AppError } from '#kernel/app-error.ts'

/** The database cannot be reached, or cannot work: nothing was committed, or nobody knows. */
export class DatabaseAway extends AppError {
  override readonly name = 'DatabaseAway'
  override readonly kind = 'unavailable'
  readonly reason: string
  constructor(reason: string, cause: unknown) {
    super(`The database cannot be reached: ${reason}.`, { cause })
    this.reason = reason
  }
}

const SOCKET_ERRORS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EACCES',
])

/**
 * SQLSTATEs that say "not now" and nothing about the statement (PostgreSQL documentation, appendix A). Classes: 08 connection, 53
 * insufficient resources (disk full, too many connections), 57P operator intervention (shutting down, starting up), 58 system
 * error. Single codes: 57014 query cancelled (our statement timeout), 25P03 and 25P04 idle and transaction timeouts, 55P03 lock not
 * available in time, 25006 read-only (a standby, or a failover on its way).
 */
const AWAY_CLASSES = ['08', '53', '57P', '58']
const AWAY_CODES = new Set(['57014', '25P03', '25P04', '55P03', '25006'])

/** Sentences of `pg` and `pg-pool` that come without a code. */
const AWAY_MESSAGES =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|not queryable|connection is closed|pool after calling end|timeout expired/i

/** The reason, when an error means that the database is away; undefined when it says something about the statement. */
export const awayReason = (error: unknown): string | undefined => {
  if (error instanceof AggregateError && error.errors.length > 0) return awayReason(error.errors[0])
  if (!(error instanceof Error)) return undefined
  const code = (error as { readonly code?: unknown }).code
  if (typeof code === 'string') {
    if (SOCKET_ERRORS.has(code)) return error.message
    if (AWAY_CODES.has(code) || AWAY_CLASSES.some((prefix) => code.startsWith(prefix))) return error.message
  }
  return AWAY_MESSAGES.test(error.message) ? error.message : undefined
}

/** 40001 serialization failure, 40P01 deadlock: nothing was done, and the same work may pass when tried again. */
export const mayBeRetried = (error: unknown): boolean => {
  const code = (error as { readonly code?: unknown } | null)?.code
  return code === '40001' || code === '40P01'
}
