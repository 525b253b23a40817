import type { Finding } from '../problem.ts'
import type { Playbook } from '../schema.ts'
import { isRealDate } from './hours.ts'

const DATES = ['validFrom', 'validTo', 'reviewBy'] as const

/** Articles can be asked for, are valid at some time, and their dates exist. */
export const checkKnowledge = ({ knowledge }: Playbook): readonly Finding[] =>
  knowledge.flatMap((article, index) => {
    const path = ['knowledge', index]
    const findings: Finding[] = DATES.flatMap((key) => {
      const date = article[key]
      return date === undefined || isRealDate(date)
        ? []
        : [{ path: [...path, key], message: `the ${date} does not exist: write a day of the calendar` }]
    })
    if (article.id === 'hours') {
      findings.push({
        path: [...path, 'id'],
        message: 'the article "hours" is made from the opening hours by itself: choose another id, or take it out',
      })
    }
    if (article.validFrom !== undefined && article.validTo !== undefined && article.validTo < article.validFrom) {
      findings.push({
        path: [...path, 'validTo'],
        message: `the article "${article.id}" is valid never: it ends on ${article.validTo} and begins on ${article.validFrom}`,
      })
    }
    if ((article.questions.en ?? []).length + (article.questions.da ?? []).length === 0) {
      findings.push({
        path: [...path, 'questions'],
        message: `nobody can ask for the article "${article.id}": write at least one question that callers put`,
      })
    }
    return findings
  })
