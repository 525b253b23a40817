import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EventLine } from '#contract/index.ts'
import { useWhen } from '../words/when.ts'

/** The record itself, for the curious: folded away. */
export const RawEvents = ({ events }: { readonly events: readonly EventLine[] }) => {
  const { t } = useTranslation()
  const when = useWhen()
  const [open, setOpen] = useState(false)
  return (
    <details className="group rounded-xl border border-line bg-card" onToggle={(toggle) => setOpen(toggle.currentTarget.open)}>
      <summary className="flex min-h-11 list-none items-center gap-2 rounded-xl px-4 text-sm text-quiet hover:text-ink">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        {t('contact.raw')} ({events.length})
      </summary>
      <ol className="flex flex-col gap-2 px-4 pb-4">
        {open &&
          events.map((event) => (
            <li key={event.seq} className="text-xs">
              <p className="text-quiet">
                {event.seq} · {when.time(event.at)} · <span className="font-medium text-ink">{event.type}</span>
              </p>
              <pre className="break-all whitespace-pre-wrap">{JSON.stringify({ ...event.data, ...event.personal })}</pre>
            </li>
          ))}
      </ol>
    </details>
  )
}
