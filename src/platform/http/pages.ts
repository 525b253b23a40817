import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Context, Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Access } from '../auth/access.ts'
import { problem } from './answer-refusal.ts'
import { dropSession, keepSession, sameOrigin, sessionOf } from './api.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.ico': 'image/x-icon',
}

const SHRINKS: ReadonlySet<string> = new Set(['.js', '.css', '.svg'])

/** No script but our own files, nothing from elsewhere, no framing. */
export const pageHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    mediaSrc: ["'self'", 'blob:'],
    connectSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
    formAction: ["'self'"],
  },
  xFrameOptions: 'DENY',
  referrerPolicy: 'no-referrer',
})

/**
 * Serves the built web part from `folder`: files by their name (hashed names for ever), and `index.html` for every other path,
 * because the page routes by itself.
 */
export const servePages = (app: Hono, folder: string): void => {
  const index = readFileSync(join(folder, 'index.html'))
  const pressed = new Map<string, Promise<Buffer>>()
  const indexTag = `"${createHash('sha256').update(index).digest('base64url').slice(0, 16)}"`

  app.get('/*', async (context) => {
    const path = readPath(context.req.url)
    if (path === undefined) return context.text('not found', 404)
    const type = TYPES[extname(path)]
    if (type !== undefined) {
      const file = await readFile(join(folder, path)).catch(() => undefined)
      if (file === undefined) return context.text('not found', 404)
      const forEver = path.startsWith('/assets/')
      const headers = { 'content-type': type, 'cache-control': forEver ? 'public, max-age=31536000, immutable' : 'no-cache' }
      if (!forEver || !SHRINKS.has(extname(path)) || !/\bgzip\b/.test(context.req.header('accept-encoding') ?? ''))
        return context.body(new Uint8Array(file), 200, headers)
      // A file of this name never changes, so it is pressed once; off the main thread, which carries calls.
      const small = pressed.get(path) ?? promisify(gzip)(file)
      pressed.set(path, small)
      return context.body(new Uint8Array(await small), 200, { ...headers, 'content-encoding': 'gzip', vary: 'accept-encoding' })
    }
    if (context.req.header('if-none-match') === indexTag) return context.body(null, 304)
    return context.body(new Uint8Array(index), 200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      etag: indexTag,
    })
  })
}

/** The path within the folder that an address names; undefined: no way of writing one, or one that leads out of it. */
const readPath = (url: string): string | undefined => {
  try {
    const path = normalize(decodeURIComponent(new URL(url).pathname))
    return path.includes('\0') || path.split(sep).includes('..') ? undefined : path
  } catch {
    // Not UTF-8 behind its percent signs.
    return undefined
  }
}

/**
 * `GET /sign-in?code=` exchanges a one-time code for a session cookie; an old or used code leads to the page that says what to do.
 * `POST /sign-out` (a form of our own pages) ends the session.
 */
export const serveSignIn = (app: Hono, access: Access): void => {
  app.get('/sign-in', async (context: Context) => {
    const code = context.req.query('code')
    const kept = code === undefined ? undefined : await access.redeemSignInLink(code)
    if (kept === undefined) {
      // The link was opened a second time by somebody who is already in: let them in.
      const session = sessionOf(context)
      const known = session !== undefined && (await access.bySession(session)) !== undefined
      return context.redirect(known ? '/' : '/signed-out?link=used', 303)
    }
    keepSession(context, kept.session, kept.maxAgeSeconds)
    return context.redirect('/', 303)
  })
  app.post('/sign-out', async (context: Context) => {
    if (!sameOrigin(context)) return problem(context, 403, 'ForeignOrigin', 'This request comes from another site.')
    const session = sessionOf(context)
    if (session !== undefined) await access.endSession(session)
    dropSession(context)
    return context.redirect('/signed-out', 303)
  })
}
