import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { AppError } from '#kernel/app-error.ts'

/**
 * What a test caller does, step by step. Before each step it waits until the other side has been quiet for a moment, as people
 * do; `at: once` does not wait (to talk over the answer).
 */
const At = z.enum(['quiet', 'once']).default('quiet')
const Press = z.strictObject({ press: z.string().regex(/^[0-9*#]+$/), at: At })
const Say = z.strictObject({ say: z.string().min(1), at: At })
const Wait = z.strictObject({ wait: z.number().min(0).max(120) })
const HangUp = z.strictObject({ hangup: z.literal(true), at: At })

const Scenario = z.strictObject({
  name: z.string().optional(),
  /** Caller's number as the network shows it. */
  from: z
    .string()
    .regex(/^\+?[0-9]{3,15}$/)
    .optional(),
  /** Who waits longest for the other side to speak, in seconds. */
  patience: z.number().min(1).max(120).default(30),
  steps: z.array(z.union([Press, Say, Wait, HangUp])).min(1),
})
export type Scenario = z.infer<typeof Scenario>
export type Step = Scenario['steps'][number]

class ScenarioRefused extends AppError {
  override readonly name = 'ScenarioRefused'
  override readonly kind = 'invalid'
}

/** Reads a scenario (YAML or JSON). Refuses with a sentence that names the step. */
export const readScenario = (file: string): Scenario => {
  let text: unknown
  try {
    text = parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new ScenarioRefused(`The scenario ${file} cannot be read: ${(error as Error).message}`)
  }
  const read = Scenario.safeParse(text)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new ScenarioRefused(
    `The scenario ${file} is not one: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}. A step is {press: "1"}, {say: "yes"}, {wait: 2} or {hangup: true}.`,
  )
}
