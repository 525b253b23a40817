import { type DestinationStream, type Logger, pino } from 'pino'
import { prettyLine } from './pretty-line.ts'

export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
export const LOG_LEVELS: readonly LogLevel[] = ['error', 'warn', 'info', 'debug', 'trace', 'silent']

/**
 * The program's log: one JSON object a line. Whatever is personal (names, numbers, words spoken) goes under the key `pii`, at any
 * depth up to three, and is hidden unless a setting shows it.
 */
export type Log = Pick<Logger, 'error' | 'warn' | 'info' | 'debug' | 'trace'> & { child(bindings: Record<string, unknown>): Log }

export type LogOptions = {
  readonly level: LogLevel
  readonly showPersonal?: boolean
  /** Lines for people (a terminal) or JSON (anything else). */
  readonly pretty?: boolean
  /** Where lines go; standard output by default. */
  readonly write?: (line: string) => void
}

const HIDDEN = '[personal data]'

/**
 * What of an error is written: PostgreSQL's `detail`, `where` and `hint` are left out, for they quote the row ("Key (number)=(+45...)
 * already exists").
 */
const plainError = (error: unknown): unknown => {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code } = error as { readonly code?: unknown }
  const cause = error.cause === undefined ? {} : { cause: plainError(error.cause) }
  return { name: error.name, message: error.message, ...(typeof code === 'string' ? { code } : {}), stack: error.stack, ...cause }
}

export const createLog = (options: LogOptions): Log => {
  const write = options.write ?? ((line: string) => void process.stdout.write(line))
  const destination: DestinationStream = { write: options.pretty === true ? (line) => write(prettyLine(line)) : write }
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: plainError },
      ...(options.showPersonal === true ? {} : { redact: { paths: ['pii', '*.pii', '*.*.pii'], censor: HIDDEN } }),
    },
    destination,
  )
}
