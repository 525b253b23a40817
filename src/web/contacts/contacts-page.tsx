import { useInfiniteQuery } from '@tanstack/react-query'
import { PhoneIncoming } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ContactRow } from '#contract/index.ts'
import { contactsQuery } from '../api/queries.ts'
import { useSession } from '../shell/session.ts'
import { Button } from '../ui/button.tsx'
import { CopyAddress } from '../ui/copy-address.tsx'
import { Empty } from '../ui/empty.tsx'
import { NotLoaded, RowsLoading } from '../ui/loading.tsx'
import { Page } from '../ui/page.tsx'
import { useWhen } from '../words/when.ts'
import { ContactLine } from './contact-line.tsx'

/** All contacts, newest first, day by day; a call stands here while it rings. */
export const ContactsPage = () => {
  const { t } = useTranslation()
  const { sipAddress } = useSession()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(contactsQuery)
  const contacts = data?.pages.flatMap((page) => page.contacts)
  const toTry = (
    <p className="flex max-w-full flex-wrap items-center gap-x-2 gap-y-1 text-sm text-quiet">
      {t('state.tryIt')} <CopyAddress address={sipAddress} />
    </p>
  )
  return (
    <Page title={t('contacts.title')} aside={contacts?.length === 0 ? undefined : toTry}>
      {contacts === undefined && (error ? <NotLoaded error={error} again={refetch} /> : <RowsLoading rows={6} />)}
      {contacts?.length === 0 && (
        <Empty icon={PhoneIncoming} title={t('contacts.emptyTitle')} text={t('contacts.emptyText')}>
          <CopyAddress address={sipAddress} />
        </Empty>
      )}
      {contacts !== undefined && <Days contacts={contacts} />}
      {hasNextPage && (
        <div className="mt-6 flex justify-center">
          <Button disabled={isFetchingNextPage} focusableWhenDisabled onClick={() => void fetchNextPage()}>
            {t(isFetchingNextPage ? 'contacts.loadingOlder' : 'contacts.older')}
          </Button>
        </div>
      )}
    </Page>
  )
}

const Days = ({ contacts }: { readonly contacts: readonly ContactRow[] }) => {
  const { t } = useTranslation()
  const when = useWhen()
  return (
    <div className="flex flex-col gap-6">
      {byDay(contacts, when.dateOf).map(([date, ofDay]) => (
        <section key={date} aria-label={t('contacts.list', { day: when.day(date) })}>
          <h2 className="mb-2 text-sm font-semibold text-quiet">{when.dayHeading(date)}</h2>
          <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-card">
            {ofDay.map((contact) => (
              <li key={contact.id}>
                <ContactLine contact={contact} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** The days in the order of the list, each with its contacts. A contact that moved onto the next page meanwhile comes once. */
const byDay = (contacts: readonly ContactRow[], dateOf: (moment: string) => string): [string, ContactRow[]][] => {
  const days = new Map<string, ContactRow[]>()
  const once = new Map(contacts.map((contact) => [contact.id, contact]))
  for (const contact of once.values()) {
    const date = dateOf(contact.startedAt)
    const ofDay = days.get(date)
    if (ofDay === undefined) days.set(date, [contact])
    else ofDay.push(contact)
  }
  return [...days]
}
