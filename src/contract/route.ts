import type { z } from 'zod'

/**
 * The HTTP API as plain data: the server mounts it, the web calls it, `openapi.json` describes it. Paths stand below `/api/v1`;
 * a parameter is written `{name}`. What is wrong is answered as `Problem` (RFC 9457).
 */
export type Route = {
  readonly id: string
  readonly method: 'get' | 'post' | 'delete'
  readonly path: string
  readonly summary: string
  readonly tag: string
  /** Anyone may ask; all others need a session or an API key. */
  readonly open?: true
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodObject
  readonly answer: z.ZodType | 'event-stream' | 'audio'
}

export const API_ROOT = '/api/v1'
