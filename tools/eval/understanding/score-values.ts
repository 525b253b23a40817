import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type Instant, instant } from '#kernel/instant.ts'
import type { Language } from '#kernel/language.ts'
import { type Proposal, type TurnContext, understand } from '#understanding/index.ts'
import { emptyBusiness } from './bench-playbook.ts'

/** One spoken or typed answer and what it should become; the zone of `now` is Copenhagen. */
export const ValueCase = z.object({
  kind: z.string(),
  text: z.string(),
  expect: z.unknown(),
  now: z.string(),
  region: z.string().default('DK'),
  lang: z.enum(['en', 'da']).optional(),
  options: z.array(z.string()).optional(),
})
export type ValueCase = z.infer<typeof ValueCase>

const ZONE = 'Europe/Copenhagen'
const at = (local: string): Instant => instant(Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).epochMilliseconds)

/** Kinds that this version reads; others are counted and always wrong. */
const ABOUT: Readonly<Record<string, string>> = {
  phone: 'number',
  time: 'time',
  date: 'date',
  email: 'email',
  name: 'name',
  yesno: 'confirm',
  choice: 'choose',
}

const VALUE: Readonly<Record<string, keyof Proposal['values']>> = {
  phone: 'phone',
  time: 'time',
  date: 'date',
  email: 'email',
  name: 'name',
  yesno: 'yesNo',
  choice: 'choice',
}

const businesses = new Map<string, ReturnType<typeof emptyBusiness>>()
const businessOf = (country: string): ReturnType<typeof emptyBusiness> => {
  const known = businesses.get(country) ?? emptyBusiness(country, ZONE)
  businesses.set(country, known)
  return known
}

const languageOf = (row: ValueCase): Language => row.lang ?? (row.region === 'DK' ? 'da' : 'en')

/** What the program reads in a case, in the form in which expectations are written. */
export const readCase = (row: ValueCase): unknown => {
  const about = ABOUT[row.kind]
  const key = VALUE[row.kind]
  if (about === undefined || key === undefined) return undefined
  const context: TurnContext = {
    now: at(row.now),
    language: languageOf(row),
    about,
    ...(row.options === undefined ? {} : { options: row.options.map((start) => ({ words: [], start: at(start) })) }),
  }
  const reading = understand(businessOf(row.region), row.text, context).values[key]
  if (reading.is === 'absent') return { absent: true }
  if (reading.is !== 'found') return { [reading.is]: true }
  const { value } = reading
  if (row.kind === 'choice' && typeof value === 'number') return row.options?.[value]
  if (typeof value !== 'object') return value
  if (row.kind === 'date') return value.from === value.to ? value.from : { from: value.from, to: value.to }
  if ('around' in value) {
    if (value.around) return { around: value.from }
    if (value.from === value.to) return value.from
    return { from: value.from ?? null, to: value.to ?? null }
  }
  return value
}

const Expected = z.object({
  ask: z.boolean().optional(),
  none: z.boolean().optional(),
  any: z.boolean().optional(),
  anyOf: z.array(z.unknown()).optional(),
  around: z.string().optional(),
  from: z.string().nullable().optional(),
  to: z.string().nullable().optional(),
})

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
const within = (a: unknown, b: unknown, tolerance: number): boolean => {
  if (typeof a !== 'string' || typeof b !== 'string') return (a ?? null) === (b ?? null)
  return Math.abs(minutes(a) - minutes(b)) <= tolerance
}
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Words that a day part is meant by: its ends are right within an hour. */
const DAY_PART = /morgen|formiddag|eftermiddag|aften|morning|afternoon|evening|tonight/iu

/** Whether what was read is right: the conventions of how a spoken answer becomes a value. */
export const isRight = (row: ValueCase, read: unknown): boolean => {
  const parsed = Expected.safeParse(row.expect)
  if (!parsed.success) {
    if (typeof row.expect === 'string' && typeof read === 'string' && row.kind === 'name')
      return row.expect.toLowerCase() === read.toLowerCase()
    return same(row.expect, read)
  }
  const { ask, none, any, anyOf, around, from, to } = parsed.data
  const got = z.record(z.string(), z.unknown()).safeParse(read)
  const answer = got.success ? got.data : {}
  const asksAgain = answer['ask'] === true || answer['absent'] === true
  if (ask === true) return asksAgain
  if (none === true) return answer['none'] === true || (row.kind !== 'choice' && asksAgain)
  if (any === true) return answer['any'] === true || (row.kind === 'choice' && row.options?.includes(String(read)) === true)
  if (anyOf !== undefined) return anyOf.some((each) => isRight({ ...row, expect: each }, read))
  if (around !== undefined) {
    if (read === around || answer['around'] === around) return true
    const [low, high] = [answer['from'], answer['to']]
    if (typeof low !== 'string' || typeof high !== 'string') return false
    return low <= around && around <= high && minutes(high) - minutes(low) <= 120
  }
  if (row.kind === 'time') {
    const tolerance = DAY_PART.test(row.text) ? 60 : 0
    return 'from' in answer && within(answer['from'], from, tolerance) && within(answer['to'], to, tolerance)
  }
  return same({ from, to }, read)
}
