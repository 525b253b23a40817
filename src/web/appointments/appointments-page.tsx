import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Appointment } from '#contract/index.ts'
import { appointmentsQuery } from '../api/queries.ts'
import { useBusiness } from '../shell/session.ts'
import { buttonLook } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { NotLoaded, RowsLoading } from '../ui/loading.tsx'
import { Page } from '../ui/page.tsx'
import { useNow } from '../words/now.ts'
import { useWhen } from '../words/when.ts'
import { AppointmentLine } from './appointment-line.tsx'

const DAY = 86_400_000

const daysAfter = (date: string, days: number): string => new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10)

/** A day's appointments, person by person. `day` undefined: today. */
export const AppointmentsPage = ({ day }: { readonly day: string | undefined }) => {
  const { t } = useTranslation()
  const when = useWhen()
  const { data, error, refetch } = useQuery(appointmentsQuery(day))
  const today = when.dateOf(useNow(60_000))
  const shown = day ?? today
  return (
    <Page title={t('appointments.title')} aside={<DaySwitch shown={shown} today={today} />}>
      <h2 className="mb-3 text-lg font-medium" aria-live="polite">
        {when.dayHeading(shown)}
        {data !== undefined && data.appointments.length > 0 && (
          <span className="ml-2 text-sm font-normal text-quiet">
            {t('appointments.count', { count: data.appointments.filter(({ status }) => status === 'booked').length })}
          </span>
        )}
      </h2>
      {data === undefined && (error ? <NotLoaded error={error} again={refetch} /> : <RowsLoading rows={3} />)}
      {data?.appointments.length === 0 && (
        <Empty icon={CalendarDays} title={t('appointments.emptyTitle')} text={t('appointments.emptyText')} />
      )}
      {data !== undefined && <ByPerson appointments={data.appointments} />}
    </Page>
  )
}

/** Whoever has appointments that day, in the order the playbook names people; last those it does not name any more. */
const ByPerson = ({ appointments }: { readonly appointments: readonly Appointment[] }) => {
  const { people } = useBusiness()
  const ids = [...new Set([...people.map(({ id }) => id), ...appointments.map(({ person }) => person)])]
  return (
    <div className="flex flex-col gap-4">
      {ids.map((person) => {
        const theirs = appointments.filter((appointment) => appointment.person === person)
        const [first] = theirs
        return (
          first !== undefined && (
            <Card key={person} title={first.personName}>
              <ol className="-mx-2 flex flex-col">
                {theirs.map((appointment) => (
                  <AppointmentLine key={appointment.id} appointment={appointment} />
                ))}
              </ol>
            </Card>
          )
        )
      })}
    </div>
  )
}

const DaySwitch = ({ shown, today }: { readonly shown: string; readonly today: string }) => {
  const { t } = useTranslation()
  const to = (date: string) => ({ to: '/appointments', search: date === today ? {} : { day: date } }) as const
  return (
    <div className="flex items-center gap-1">
      <Link {...to(daysAfter(shown, -1))} aria-label={t('appointments.previous')} className={`${buttonLook('plain')} px-3`}>
        <ChevronLeft aria-hidden className="size-5" />
      </Link>
      <Link {...to(today)} className={buttonLook('plain')}>
        {t('appointments.today')}
      </Link>
      <Link {...to(daysAfter(shown, 1))} aria-label={t('appointments.next')} className={`${buttonLook('plain')} px-3`}>
        <ChevronRight aria-hidden className="size-5" />
      </Link>
    </div>
  )
}
