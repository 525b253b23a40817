import type { ContactRow } from '#contract/index.ts'
import { useNow } from '../words/now.ts'
import { useWhen } from '../words/when.ts'

/** How long a contact took; while it goes on, how long it has been going on, second by second. */
export const ContactLength = ({ contact }: { readonly contact: Pick<ContactRow, 'startedAt' | 'pickedUpAt' | 'endedAt'> }) => {
  const when = useWhen()
  const now = useNow(contact.endedAt === null ? 1_000 : undefined)
  const end = contact.endedAt === null ? now : Date.parse(contact.endedAt)
  const length = when.clock(end - Date.parse(contact.pickedUpAt ?? contact.startedAt))
  return contact.endedAt === null ? <span role="timer">{length}</span> : <span>{length}</span>
}
