import type { Finding } from '../problem.ts'
import type { Playbook } from '../schema.ts'
import { checkExamples } from './examples.ts'
import { checkHours } from './hours.ts'
import { checkIdentity } from './identity.ts'
import { checkIds } from './ids.ts'
import { checkIntake } from './intake.ts'
import { checkKnowledge } from './knowledge.ts'
import { checkLanguages } from './languages.ts'

/** Everything a schema cannot see: what contradicts itself, leads nowhere or is missing for a language. */
export const checkPlaybook = (playbook: Playbook): readonly Finding[] =>
  [checkIdentity, checkLanguages, checkIds, checkHours, checkIntake, checkKnowledge, checkExamples].flatMap((check) => check(playbook))
