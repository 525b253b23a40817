import type { Context } from 'hono'

/** RFC 9110, section 14.1.2: `bytes=0-499`, `bytes=500-`, `bytes=-500`. Several ranges at once may be ignored, and are. */
const ONE_RANGE = /^bytes=(\d*)-(\d*)$/

type Span = { readonly start: number; readonly end: number }

/**
 * The part of `size` bytes that a Range header asks for, both ends included. Undefined: no range, or one to be ignored
 * (section 14.2: "MAY ignore"). `unsatisfiable`: it begins after the end.
 */
export const readRange = (header: string | undefined, size: number): Span | 'unsatisfiable' | undefined => {
  const [, first = '', last = ''] = ONE_RANGE.exec(header ?? '') ?? []
  if (first === '' && last === '') return undefined
  if (first === '') return Number(last) === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - Number(last)), end: size - 1 }
  const start = Number(first)
  if (last !== '' && Number(last) < start) return undefined
  return start >= size ? 'unsatisfiable' : { start, end: Math.min(last === '' ? size - 1 : Number(last), size - 1) }
}

/** Answers bytes, or the part of them that was asked for: Safari plays no sound from a server that gives no parts. */
export const answerBytes = (context: Context, bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string>): Response => {
  const size = bytes.length
  const range = readRange(context.req.header('range'), size)
  if (range === 'unsatisfiable') return context.body(null, 416, { 'content-range': `bytes */${size}` })
  const all = { ...headers, 'accept-ranges': 'bytes' }
  if (range === undefined) return context.body(bytes, 200, { ...all, 'content-length': String(size) })
  const part = bytes.subarray(range.start, range.end + 1)
  return context.body(part, 206, {
    ...all,
    'content-length': String(part.length),
    'content-range': `bytes ${range.start}-${range.end}/${size}`,
  })
}
