import { RotateCw, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Refused } from '../api/client.ts'
import { Button } from './button.tsx'

/** Stands in for rows of a list while they are on their way, in the height they will have. */
export const RowsLoading = ({ rows = 4 }: { readonly rows?: number }) => {
  const { t } = useTranslation()
  return (
    <output aria-label={t('wrong.loading')} className="block divide-y divide-line overflow-hidden rounded-xl border border-line bg-card">
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className="flex min-h-18 flex-col justify-center gap-2.5 px-4">
          <span className="h-3.5 w-2/5 animate-pulse rounded bg-sunken" />
          <span className="h-3 w-3/5 animate-pulse rounded bg-sunken" />
        </span>
      ))}
    </output>
  )
}

/** What could not be loaded, why, and the way to try again. */
export const NotLoaded = ({ error, again }: { readonly error: unknown; readonly again: () => unknown }) => {
  const { t } = useTranslation()
  return (
    <div role="alert" className="flex flex-col items-center gap-3 rounded-xl border border-line bg-card px-6 py-10 text-center">
      <TriangleAlert aria-hidden className="size-7 text-warn" />
      <h2 className="font-semibold">{t('wrong.title')}</h2>
      <p className="max-w-prose text-quiet">{useSentence(error)}</p>
      <Button onClick={() => void again()}>
        <RotateCw aria-hidden className="size-4" />
        {t('wrong.again')}
      </Button>
    </div>
  )
}

/** An error as a sentence: our own in the reader's language, the server's as it said it. */
export const useSentence = (error: unknown): string => {
  const { t } = useTranslation()
  if (!(error instanceof Refused)) return String(error)
  if (error.type === 'Unreachable') return t('wrong.unreachable')
  return error.type === 'OtherVersion' ? t('wrong.otherVersion') : error.message
}
