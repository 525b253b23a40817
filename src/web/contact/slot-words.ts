import { useTranslation } from 'react-i18next'
import type { SlotValue } from '#contract/index.ts'
import { nameOf, useBusiness } from '../shell/session.ts'
import { writeNumber } from '../words/phone.ts'
import { useWhen } from '../words/when.ts'

/** A day as the caller wished it: inclusive dates and hours, `2026-12-03/2026-12-05 15:00-18:00` or `2026-12-03 =15:00`. */
const DAY_WISH = /^(\d{4}-\d\d-\d\d)?(?:\/(\d{4}-\d\d-\d\d))?(?: ?=(\d\d:\d\d)| ?(\d\d:\d\d)?-(\d\d:\d\d)?)?$/
/** A chosen time, by the clock of the business: `2026-12-03T15:00`, with or without seconds and offset. */
const WALL_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)/

/** How slots and their values are written for people; what is not known here is shown as it was recorded. */
export const useSlotWords = () => {
  const { t, i18n } = useTranslation()
  const when = useWhen()
  const { services, people } = useBusiness()

  const dayWish = (value: string): string => {
    if (value === 'soonest') return t('value.soonest')
    const [found, from, to, exactly, earliest, latest] = DAY_WISH.exec(value) ?? []
    if (found === undefined || found === '') return value
    const days = [from, to].flatMap((date) => (date === undefined ? [] : [when.dayHeading(date)]))
    const hours = [
      ...(exactly === undefined ? [] : [t('value.at', { time: exactly })]),
      ...(earliest === undefined ? [] : [t('value.from', { time: earliest })]),
      ...(latest === undefined ? [] : [t('value.until', { time: latest })]),
    ]
    const [first, last] = days
    const span =
      first !== undefined && last !== undefined
        ? t('value.between', { from: first, to: i18n.language.startsWith('da') ? last.toLocaleLowerCase('da') : last })
        : (first ?? '')
    return [span, ...hours].filter((part) => part !== '').join(', ')
  }

  const wallTime = (value: string): string => {
    const [, date, time] = WALL_TIME.exec(value) ?? []
    return date === undefined || time === undefined ? value : `${when.dayHeading(date)}, ${t('value.at', { time })}`
  }

  return {
    name: (slot: string): string => (i18n.exists(`slot.${slot}`) ? i18n.t(`slot.${slot}` as 'slot.name') : slot),
    value: ({ slot, kind, value }: SlotValue): string => {
      if (value === null) return t('contact.erased')
      if (kind === 'recording') return t('value.recording')
      if (kind === 'phone') return writeNumber(value)
      if (kind === 'yes-no') return value === 'yes' || value === 'no' ? t(`value.${value}`) : value
      if (kind === 'date') return dayWish(value)
      if (slot === 'service') return nameOf(services, value)
      if (slot === 'person') return nameOf(people, value)
      return slot === 'time' ? wallTime(value) : value
    },
  }
}
