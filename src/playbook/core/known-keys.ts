import { z } from 'zod'
import type { Path } from './problem.ts'
import { Playbook } from './schema.ts'

/** What a schema wraps, down to the object, list or record that has keys of its own. */
const unwrapped = (schema: z.core.$ZodType): z.core.$ZodType => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return unwrapped(schema.unwrap())
  return schema
}

/** The keys that the playbook's schema knows at a path; none where it knows no names. */
export const knownKeys = (path: Path): readonly string[] => {
  let schema: z.core.$ZodType = Playbook
  for (const step of path) {
    const inner = unwrapped(schema)
    if (typeof step === 'number' && inner instanceof z.ZodArray) schema = inner.element
    else if (typeof step === 'string' && inner instanceof z.ZodObject) {
      const next: unknown = inner.shape[step]
      if (!(next instanceof z.ZodType)) return []
      schema = next
    } else return []
  }
  const inner = unwrapped(schema)
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : []
}
