import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowLeft, Compass, Phone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ContactDetail } from '#contract/index.ts'
import { Refused } from '../api/client.ts'
import { contactQuery } from '../api/queries.ts'
import { ContactLength } from '../contacts/contact-length.tsx'
import { ContactMark, UrgentMark } from '../contacts/contact-mark.tsx'
import { nameOf, useBusiness } from '../shell/session.ts'
import { Empty } from '../ui/empty.tsx'
import { NotLoaded, RowsLoading } from '../ui/loading.tsx'
import { Page } from '../ui/page.tsx'
import { writeNumber } from '../words/phone.ts'
import { useWhen } from '../words/when.ts'
import { whoIs } from '../words/who.ts'
import { CameOfIt } from './came-of-it.tsx'
import { Decisions } from './decisions.tsx'
import { Known } from './known.tsx'
import { RawEvents } from './raw-events.tsx'
import { TimingsCard } from './timings.tsx'
import { Transcript } from './transcript.tsx'

/** One contact: what was said, what came of it, and why; growing while it goes on. */
export const ContactPage = ({ contact: id }: { readonly contact: string }) => {
  const { t } = useTranslation()
  const { data: contact, error, refetch } = useQuery(contactQuery(id))
  const title = contact === undefined ? t('contact.title') : whoIs(t, contact)
  const missing = error instanceof Refused && (error.status === 404 || error.status === 400)
  return (
    <Page key={id} title={title} wide aside={<Back />}>
      {contact !== undefined && <Found contact={contact} />}
      {contact === undefined && error === null && <RowsLoading rows={5} />}
      {contact === undefined && missing && <Empty icon={Compass} title={t('contact.missingTitle')} text={t('contact.missingText')} />}
      {contact === undefined && error !== null && !missing && <NotLoaded error={error} again={refetch} />}
    </Page>
  )
}

const Back = () => {
  const { t } = useTranslation()
  return (
    <Link to="/contacts" className="-order-1 flex min-h-11 basis-full items-center gap-1.5 text-sm text-quiet hover:text-ink">
      <ArrowLeft aria-hidden className="size-4" />
      {t('contact.back')}
    </Link>
  )
}

const Found = ({ contact }: { readonly contact: ContactDetail }) => (
  <>
    <Facts contact={contact} />
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem] lg:grid-rows-[auto_1fr]">
      <div className="lg:col-start-2 lg:row-start-1 empty:hidden">
        <CameOfIt contact={contact} />
      </div>
      <div className="lg:col-start-1 lg:row-span-2 lg:row-start-1">
        <Transcript contact={contact} />
      </div>
      <div className="flex flex-col gap-4 lg:col-start-2">
        <Known contact={contact} />
        <Decisions contact={contact} />
        <TimingsCard timings={contact.timings} />
        <RawEvents events={contact.events} />
      </div>
    </div>
  </>
)

const Facts = ({ contact }: { readonly contact: ContactDetail }) => {
  const { t } = useTranslation()
  const when = useWhen()
  const { callTypes } = useBusiness()
  const { callerNumber, callType } = contact
  return (
    <div className="mb-6 flex flex-wrap items-center gap-x-3 gap-y-2 text-sm text-quiet">
      <ContactMark contact={contact} />
      {contact.urgent && <UrgentMark />}
      {callerNumber !== null && (
        <a href={`tel:${callerNumber}`} className="inline-flex min-h-6 items-center gap-1.5 underline underline-offset-4 hover:text-ink">
          <Phone aria-hidden className="size-4" />
          {writeNumber(callerNumber)}
        </a>
      )}
      <time dateTime={contact.startedAt} className="inline-block first-letter:uppercase">
        {when.dayAndTime(contact.startedAt)}
      </time>
      {callType !== null && <span>{nameOf(callTypes, callType)}</span>}
      {contact.pickedUpAt !== null && (
        <span>
          {contact.endedAt === null ? (
            <ContactLength contact={contact} />
          ) : (
            t('contact.lasted', { length: when.clock(Date.parse(contact.endedAt) - Date.parse(contact.pickedUpAt)) })
          )}
        </span>
      )}
    </div>
  )
}
