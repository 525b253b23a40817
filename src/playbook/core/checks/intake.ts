import type { Finding } from '../problem.ts'
import type { Playbook } from '../schema.ts'

/** What becomes of these call types at once: nothing is asked. */
const ASKS_NOTHING: readonly Playbook['callTypes'][number]['becomes'][] = ['reject', 'log', 'answer']

/** Every slot is asked for by one question that can be asked and answered. */
export const checkIntake = ({ callTypes, services }: Playbook): readonly Finding[] =>
  callTypes.flatMap((callType, index) => [
    ...(callType.becomes === 'book' && services.length === 0
      ? [
          {
            path: ['callTypes', index, 'becomes'],
            message: 'this call type books, but the playbook has no services: write one, or take a message',
          },
        ]
      : []),
    ...callType.intake.flatMap((question, place) => {
      const path = ['callTypes', index, 'intake', place]
      const findings: Finding[] = []
      if (callType.intake.findIndex(({ slot }) => slot === question.slot) !== place) {
        findings.push({
          path: [...path, 'slot'],
          message: `the slot "${question.slot}" is asked twice in "${callType.id}": nobody is asked twice`,
        })
      }
      if (question.required && ASKS_NOTHING.includes(callType.becomes)) {
        findings.push({
          path: [...path, 'slot'],
          message: `the required slot "${question.slot}" is never asked: "${callType.id}" becomes "${callType.becomes}", which asks nothing; use "message", "callback", "book", "escalate" or "route"`,
        })
      }
      const options = question.options ?? []
      if (question.kind === 'choice' && options.length < 2) {
        findings.push({ path, message: `the choice "${question.slot}" needs at least two options to choose from` })
      }
      if (question.kind !== 'choice' && question.options !== undefined) {
        findings.push({
          path: [...path, 'options'],
          message: `only a question of kind "choice" has options, "${question.slot}" is of kind "${question.kind}"`,
        })
      }
      options.forEach(({ value }, option) => {
        if (options.findIndex((other) => other.value === value) !== option) {
          findings.push({
            path: [...path, 'options', option, 'value'],
            message: `the option "${value}" is there twice: give each option a value of its own`,
          })
        }
      })
      return findings
    }),
  ])
