import { Link } from '@tanstack/react-router'
import { CalendarDays, ListChecks, Phone } from 'lucide-react'
import { useTranslation } from 'react-i18next'

const LINK =
  'flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs text-quiet md:min-h-11 md:flex-none md:flex-row md:justify-start md:gap-3 md:rounded-lg md:px-3 md:text-sm hover:text-ink md:hover:bg-sunken'
const HERE = { className: 'font-semibold text-accent! md:bg-accent-soft!' }

/** The way about: at the side of a screen, at the bottom of a phone, where the thumb is. */
export const Nav = ({ open, overdue }: { readonly open: number; readonly overdue: number }) => {
  const { t } = useTranslation()
  return (
    <nav
      aria-label={t('nav.label')}
      className="fixed inset-x-0 bottom-0 z-10 flex border-t border-line bg-card pb-[env(safe-area-inset-bottom)] md:static md:flex-1 md:flex-col md:gap-1 md:border-0 md:pb-0"
    >
      <Link to="/contacts" className={LINK} activeProps={HERE}>
        <Phone aria-hidden className="size-5 md:size-4" />
        {t('nav.contacts')}
      </Link>
      <Link to="/appointments" className={LINK} activeProps={HERE}>
        <CalendarDays aria-hidden className="size-5 md:size-4" />
        {t('nav.appointments')}
      </Link>
      <Link to="/follow-ups" className={`${LINK} relative`} activeProps={HERE}>
        <ListChecks aria-hidden className="size-5 md:size-4" />
        {t('nav.followUps')}
        {open > 0 && <Owed open={open} overdue={overdue} />}
      </Link>
    </nav>
  )
}

/** How many follow-ups are open; in red, and said, when some are overdue. */
const Owed = ({ open, overdue }: { readonly open: number; readonly overdue: number }) => {
  const { t } = useTranslation()
  const tone = overdue > 0 ? 'bg-bad-soft text-bad' : 'bg-sunken text-quiet'
  return (
    <span
      className={`absolute top-1 left-1/2 ml-2 rounded-full px-1.5 text-xs font-semibold md:static md:ml-auto md:px-2 md:py-0.5 ${tone}`}
    >
      <span aria-hidden>
        {open}
        {overdue > 0 && '!'}
      </span>
      <span className="sr-only">
        {' '}
        {t('nav.open', { count: open })}
        {overdue > 0 && `, ${t('nav.overdue', { count: overdue })}`}
      </span>
    </span>
  )
}
