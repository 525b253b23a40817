import { Link } from '@tanstack/react-router'
import { CalendarX, ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Appointment } from '#contract/index.ts'
import { Mark } from '../ui/mark.tsx'
import { writeNumber } from '../words/phone.ts'
import { useWhen } from '../words/when.ts'

/** One appointment: when, who, what for, and the way to the call that made it. */
export const AppointmentLine = ({ appointment }: { readonly appointment: Appointment }) => {
  const { t } = useTranslation()
  const when = useWhen()
  const { startsAt, endsAt, customerName, number, contact } = appointment
  const cancelled = appointment.status === 'cancelled'
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 rounded-lg px-2 py-2">
      <p className={`w-28 text-sm ${cancelled ? 'text-quiet line-through' : 'font-medium'}`}>
        <time dateTime={startsAt}>{when.time(startsAt)}</time>
        <span className="block text-xs font-normal text-quiet">{t('value.until', { time: when.time(endsAt) })}</span>
      </p>
      <div className="min-w-40 flex-1">
        <p className={customerName === null ? 'text-quiet italic' : 'font-medium'}>{customerName ?? t('contact.erased')}</p>
        <p className="text-sm text-quiet">
          {appointment.serviceName}
          {number !== null && (
            <>
              {' · '}
              <a href={`tel:${number}`} className="whitespace-nowrap underline underline-offset-4 hover:text-ink">
                {writeNumber(number)}
              </a>
            </>
          )}
        </p>
      </div>
      {cancelled && (
        <Mark tone="plain" icon={CalendarX}>
          {t('appointments.cancelled')}
        </Mark>
      )}
      {contact !== null && (
        <Link
          to="/contacts/$contact"
          params={{ contact }}
          className="inline-flex min-h-11 items-center gap-1 text-sm text-accent underline-offset-4 hover:underline"
        >
          {t('appointments.call')}
          <ChevronRight aria-hidden className="size-4" />
        </Link>
      )}
    </li>
  )
}
