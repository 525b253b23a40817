import { Link } from '@tanstack/react-router'
import { ChevronRight, Phone } from 'lucide-react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { FollowUp } from '#contract/index.ts'
import { SpokenMessage } from '../ui/spoken-message.tsx'
import { writeNumber } from '../words/phone.ts'
import { useWhen } from '../words/when.ts'
import { CloseFollowUp } from './close-follow-up.tsx'
import { FollowUpState } from './follow-up-state.tsx'

/** Whom the work is owed to. */
export const owedTo = (t: TFunction, { erased, name, number }: FollowUp): string => {
  if (erased) return t('who.erased')
  return name ?? (number === null ? t('followUps.unknown') : writeNumber(number))
}

/** One follow-up: until when, for whom, what about; the number to ring, the message to hear, and "Done". */
export const FollowUpCard = ({ followUp }: { readonly followUp: FollowUp }) => {
  const { t } = useTranslation()
  const when = useWhen()
  const { number, matter, recording, contact } = followUp
  const who = owedTo(t, followUp)
  return (
    <li className="flex flex-col gap-3 rounded-xl border border-line bg-card p-4 md:p-5">
      <FollowUpState followUp={followUp} />
      <div>
        <h2 className={`text-lg font-semibold ${followUp.erased ? 'text-quiet italic' : ''}`}>{who}</h2>
        <p className="text-sm text-quiet">
          {t(`followUpKind.${followUp.kind}`)} · {t('followUps.taken', { when: when.dayAndTime(followUp.openedAt) })}
        </p>
      </div>
      {matter !== null && <p className="break-words whitespace-pre-wrap">{matter}</p>}
      {recording !== null && <SpokenMessage contact={contact} recording={recording} label={t('contact.spokenMessage')} />}
      <p className="flex flex-wrap gap-x-5 text-sm">
        {number !== null && (
          <a
            href={`tel:${number}`}
            className="inline-flex min-h-11 items-center gap-2 font-medium text-accent underline underline-offset-4"
          >
            <Phone aria-hidden className="size-4" />
            {writeNumber(number)}
          </a>
        )}
        <Link
          to="/contacts/$contact"
          params={{ contact }}
          className="inline-flex min-h-11 items-center gap-1 text-accent underline-offset-4 hover:underline"
        >
          {t('followUps.call')}
          <ChevronRight aria-hidden className="size-4" />
        </Link>
      </p>
      {followUp.closedAt === null && <CloseFollowUp followUp={followUp.id} who={who} />}
    </li>
  )
}
