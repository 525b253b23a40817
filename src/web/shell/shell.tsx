import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useLive } from '../api/live.ts'
import { followUpsQuery, sessionQuery } from '../api/queries.ts'
import { NotLoaded, RowsLoading } from '../ui/loading.tsx'
import { Toasts } from '../ui/toasts.tsx'
import { Nav } from './nav.tsx'
import { SessionContext } from './session.ts'
import { SettingsMenu } from './settings-menu.tsx'
import { StateLines } from './state-lines.tsx'
import { useOnline } from './online.ts'

/** What stands around every page: whose console it is, the way about, and whether all is well. */
export const Shell = () => {
  const { t } = useTranslation()
  const { data: session, error, refetch } = useQuery(sessionQuery)
  if (session === undefined) {
    return (
      <div className="md:grid md:min-h-dvh md:grid-cols-[15rem_1fr]">
        <div className="h-14 border-b border-line bg-card md:h-auto md:border-r md:border-b-0" />
        <main className="mx-auto w-full max-w-3xl px-4 pt-24 md:px-8">
          {error ? <NotLoaded error={error} again={refetch} /> : <RowsLoading rows={6} />}
        </main>
      </div>
    )
  }
  return (
    <SessionContext value={session}>
      <a
        href="#content"
        className="sr-only z-30 rounded-lg bg-accent px-4 py-3 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('skip')}
      </a>
      <Frame name={session.business.name} />
      <Toasts />
    </SessionContext>
  )
}

const Frame = ({ name }: { readonly name: string }) => {
  const live = useLive()
  const online = useOnline()
  const { data: owed } = useQuery(followUpsQuery('open'))
  const open = owed?.followUps.length ?? 0
  const overdue = owed?.followUps.filter((followUp) => followUp.overdue).length ?? 0
  return (
    <div className="md:grid md:min-h-dvh md:grid-cols-[15rem_1fr]">
      <header className="flex items-center justify-between gap-2 border-b border-line bg-card py-1 pr-1 pl-4 md:sticky md:top-0 md:h-dvh md:flex-col md:items-stretch md:justify-start md:border-r md:border-b-0 md:p-4">
        <p className="min-w-0 truncate font-semibold md:px-3 md:pt-2 md:pb-4">{name}</p>
        <Nav open={open} overdue={overdue} />
        <SettingsMenu />
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 pb-20 outline-none md:pb-0">
        <StateLines live={live} online={online} />
        <Outlet />
      </main>
    </div>
  )
}
