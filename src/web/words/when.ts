import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useBusiness } from '../shell/session.ts'
import { type When, whenIn } from './when-in.ts'

/** How this reader sees time. Inside the shell only: it needs the business's zone. */
export const useWhen = (): When => {
  const { t, i18n } = useTranslation()
  const { timeZone } = useBusiness()
  return useMemo(
    () =>
      whenIn(
        i18n.language === 'da' ? 'da' : 'en',
        timeZone,
        {
          today: t('day.today'),
          yesterday: t('day.yesterday'),
          tomorrow: t('day.tomorrow'),
        },
        navigator.languages,
      ),
    [t, i18n.language, timeZone],
  )
}
