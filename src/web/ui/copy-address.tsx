import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** An address to read and to copy. Where the browser gives no clipboard (plain HTTP from another machine) it is only read. */
export const CopyAddress = ({ address }: { readonly address: string }) => {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = window.setTimeout(() => setCopied(false), 2_000)
    return () => window.clearTimeout(timer)
  }, [copied])
  return (
    <span className="inline-flex max-w-full items-center gap-1 rounded-lg bg-sunken pl-2.5">
      <code className="min-w-0 py-1.5 text-sm wrap-anywhere">{address}</code>
      {'clipboard' in navigator ? (
        <button
          type="button"
          aria-label={t('state.copy')}
          className="grid size-9 shrink-0 place-items-center rounded-lg text-quiet hover:text-ink"
          onClick={() => void navigator.clipboard.writeText(address).then(() => setCopied(true))}
        >
          {copied ? <Check aria-hidden className="size-4 text-good" /> : <Copy aria-hidden className="size-4" />}
        </button>
      ) : (
        <span className="w-1.5" />
      )}
      <output className="sr-only">{copied ? t('state.copied') : ''}</output>
    </span>
  )
}
