import type { MiddlewareHandler } from 'hono'
import { problem } from './answer-refusal.ts'

/**
 * Lets at most `atOnce` requests work at a time; the others wait their turn, and beyond `mostWaiting` hear 503. So a busy page (or a
 * careless program) never takes the database's connections away from callers. Streams are let past: they wait, and do not work.
 */
export const admit = (atOnce: number, mostWaiting: number, isStream: (path: string) => boolean): MiddlewareHandler => {
  let working = 0
  const waiting: (() => void)[] = []

  return async (context, next) => {
    if (isStream(context.req.path)) return next()
    if (working >= atOnce) {
      if (waiting.length >= mostWaiting)
        return problem(context, 503, 'TooBusy', 'More is being asked than can be answered. Try again in a moment.')
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else working += 1
    try {
      return await next()
    } finally {
      // The place is handed on, so that nobody who comes later slips in between.
      const first = waiting.shift()
      if (first === undefined) working -= 1
      else first()
    }
  }
}
