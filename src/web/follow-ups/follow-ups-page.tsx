import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ListChecks } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { followUpsQuery } from '../api/queries.ts'
import { Empty } from '../ui/empty.tsx'
import { NotLoaded, RowsLoading } from '../ui/loading.tsx'
import { Page } from '../ui/page.tsx'
import { FollowUpCard } from './follow-up-card.tsx'

type Which = 'open' | 'closed'

/** Work owed to callers, the most pressing first; or what was closed, the last first. */
export const FollowUpsPage = ({ which }: { readonly which: Which }) => {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(followUpsQuery(which))
  return (
    <Page title={t('followUps.title')} aside={<WhichSwitch which={which} />}>
      {data === undefined && (error ? <NotLoaded error={error} again={refetch} /> : <RowsLoading rows={3} />)}
      {data?.followUps.length === 0 && (
        <Empty
          icon={ListChecks}
          title={t(which === 'open' ? 'followUps.emptyTitle' : 'followUps.noneClosedTitle')}
          text={t(which === 'open' ? 'followUps.emptyText' : 'followUps.noneClosedText')}
        />
      )}
      {data !== undefined && (
        <ul className="flex flex-col gap-3">
          {data.followUps.map((followUp) => (
            <FollowUpCard key={followUp.id} followUp={followUp} />
          ))}
        </ul>
      )}
    </Page>
  )
}

const WhichSwitch = ({ which }: { readonly which: Which }) => {
  const { t } = useTranslation()
  const look = (mine: Which): string =>
    `inline-flex min-h-11 items-center rounded-md px-4 text-sm font-medium ${which === mine ? 'bg-card text-ink shadow-sm' : 'text-quiet hover:text-ink'}`
  return (
    <nav aria-label={t('followUps.show')} className="flex rounded-lg bg-sunken p-0.5">
      <Link to="/follow-ups" search={{}} aria-current={which === 'open' ? 'page' : undefined} className={look('open')}>
        {t('followUps.open')}
      </Link>
      <Link to="/follow-ups" search={{ show: 'closed' }} aria-current={which === 'closed' ? 'page' : undefined} className={look('closed')}>
        {t('followUps.closed')}
      </Link>
    </nav>
  )
}
