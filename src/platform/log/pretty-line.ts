import { styleText } from 'node:util'
import { z } from 'zod'

const lineShape = z.looseObject({ level: z.string(), time: z.string(), msg: z.string().default('') })

const COLOURS = { error: 'red', warn: 'yellow', info: 'cyan', debug: 'gray', trace: 'gray' } as const
const isLevel = (level: string): level is keyof typeof COLOURS => level in COLOURS

const shown = (value: unknown): string => (typeof value === 'string' && /^[^\s="]+$/.test(value) ? value : JSON.stringify(value))

/** Turns a JSON line of the log into one for a person: `09:12:05 warn  message  key=value`, an error's stack below. */
export const prettyLine = (json: string): string => {
  let parsed: unknown
  try {
    parsed = JSON.parse(json)
  } catch {
    return json
  }
  const line = lineShape.safeParse(parsed)
  if (!line.success) return json
  const { level, time, msg, err, ...rest } = line.data
  const label = isLevel(level) ? styleText(COLOURS[level], level.padEnd(5)) : level.padEnd(5)
  const facts = Object.entries(rest).map(([key, value]) => styleText('dim', `${key}=${shown(value)}`))
  const error = z.object({ stack: z.string().optional(), message: z.string() }).safeParse(err)
  const below = error.success ? `\n${error.data.stack ?? error.data.message}` : ''
  return `${[styleText('dim', time.slice(11, 19)), label, msg, ...facts].join(' ')}${below}\n`
}
