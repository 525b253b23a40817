import type { z } from 'zod'
import { API_ROOT, Problem, type Route } from '#contract/index.ts'

/** The server refused: `message` is its sentence. `status` 0: it was not reached at all. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number
  readonly type: string

  constructor(status: number, type: string, sentence: string) {
    super(sentence)
    this.status = status
    this.type = type
  }
}

type Given<R extends Route> = (R extends { readonly params: infer Params extends z.ZodType }
  ? { readonly params: z.input<Params> }
  : unknown) &
  (R extends { readonly query: infer Query extends z.ZodType } ? { readonly query?: Partial<z.input<Query>> } : unknown) &
  (R extends { readonly body: infer Body extends z.ZodType } ? { readonly body: z.input<Body> } : unknown)

type JsonRoute = Route & { readonly answer: z.ZodType }

/** The address of a route, with its parameters filled in. */
export const addressOf = (route: Route, given: { readonly params?: object; readonly query?: object } = {}): string => {
  const params = new Map(Object.entries(given.params ?? {}))
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params.get(name))))
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(given.query ?? {})) if (value !== undefined) query.set(name, String(value))
  return `${API_ROOT}${path}${query.size > 0 ? `?${query}` : ''}`
}

/** Asks a route of the contract and answers what the contract says it answers. Rejects with `Refused`. */
export const ask = async <const R extends JsonRoute>(route: R, given: Given<R>, signal?: AbortSignal): Promise<z.output<R['answer']>> => {
  const { body, ...place } = given as { readonly params?: object; readonly query?: object; readonly body?: object }
  const request: RequestInit = { method: route.method.toUpperCase(), headers: { accept: 'application/json' }, ...(signal && { signal }) }
  if (body !== undefined) {
    request.body = JSON.stringify(body)
    request.headers = { accept: 'application/json', 'content-type': 'application/json' }
  }
  const response = await fetch(addressOf(route, place), request).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new Refused(0, 'Unreachable', 'The server was not reached.')
  })
  if (!response.ok) throw await refusalOf(response)
  const answer = route.answer.safeParse(await response.json())
  if (!answer.success) throw new Refused(0, 'OtherVersion', 'The server speaks another version than this page.')
  return answer.data as z.output<R['answer']>
}

const refusalOf = async (response: Response): Promise<Refused> => {
  const problem = Problem.safeParse(await response.json().catch(() => undefined))
  return problem.success
    ? new Refused(response.status, problem.data.type, problem.data.title)
    : new Refused(response.status, 'Unknown', response.statusText)
}
