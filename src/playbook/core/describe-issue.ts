import type { z } from 'zod'
import { nearestName } from './nearest-name.ts'
import { type Finding, oneOf, type Path } from './problem.ts'

/** A value as it may be quoted in a sentence. */
const quoted = (value: unknown): string => {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'a group of keys'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

const KIND_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
  null: 'nothing',
}

const lastKey = (path: Path): string => {
  const key = path.findLast((step) => typeof step === 'string')
  return key === undefined ? 'the playbook' : `"${key}"`
}

/** `value` at `path` of the raw data. */
const valueAt = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[step] : undefined),
    data,
  )

const wrongType = (expected: string, path: Path, value: unknown): string => {
  const wanted = KIND_NAMES[expected] ?? expected
  if (value === undefined || value === null) return `${lastKey(path)} is missing: write ${wanted} here`
  return `${lastKey(path)} takes ${wanted}, not ${quoted(value)}`
}

const bound = (size: number | bigint, origin: string): string => {
  if (origin === 'string') return `${size} character${size === 1 ? '' : 's'}`
  if (origin === 'array') return size === 1 ? 'one entry' : `${size} entries`
  return String(size)
}

/** Texts in quotation marks, numbers without. */
const allowed = (values: readonly unknown[]): string =>
  values.every((value) => typeof value === 'string') ? oneOf(values) : values.map(String).join(' or ')

type Issue = z.core.$ZodIssue

/** Issues as findings: one sentence each, unknown keys one by one with the key that was likely meant. */
export const describeIssue = (issue: Issue, data: unknown, knownKeys: (path: Path) => readonly string[]): readonly Finding[] => {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
  const value = valueAt(data, path)
  const one = (message: string): readonly Finding[] => [{ path, message }]
  switch (issue.code) {
    case 'invalid_type':
      return one(wrongType(issue.expected, path, value))
    case 'invalid_value':
      return one(
        value === undefined
          ? `${lastKey(path)} is missing: write ${allowed(issue.values)}`
          : `${lastKey(path)} takes ${allowed(issue.values)}, not ${quoted(value)}`,
      )
    case 'too_small':
      return one(
        issue.origin === 'string' && issue.minimum === 1
          ? `${lastKey(path)} may not be empty`
          : `${lastKey(path)} takes at least ${bound(issue.minimum, issue.origin)}, not ${quoted(value)}`,
      )
    case 'too_big':
      return one(`${lastKey(path)} takes at most ${bound(issue.maximum, issue.origin)}, not ${quoted(value)}`)
    case 'unrecognized_keys': {
      const known = knownKeys(path)
      return issue.keys.map((key) => {
        const meant = nearestName(key, known)
        const hint = meant === undefined ? `what may stand here is ${oneOf(known, 20)}` : `did you mean "${meant}"?`
        return { path: [...path, key], atKey: true, message: `"${key}" is not known here: ${known.length === 0 ? 'take it out' : hint}` }
      })
    }
    case 'invalid_format':
      return one(`${quoted(value)} was refused: ${issue.message}`)
    case 'invalid_union':
      return one(`${quoted(value)} was refused: an example's turn is one of caller: "words", keys: "1", silence: 5 or hangup: true`)
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return one(`${quoted(value)} was refused at ${lastKey(path)}: ${issue.message}`)
  }
}
