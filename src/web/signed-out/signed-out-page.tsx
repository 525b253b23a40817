import { KeyRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { CONSOLE_LANGUAGES, chooseLanguage } from '../language/start-language.ts'
import { Button } from '../ui/button.tsx'
import { LonePage } from '../ui/lone-page.tsx'

/** Where everybody lands who has no session: how to get one. */
export const SignedOutPage = ({ linkUsed }: { readonly linkUsed: boolean }) => {
  const { t, i18n } = useTranslation()
  return (
    <LonePage icon={KeyRound} title={t(linkUsed ? 'signedOut.usedTitle' : 'signedOut.title')}>
      <p className="text-quiet text-pretty">{t(linkUsed ? 'signedOut.usedText' : 'signedOut.text')}</p>
      <pre className="w-full rounded-lg border border-line bg-card px-4 py-3">
        <code>./firstline link</code>
      </pre>
      <p className="text-quiet">{t('signedOut.open')}</p>
      <p className="mt-4 flex gap-2">
        {CONSOLE_LANGUAGES.filter(({ id }) => id !== i18n.language).map(({ id, name }) => (
          <Button key={id} look="quiet" lang={id} className="-ml-4" onClick={() => void chooseLanguage(id)}>
            {name}
          </Button>
        ))}
      </p>
    </LonePage>
  )
}
