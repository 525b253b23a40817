import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { Context, Next } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { streamSSE } from 'hono/streaming'
import { z } from 'zod'
import { Problem } from '#contract/problem.ts'
import { API_ROOT, type Route } from '#contract/route.ts'
import type { Access, Actor } from '../auth/access.ts'
import { answerBytes } from './answer-bytes.ts'
import { answerRefusal, problem } from './answer-refusal.ts'

/**
 * The API under `/api/v1`: each route of the contract is mounted once, with its input parsed by the contract's schemas, its
 * answer checked by the compiler, and closed to whoever has neither session nor key unless the contract says `open`.
 */

type Environment = { Variables: { actor: Actor } }

const BEAT_MS = 20_000

const SESSION_COOKIE = 'firstline_session'

const BINARY = z.string().meta({ format: 'binary' })
const TEXT = z.string()

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined

export type RouteInput<R extends Route> = {
  readonly params: Parsed<R['params']>
  readonly query: Parsed<R['query']>
  readonly body: Parsed<R['body']>
  readonly actor: Actor
}

type AnswerOf<R extends Route> = R['answer'] extends z.ZodType ? z.input<R['answer']> : never

/** What a live view is sent: `send` until `signal` says that it is gone. */
type StreamHandler = (actor: Actor, send: (data: unknown) => Promise<void>, signal: AbortSignal) => Promise<void>

type Sound = { readonly bytes: Uint8Array<ArrayBuffer>; readonly fileName: string }

export interface Api {
  readonly app: OpenAPIHono<Environment>
  json<const R extends Route>(route: R, handler: (input: RouteInput<R>) => Promise<AnswerOf<R>>): void
  sound<const R extends Route & { answer: 'audio' }>(route: R, handler: (input: RouteInput<R>) => Promise<Sound>): void
  stream<const R extends Route & { answer: 'event-stream' }>(route: R, handler: StreamHandler): void
  /** OpenAPI 3.1 document of what is mounted. */
  document(): Record<string, unknown>
}

