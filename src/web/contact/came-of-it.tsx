import { Link } from '@tanstack/react-router'
import { CalendarCheck, CalendarX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Appointment, ContactDetail } from '#contract/index.ts'
import { FollowUpState } from '../follow-ups/follow-up-state.tsx'
import { nameOf, useBusiness } from '../shell/session.ts'
import { Card } from '../ui/card.tsx'
import { Mark } from '../ui/mark.tsx'
import { useWhen } from '../words/when.ts'

/** The appointment and the follow-ups of a contact; nothing when there are none. */
export const CameOfIt = ({ contact }: { readonly contact: ContactDetail }) => {
  const { t } = useTranslation()
  const { appointment, followUps } = contact
  if (appointment === null && followUps.length === 0) return null
  return (
    <Card title={t('contact.cameOfIt')}>
      <ul className="flex flex-col gap-4">
        {appointment !== null && (
          <li>
            <Booked appointment={appointment} />
          </li>
        )}
        {followUps.map((followUp) => (
          <li key={followUp.id} className="flex flex-col gap-1.5">
            <p className="font-medium">{t(`followUpKind.${followUp.kind}`)}</p>
            {followUp.matter !== null && <p className="whitespace-pre-wrap">{followUp.matter}</p>}
            <FollowUpState followUp={followUp} />
            {noteOf(contact, followUp.id) !== undefined && (
              <p className="border-l-2 border-line pl-3 text-quiet">{noteOf(contact, followUp.id)}</p>
            )}
            <Link
              to="/follow-ups"
              search={followUp.closedAt === null ? {} : { show: 'closed' }}
              className="inline-flex min-h-6 items-center self-start text-sm text-accent underline underline-offset-4"
            >
              {t('nav.followUps')}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}

const Booked = ({ appointment }: { readonly appointment: Appointment }) => {
  const { t } = useTranslation()
  const when = useWhen()
  const { services } = useBusiness()
  const day = when.dateOf(appointment.startsAt)
  const cancelled = appointment.status === 'cancelled'
  return (
    <div className="flex flex-col items-start gap-1.5">
      <Mark tone={cancelled ? 'plain' : 'good'} icon={cancelled ? CalendarX : CalendarCheck}>
        {t(cancelled ? 'contact.cancelled' : 'contact.appointment')}
      </Mark>
      <p className={`font-medium ${cancelled ? 'line-through' : ''}`}>
        {when.dayHeading(day)}, {t('appointments.span', { from: when.time(appointment.startsAt), to: when.time(appointment.endsAt) })}
      </p>
      <p className="text-quiet">
        {nameOf(services, appointment.service)} · {appointment.personName}
      </p>
      <Link
        to="/appointments"
        search={{ day }}
        className="inline-flex min-h-6 items-center text-sm text-accent underline underline-offset-4"
      >
        {t('nav.appointments')}
      </Link>
    </div>
  )
}

/** What whoever closed a follow-up wrote; it is on record in the closing event only. */
const noteOf = ({ events }: ContactDetail, followUp: string): string | undefined => {
  const closed = events.find(({ type, data }) => type === 'follow-up-closed' && data['followUp'] === followUp)
  const note = closed?.personal?.['note']
  return typeof note === 'string' ? note : undefined
}
