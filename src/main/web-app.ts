import { Hono } from 'hono'
import { type BookingRoutesRoom, bookingRoutes } from '#booking/index.ts'
import { type ContactRoutesRoom, contactRoutes } from '#contacts/index.ts'
import { API_ROOT, live } from '#contract/index.ts'
import type { Access } from '#platform/auth/access.ts'
import { admit } from '#platform/http/admit.ts'
import { createApi } from '#platform/http/api.ts'
import { pageHeaders, servePages, serveSignIn } from '#platform/http/pages.ts'
import type { Health } from './health.ts'
import { type LiveRouteRoom, liveRoute } from './live-route.ts'
import { type SessionRoutesRoom, sessionRoutes } from './session-routes.ts'

export type WebRoom = ContactRoutesRoom &
  BookingRoutesRoom &
  LiveRouteRoom &
  SessionRoutesRoom & {
    readonly access: Access
    readonly health: () => Health
    readonly version: string
    /** Told of every answer 500. */
    readonly onError: (error: unknown, path: string) => void
    /** Folder of the built pages. */
    readonly pages: string
  }

/** Of the database's connections, so many at most serve pages and programs; the others are the callers'. */
const API_REQUESTS_AT_ONCE = 6
const MOST_WAITING = 200

/** Everything that is served over HTTP to browsers and programs: the API, sign-in, and the pages for every other path. */
export const createWebApp = (room: WebRoom): Hono => {
  const api = createApi(room)
  contactRoutes(api, room)
  bookingRoutes(api, room)
  liveRoute(api, room)
  sessionRoutes(api, room)

  const app = new Hono()
  app.use(pageHeaders)
  app.get('/healthz', (context) => {
    const health = room.health()
    return context.json(health, health.ready ? 200 : 503, { 'cache-control': 'no-store' })
  })
  app.use(
    `${API_ROOT}/*`,
    admit(API_REQUESTS_AT_ONCE, MOST_WAITING, (path) => path === API_ROOT + live.path),
  )
  app.all(`${API_ROOT}/*`, (context) => api.app.fetch(context.req.raw, context.env))
  serveSignIn(app, room.access)
  servePages(app, room.pages)
  return app
}
