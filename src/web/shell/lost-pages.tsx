import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { Compass, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, buttonLook } from '../ui/button.tsx'
import { LonePage } from '../ui/lone-page.tsx'

export const NotFoundPage = () => {
  const { t } = useTranslation()
  return (
    <LonePage icon={Compass} title={t('wrong.notFoundTitle')}>
      <p className="text-quiet">{t('wrong.notFoundText')}</p>
      <Link to="/contacts" className={buttonLook('main')}>
        {t('wrong.home')}
      </Link>
    </LonePage>
  )
}

export const CrashedPage = ({ error }: ErrorComponentProps) => {
  const { t } = useTranslation()
  return (
    <LonePage icon={TriangleAlert} title={t('wrong.crashedTitle')}>
      <p className="text-quiet">{t('wrong.crashedText')}</p>
      <code className="block rounded-lg bg-sunken p-3 text-sm break-words">{error instanceof Error ? error.message : String(error)}</code>
      <Button look="main" onClick={() => window.location.reload()}>
        {t('wrong.again')}
      </Button>
    </LonePage>
  )
}
