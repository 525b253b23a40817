import { z } from 'zod'

/** What is wrong, in a sentence somebody can act on (RFC 9457, `application/problem+json`). */
export const Problem = z
  .object({
    type: z.string().describe('Name of the refusal, e.g. "ContactNotFound"'),
    title: z.string().describe('The sentence'),
    status: z.int(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>
