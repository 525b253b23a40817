import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { z } from 'zod'
import type { Language } from '#kernel/language.ts'
import { readCsv } from './csv.ts'
import { isMomentRight, readExpression } from './score-moments.ts'
import { isRight, readCase, ValueCase } from './score-values.ts'

/**
 * Measures understanding on a file: `node tools/eval/understanding/run.ts FILE [--errors] [--lang da] [--region GB]`.
 * Takes answers with expected values (JSON lines with `kind`, `text`, `expect`), Duckling exports (CSV with `expression`),
 * Recognizers-Text cases (JSON lines with `input`) and NeMo spoken forms (CSV with `direction`, telephone and time only). The
 * last line printed is JSON.
 */
const [file = '', ...flags] = process.argv.slice(2)
const flag = (name: string): string | undefined => (flags.includes(name) ? flags[flags.indexOf(name) + 1] : undefined)
const showErrors = flags.includes('--errors')

type Tally = { right: number; all: number }
const byKind = new Map<string, Tally>()
const times: number[] = []

const count = (kind: string, right: boolean): void => {
  const tally = byKind.get(kind) ?? { right: 0, all: 0 }
  byKind.set(kind, { right: tally.right + (right ? 1 : 0), all: tally.all + 1 })
}

const timed = <T>(work: () => T): T => {
  const start = performance.now()
  const result = work()
  times.push(performance.now() - start)
  return result
}

const complain = (text: string, expected: unknown, read: unknown): void => {
  if (showErrors) console.log(`${text}\n   expected ${JSON.stringify(expected)}\n   read     ${JSON.stringify(read)}`)
}

const scoreValues = (lines: readonly string[]): void => {
  for (const line of lines) {
    const row = ValueCase.parse(JSON.parse(line))
    const read = timed(() => readCase(row))
    const right = isRight(row, read)
    count(row.kind, right)
    if (!right) complain(`${row.kind}: ${row.text}`, row.expect, read)
  }
}

const scoreDuckling = (text: string, language: Language): void => {
  for (const row of readCsv(text)) {
    const country = row['locale'] === '' ? (language === 'da' ? 'DK' : 'US') : (row['locale'] ?? 'US')
    const read = timed(() => readExpression(row['expression'] ?? '', row['reference'] ?? '', language, country))
    const right = isMomentRight(row, read)
    count(row['holiday'] === '' ? (row['kind'] ?? '') : 'holiday', right)
    if (!right) complain(row['expression'] ?? '', row, { date: read.date, time: read.time })
  }
}

const RecognizerCase = z.object({
  input: z.string(),
  reference: z.string().nullable(),
  results: z.array(z.object({ type: z.string().nullable(), values: z.array(z.record(z.string(), z.string().nullable())).nullish() })),
})

/** Only cases of one day or one day's time: the spans of several in a sentence are not this tool's question. */
const scoreRecognizers = (lines: readonly string[]): void => {
  for (const line of lines) {
    const { input, reference, results } = RecognizerCase.parse(JSON.parse(line))
    const [only, second] = results
    const kind = only?.type?.replace('datetimeV2.', '') ?? 'nothing'
    if (second !== undefined || reference === null || !['date', 'time', 'daterange'].includes(kind)) continue
    const read = timed(() => readExpression(input, reference, 'en', flag('--region') ?? 'US'))
    const wanted = only?.values ?? []
    const right = wanted.some(({ value, start, end }) => {
      if (kind === 'date') return read.date?.from === value && read.date?.to === value
      if (kind === 'time') return read.time?.from !== undefined && value?.slice(0, 5) === read.time.from
      return read.date?.from === start && typeof end === 'string' && read.date !== undefined && read.date.to < end
    })
    count(kind, right)
    if (!right) complain(input, wanted, { date: read.date, time: read.time })
  }
}

/** Spoken telephone numbers and times: the digits must be the same, however they are grouped. */
const scoreSpoken = (text: string): void => {
  for (const row of readCsv(text)) {
    const kind = (row['category'] ?? '').replace('_cased', '')
    if (row['direction'] !== 'itn' || kind !== 'time') continue
    const spoken = row['input'] ?? ''
    const written = row['expected'] ?? ''
    const read = timed(() => readExpression(spoken, '2026-11-23T09:10:00', 'en', 'US'))
    const clock = /^(\d{1,2}):(\d{2})/u.exec(written)
    const right =
      clock !== null &&
      read.time?.from !== undefined &&
      Number(read.time.from.slice(0, 2)) % 12 === Number(clock[1]) % 12 &&
      read.time.from.slice(3) === clock[2]
    count(kind, right)
    if (!right) complain(spoken, written, read.time)
  }
}

const text = readFileSync(file, 'utf8')
const lines = text.split('\n').filter((line) => line.trim() !== '')
const head = lines[0] ?? ''
if (head.startsWith('{') && head.includes('"expect"')) scoreValues(lines)
else if (head.startsWith('{') && head.includes('"input"')) scoreRecognizers(lines)
else if (head.includes('expression')) scoreDuckling(text, flag('--lang') === 'da' || basename(file).includes('_da') ? 'da' : 'en')
else if (head.includes('direction')) scoreSpoken(text)
else throw new RangeError(`no known kind of file: ${file} begins with ${JSON.stringify(head.slice(0, 60))}`)

const share = ({ right, all }: Tally): number => Number((right / Math.max(1, all)).toFixed(3))
const whole = [...byKind.values()].reduce<Tally>((sum, { right, all }) => ({ right: sum.right + right, all: sum.all + all }), {
  right: 0,
  all: 0,
})
const sorted = times.toSorted((a, b) => a - b)
const quantile = (q: number): number => Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0).toFixed(2))
console.log(
  JSON.stringify({
    file: basename(file),
    cases: whole.all,
    accuracy: share(whole),
    byKind: Object.fromEntries([...byKind].map(([kind, tally]) => [kind, { accuracy: share(tally), cases: tally.all }])),
    ms: { p50: quantile(0.5), p99: quantile(0.99) },
  }),
)
