import { Link } from '@tanstack/react-router'
import { CalendarX, ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Appointment } from '#contract/index.ts'
import { nameOf, useBusiness } from '../shell/session.ts'
import { Mark } from '../ui/mark.tsx'
import { writeNumber } from '../words/phone.ts'
import { useWhen } from '../words/when.ts'

/** One appointment: when, who, what for, and the way to the call that made it. */
export const AppointmentLine = ({ appointment }: { readonly appointment: Appointment }) => {
  const { t } = useTranslation()
  const when = useWhen()
  const { services } = useBusiness()
  const { startsAt, endsAt, customerName, number, contact } = appointment
  const cancelled = appointment.status === 'cancelled'
  return (
    <li className="grid min-h-14 grid-cols-[5.5rem_1fr_auto] items-center gap-x-3 px-2 py-2">
      <p className={`text-sm ${cancelled ? 'text-quiet line-through' : 'font-medium'}`}>
        <time dateTime={startsAt}>{when.time(startsAt)}</time>
        <span className="block text-xs font-normal text-quiet">{t('value.until', { time: when.time(endsAt) })}</span>
      </p>
      <div className="flex min-w-0 flex-col items-start gap-1">
        <p className={customerName === null ? 'text-quiet italic' : 'font-medium'}>{customerName ?? t('contact.erased')}</p>
        <p className="text-sm text-quiet">
          <span className="mr-3 inline-block">{nameOf(services, appointment.service)}</span>
          {number !== null && (
            <a
              href={`tel:${number}`}
              className="inline-flex min-h-6 items-center whitespace-nowrap underline underline-offset-4 hover:text-ink"
            >
              {writeNumber(number)}
            </a>
          )}
        </p>
        {cancelled && (
          <Mark tone="plain" icon={CalendarX}>
            {t('appointments.cancelled')}
          </Mark>
        )}
      </div>
      {contact !== null && (
        <Link
          to="/contacts/$contact"
          params={{ contact }}
          className="-mr-1 inline-flex min-h-11 min-w-11 items-center justify-end gap-1 text-sm text-accent underline-offset-4 hover:underline"
        >
          <span className="max-sm:sr-only">{t('appointments.call')}</span>
          <ChevronRight aria-hidden className="size-4" />
        </Link>
      )}
    </li>
  )
}
