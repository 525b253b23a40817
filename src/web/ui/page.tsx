import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../shell/session.ts'

let pagesShown = 0

const HEADING = 'page-heading'

/** Where the focus goes when what had it is gone. */
export const focusHeading = (): void => document.getElementById(HEADING)?.focus({ preventScroll: true })

type PageProps = {
  /** Of the window, before the business's name; the heading too, when `heading` does not say otherwise. */
  readonly title: string
  readonly heading?: ReactNode
  /** Stands beside the heading. */
  readonly aside?: ReactNode
  readonly wide?: boolean
  readonly children: ReactNode
}

/** A page inside the shell. On the way from another page the heading takes the focus, so that a screen reader says where one is. */
export const Page = ({ title, heading = title, aside, wide = false, children }: PageProps) => {
  const { business } = useSession()
  useEffect(() => {
    pagesShown += 1
    if (pagesShown > 1) focusHeading()
  }, [])
  return (
    <div className={`mx-auto w-full px-4 pt-6 pb-12 md:px-8 md:pt-8 ${wide ? 'max-w-6xl' : 'max-w-3xl'}`}>
      <title>{`${title} · ${business.name}`}</title>
      <div className="mb-5 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h1 id={HEADING} tabIndex={-1} className="text-2xl font-semibold tracking-tight text-balance">
          {heading}
        </h1>
        {aside}
      </div>
      {children}
      <ForeignZone zone={business.timeZone} />
    </div>
  )
}

/** For a reader in another zone than the business: whose times these are. */
const ForeignZone = ({ zone }: { readonly zone: string }) => {
  const { t } = useTranslation()
  if (Intl.DateTimeFormat().resolvedOptions().timeZone === zone) return null
  return <p className="mt-8 text-sm text-quiet">{t('state.zone', { zone: zone.replaceAll('_', ' ') })}</p>
}
