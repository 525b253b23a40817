import { CircleCheck, CircleSlash, Clock, Merge, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { FollowUp } from '#contract/index.ts'
import { UrgentMark } from '../contacts/contact-mark.tsx'
import { Mark } from '../ui/mark.tsx'
import { useNow } from '../words/now.ts'
import { useWhen } from '../words/when.ts'

const CLOSED_ICON = { done: CircleCheck, 'not-needed': CircleSlash, merged: Merge } as const
const CLOSED_WORDS = {
  done: 'followUps.closedDone',
  'not-needed': 'followUps.closedNot-needed',
  merged: 'followUps.closedMerged',
} as const

/** Where a follow-up stands: due when and for whom, overdue, or closed. */
export const FollowUpState = ({ followUp }: { readonly followUp: FollowUp }) => {
  const { t } = useTranslation()
  const when = useWhen()
  const { closedAt, closedWhy, dueAt } = followUp
  const now = useNow(closedAt === null ? 30_000 : undefined)
  // Read at a moment it was not overdue yet, it may be by now.
  const overdue = closedAt === null && (followUp.overdue || Date.parse(dueAt) < now)
  return (
    <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5 text-sm text-quiet">
      {closedAt !== null && closedWhy !== null && (
        <Mark tone={closedWhy === 'done' ? 'good' : 'plain'} icon={CLOSED_ICON[closedWhy]}>
          {t(CLOSED_WORDS[closedWhy], { when: when.dayAndTime(closedAt) })}
        </Mark>
      )}
      {overdue && (
        <Mark tone="bad" icon={TriangleAlert}>
          {t('followUps.overdue')}
        </Mark>
      )}
      {followUp.urgent && closedAt === null && <UrgentMark />}
      {overdue && <time dateTime={dueAt}>{t('followUps.wasDue', { when: when.fromNow(dueAt, now) })}</time>}
      {closedAt === null && !overdue && (
        <Mark tone="plain" icon={Clock}>
          <time dateTime={dueAt}>{t('followUps.due', { when: when.dayAndTime(dueAt) })}</time>
        </Mark>
      )}
      <span>{t('followUps.owner', { name: followUp.ownerName })}</span>
    </p>
  )
}
