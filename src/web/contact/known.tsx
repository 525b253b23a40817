import { CircleCheck, CircleDashed } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ContactDetail } from '#contract/index.ts'
import { Card } from '../ui/card.tsx'
import { useSlotWords } from './slot-words.ts'

/** What the caller said of themselves and their wish, and whether it was read back. */
export const Known = ({ contact }: { readonly contact: ContactDetail }) => {
  const { t } = useTranslation()
  const words = useSlotWords()
  return (
    <Card title={t('contact.known')}>
      {contact.slots.length === 0 && (
        <p className="text-quiet">{t(contact.endedAt === null ? 'contact.nothingYet' : 'contact.nothingKnown')}</p>
      )}
      <dl className="flex flex-col gap-2.5">
        {contact.slots.map((slot) => (
          <div key={slot.slot} className="grid grid-cols-[6.5rem_1fr_auto] items-baseline gap-x-3">
            <dt className="text-sm text-quiet">{words.name(slot.slot)}</dt>
            <dd className={`min-w-0 break-words ${slot.value === null ? 'text-quiet italic' : ''}`}>{words.value(slot)}</dd>
            <dd className={`self-center ${slot.confirmed ? 'text-good' : 'text-quiet'}`}>
              {slot.confirmed ? <CircleCheck aria-hidden className="size-4" /> : <CircleDashed aria-hidden className="size-4" />}
              <span className="sr-only">{t(slot.confirmed ? 'contact.confirmed' : 'contact.notConfirmed')}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
