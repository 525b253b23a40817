import type { TFunction } from 'i18next'
import type { ContactRow } from '#contract/index.ts'
import { writeNumber } from './phone.ts'

/** Who was in contact: the name, else the number, else why there is neither. */
export const whoIs = (t: TFunction, contact: Pick<ContactRow, 'callerName' | 'callerNumber' | 'erased'>): string => {
  if (contact.erased) return t('who.erased')
  if (contact.callerName !== null) return contact.callerName
  return contact.callerNumber === null ? t('who.withheld') : writeNumber(contact.callerNumber)
}
