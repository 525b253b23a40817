import { z } from 'zod'
import type { Route } from './route.ts'
import { Id, LanguageName } from './words.ts'

export const Session = z
  .object({
    by: z.enum(['link', 'api-key']),
    business: z.object({
      id: Id,
      name: z.string(),
      timeZone: z.string(),
      languages: z.array(LanguageName),
      services: z.array(z.object({ id: z.string(), name: z.string() })),
      callTypes: z.array(z.object({ id: z.string(), name: z.string() })),
    }),
    /** What a caller dials to reach the business. */
    sipAddress: z.string(),
    /** Ready to take calls or not, and why. */
    ready: z.boolean(),
    notReady: z.array(z.string()),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof Session>

export const getSession = {
  id: 'getSession',
  method: 'get',
  path: '/session',
  tag: 'session',
  summary: 'Who asks, and for which business',
  answer: Session,
} as const satisfies Route

export const getOpenApi = {
  id: 'getOpenApi',
  method: 'get',
  path: '/openapi.json',
  tag: 'session',
  summary: 'This description',
  open: true,
  answer: z.record(z.string(), z.unknown()),
} as const satisfies Route
