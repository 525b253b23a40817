import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ContactRow } from '#contract/index.ts'
import { nameOf, useBusiness } from '../shell/session.ts'
import { writeNumber } from '../words/phone.ts'
import { useWhen } from '../words/when.ts'
import { whoIs } from '../words/who.ts'
import { ContactLength } from './contact-length.tsx'
import { ContactMark, UrgentMark } from './contact-mark.tsx'

/** A contact in the list: who, when, what about, what came of it. The whole line is the link. */
export const ContactLine = ({ contact }: { readonly contact: ContactRow }) => {
  const { t } = useTranslation()
  const when = useWhen()
  const { callTypes } = useBusiness()
  const { callerName, callerNumber } = contact
  const facts = [
    ...(callerName !== null && callerNumber !== null ? [writeNumber(callerNumber)] : []),
    ...(contact.callType === null ? [] : [nameOf(callTypes, contact.callType)]),
  ]
  return (
    <Link
      to="/contacts/$contact"
      params={{ contact: contact.id }}
      className="grid min-h-18 grid-cols-[1fr_auto] items-center gap-x-3 gap-y-1 px-4 py-3 -outline-offset-2 hover:bg-sunken/60"
    >
      <span className="min-w-0 truncate font-medium">{whoIs(t, contact)}</span>
      <time dateTime={contact.startedAt} className="text-right text-sm text-quiet">
        {when.time(contact.startedAt)}
      </time>
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1.5 text-sm text-quiet">
        <ContactMark contact={contact} />
        {contact.urgent && <UrgentMark />}
        {facts.map((fact) => (
          <span key={fact} className="truncate">
            {fact}
          </span>
        ))}
      </span>
      <span className="text-right text-sm text-quiet">{contact.pickedUpAt !== null && <ContactLength contact={contact} />}</span>
    </Link>
  )
}
