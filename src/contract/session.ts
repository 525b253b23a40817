import { z } from 'zod'
import type { Route } from './route.ts'
import { Id, LanguageName } from './words.ts'

const Named = z
  .object({
    id: z.string(),
    name: z.string().describe('In the language the business falls back to'),
    names: z
      .object({ en: z.string().optional(), da: z.string().optional() })
      .optional()
      .describe('By language, as far as the playbook gives them; people have one name in all'),
  })
  .meta({ id: 'Named' })

/** A business as its playbook introduces it: what the ids in contacts and appointments are called. */
export const BusinessInfo = z
  .object({
    id: Id,
    name: z.string(),
    timeZone: z.string(),
    languages: z.array(LanguageName),
    services: z.array(Named),
    people: z.array(Named),
    callTypes: z.array(Named),
    articles: z.array(Named),
    topics: z.array(Named).describe('Protected topics'),
  })
  .meta({ id: 'Business' })
export type BusinessInfo = z.infer<typeof BusinessInfo>

export const Session = z
  .object({
    by: z.enum(['link', 'api-key']),
    business: BusinessInfo,
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
