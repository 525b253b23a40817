import {
  ArrowUpRight,
  CalendarCheck,
  CircleAlert,
  MessageSquareText,
  NotebookPen,
  PhoneCall,
  PhoneForwarded,
  PhoneIncoming,
  PhoneMissed,
  PhoneOff,
  MessageCircleReply,
  ShieldBan,
  type LucideIcon,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ContactRow, OutcomeName } from '#contract/index.ts'
import { Mark, type Tone } from '../ui/mark.tsx'

/** How an outcome looks: green what was settled, amber what is owed to somebody, red what went wrong, grey the rest. */
const LOOK: Readonly<Record<OutcomeName, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  answered: { tone: 'good', icon: MessageCircleReply },
  booked: { tone: 'good', icon: CalendarCheck },
  routed: { tone: 'good', icon: PhoneForwarded },
  'message-taken': { tone: 'warn', icon: MessageSquareText },
  escalated: { tone: 'warn', icon: ArrowUpRight },
  logged: { tone: 'plain', icon: NotebookPen },
  abandoned: { tone: 'plain', icon: PhoneMissed },
  spam: { tone: 'plain', icon: ShieldBan },
  interrupted: { tone: 'bad', icon: PhoneOff },
}

/** Where a contact stands: ringing, on the line, or its outcome. */
export const ContactMark = ({ contact }: { readonly contact: Pick<ContactRow, 'state' | 'outcome'> }) => {
  const { t } = useTranslation()
  if (contact.outcome !== null) {
    const { tone, icon } = LOOK[contact.outcome]
    return (
      <Mark tone={tone} icon={icon}>
        {t(`outcome.${contact.outcome}`)}
      </Mark>
    )
  }
  const ringing = contact.state === 'ringing'
  return (
    <Mark tone="accent" icon={ringing ? PhoneIncoming : PhoneCall}>
      {t(ringing ? 'contactState.ringing' : 'contactState.live')}
    </Mark>
  )
}

export const UrgentMark = () => {
  const { t } = useTranslation()
  return (
    <Mark tone="bad" icon={CircleAlert}>
      {t('urgent')}
    </Mark>
  )
}
