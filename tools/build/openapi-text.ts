import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROUTES } from '../../src/contract/index.ts'
import type { Route } from '../../src/contract/route.ts'
import { createApi } from '../../src/platform/http/api.ts'

const nobody = async (): Promise<never> => {
  throw new Error('this server only describes itself')
}

/** The contract as OpenAPI 3.1, the way a running server describes itself: mounted by the same hands, route by route. */
export const openApiText = async (): Promise<string> => {
  const { version } = JSON.parse(await readFile(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string }
  const api = createApi({ access: { bySession: nobody, byApiKey: nobody }, version, onError: () => undefined })
  for (const route of ROUTES) {
    if (isSound(route)) api.sound(route, nobody)
    else if (isStream(route)) api.stream(route, nobody)
    else api.json(route, nobody)
  }
  return `${JSON.stringify(api.document(), null, 2)}\n`
}

const isSound = (route: Route): route is Route & { answer: 'audio' } => route.answer === 'audio'
const isStream = (route: Route): route is Route & { answer: 'event-stream' } => route.answer === 'event-stream'