export const createApi = (options: {
  access: Pick<Access, 'bySession' | 'byApiKey'>
  version: string
  onError: (error: unknown, path: string) => void
}): Api => {
  const { access } = options
  const app = new OpenAPIHono<Environment>({
    defaultHook: (result, context) => {
      if (result.success) return undefined
      const [issue] = result.error.issues
      return problem(
        context,
        400,
        'InvalidRequest',
        `${issue?.path.join('.') || 'request'}: ${issue?.message ?? 'is not as the contract says'}`,
      )
    },
  })

  app.onError((error, context) => {
    const answer = answerRefusal(context, error)
    if (answer.status === 500) options.onError(error, context.req.path)
    return answer
  })
  app.notFound((context) => problem(context, 404, 'NotFound', `There is nothing at ${context.req.path}.`))
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' })

  const guard = async (context: Context<Environment>, next: Next): Promise<Response | void> => {
    const actor = await whoAsks(context, access)
    if (actor === undefined)
      return problem(context, 401, 'NotSignedIn', 'Sign in by the link printed at start, or send a key: Authorization: Bearer fl_...')
    if (actor.by === 'link' && !['GET', 'HEAD'].includes(context.req.method) && !sameOrigin(context)) {
      return problem(context, 403, 'ForeignOrigin', 'This request comes from another site.')
    }
    context.set('actor', actor)
    return next()
  }

  // A path nobody mounted answers 401 to strangers too: what exists is nobody's business but the contract's open routes'.
  const openPaths = new Set<string>()
  app.use(`${API_ROOT}/*`, async (context, next) => (openPaths.has(context.req.path) ? next() : guard(context, next)))

  const described = (route: Route, content: Record<string, { schema: z.ZodType }>): Parameters<typeof createRoute>[0] => {
    if (route.open) openPaths.add(API_ROOT + route.path)
    const refused = (description: string) => ({ description, content: { 'application/problem+json': { schema: Problem } } })
    return {
      operationId: route.id,
      method: route.method,
      path: API_ROOT + route.path,
      tags: [route.tag],
      summary: route.summary,
      ...(route.open ? {} : { security: [{ key: [] }] }),
      request: {
        ...(route.params ? { params: route.params } : {}),
        ...(route.query ? { query: route.query } : {}),
        ...(route.body ? { body: { required: true, content: { 'application/json': { schema: route.body } } } } : {}),
      },
      responses: {
        200: { description: 'OK', content },
        ...(route.open ? {} : { 401: refused('Neither session nor key') }),
        ...(route.params || route.query || route.body ? { 400: refused('Not as described') } : {}),
        ...(route.params ? { 404: refused('There is none') } : {}),
      },
    } as Parameters<typeof createRoute>[0]
  }

  const mount = (
    route: Route,
    content: Record<string, { schema: z.ZodType }>,
    handler: (context: Context<Environment>, input: never) => Promise<Response>,
  ): void => {
    app.openapi(createRoute(described(route, content)), async (context) => {
      const valid = (part: 'param' | 'query' | 'json'): unknown => (context.req.valid as (part: string) => unknown)(part)
      const input = {
        params: route.params && valid('param'),
        query: route.query && valid('query'),
        body: route.body && valid('json'),
        actor: context.get('actor'),
      }
      return handler(context as Context<Environment>, input as never)
    })
  }

  return {
    app,
    json(route, handler) {
      mount(route, { 'application/json': { schema: route.answer as z.ZodType } }, async (context, input) => {
        context.header('cache-control', 'no-store')
        return context.json((await handler(input)) as object)
      })
    },
    sound(route, handler) {
      mount(route, { 'audio/wav': { schema: BINARY } }, async (context, input) => {
        const { bytes, fileName } = await handler(input)
        return answerBytes(context, bytes, {
          'content-type': 'audio/wav',
          'content-disposition': `inline; filename="${fileName}"`,
          'cache-control': 'private, no-store',
        })
      })
    },
    stream(route, handler) {
      mount(route, { 'text/event-stream': { schema: TEXT } }, async (context) => {
        const actor = context.get('actor')
        const gone = new AbortController()
        return streamSSE(context, async (stream) => {
          stream.onAbort(() => gone.abort())
          await stream.writeSSE({ event: 'open', data: '' })
          // A comment now and then keeps proxies from closing a quiet line, and shows us whoever is gone without a word.
          const beat = setInterval(() => void stream.write(':\n\n').catch(() => undefined), BEAT_MS)
          try {
            await handler(actor, (data) => stream.writeSSE({ data: JSON.stringify(data) }), gone.signal)
          } finally {
            clearInterval(beat)
          }
        })
      })
    },
    document: () =>
      app.getOpenAPI31Document({
        openapi: '3.1.0',
        info: { title: 'Firstline', version: options.version, description: 'Contacts, appointments and follow-ups of one business.' },
      }) as unknown as Record<string, unknown>,
  }
}

const whoAsks = async (context: Context, access: Pick<Access, 'bySession' | 'byApiKey'>): Promise<Actor | undefined> => {
  const header = context.req.header('authorization')
  if (header !== undefined) {
    const [scheme, key] = header.split(' ')
    return scheme?.toLowerCase() === 'bearer' && key !== undefined ? access.byApiKey(key) : undefined
  }
  const session = getCookie(context, SESSION_COOKIE)
  return session === undefined ? undefined : access.bySession(session)
}

/** Cross-site request forgery: a browser tells where a request comes from (Fetch Metadata), older ones by Origin. */
export const sameOrigin = (context: Context): boolean => {
  const site = context.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin'
  const origin = context.req.header('origin')
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === context.req.header('host')
}

export const keepSession = (context: Context, session: string, maxAgeSeconds: number): void => {
  const secure = new URL(context.req.url).protocol === 'https:'
  setCookie(context, SESSION_COOKIE, session, { httpOnly: true, sameSite: 'Lax', path: '/', secure, maxAge: maxAgeSeconds })
}

export const sessionOf = (context: Context): string | undefined => getCookie(context, SESSION_COOKIE)

export const dropSession = (context: Context): void => {
  deleteCookie(context, SESSION_COOKIE, { path: '/' })
}
