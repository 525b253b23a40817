import { CloudOff, PhoneOff, WifiOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { LiveState } from '../api/live.ts'
import { useSession } from './session.ts'

/** What is not as it should be, in a line above the page; nothing when all is well. */
export const StateLines = ({ live, online }: { readonly live: LiveState; readonly online: boolean }) => {
  const { t } = useTranslation()
  const { ready, notReady } = useSession()
  return (
    <div aria-live="polite">
      {!ready && (
        <Line tone="bg-bad-soft text-bad">
          <PhoneOff aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>
            <strong className="font-semibold">{t('state.notReady')}</strong>
            {notReady.map((sentence) => (
              <span key={sentence} className="block">
                {sentence}
              </span>
            ))}
          </span>
        </Line>
      )}
      {!online && (
        <Line tone="bg-warn-soft text-warn">
          <WifiOff aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t('state.offline')}
        </Line>
      )}
      {online && live === 'away' && (
        <Line tone="bg-warn-soft text-warn">
          <CloudOff aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t('state.away')}
        </Line>
      )}
    </div>
  )
}

const Line = ({ tone, children }: { readonly tone: string; readonly children: ReactNode }) => (
  <p className={`flex gap-2.5 px-4 py-2.5 text-sm md:px-8 ${tone}`}>{children}</p>
)
