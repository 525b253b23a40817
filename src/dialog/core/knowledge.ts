import type { Instant } from '#kernel/instant.ts'
import type { KnowledgeArticle } from '#playbook/core/index.ts'
import type { DialogRules } from './rules.ts'
import { localDate } from './wording/say-value.ts'

/** The articles that may be spoken today: inside their validity, in the business's zone. */
export const articlesOfToday = (rules: DialogRules, now: Instant): readonly KnowledgeArticle[] => {
  const today = localDate(now, rules.playbook.identity.timeZone)
  return rules.playbook.knowledge.filter(
    ({ validFrom, validTo }) => (validFrom === undefined || validFrom <= today) && (validTo === undefined || today <= validTo),
  )
}
