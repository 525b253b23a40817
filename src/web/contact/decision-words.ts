import { useTranslation } from 'react-i18next'
import type { DecisionLine } from '#contract/index.ts'
import { CONSOLE_LANGUAGES } from '../language/start-language.ts'
import type { english } from '../language/english.ts'
import { nameOf, useBusiness } from '../shell/session.ts'
import { useSlotWords } from './slot-words.ts'

type Rule = keyof (typeof english)['rule']
type Decided = keyof (typeof english)['decided']

const DECLINED = 'declined:'

/** Nobody hung up: what the rule `hung-up` is given for may also be a line that dropped, or a crash. */
const wasCut = ({ what, detail }: DecisionLine): boolean =>
  (what === 'ended' && detail === 'interrupted') || (what === 'understood' && detail === 'left:network')

/** Decisions and their reasons in plain words; what is not known here is shown by its id. */
export const useDecisionWords = () => {
  const { t, i18n } = useTranslation()
  const slots = useSlotWords()
  const business = useBusiness()

  const has = (group: 'rule' | 'decided' | 'outcome' | 'step', name: string): boolean => i18n.exists(`${group}.${name}`)

  /** `wish:book`, `recording:name`, `times-wanted`: a step, and at times the slot it is about. */
  const step = (detail: string): string => {
    const [name = '', about = ''] = detail.split(':')
    const whole = `${name}-${about}`
    if (about !== '' && has('step', whole)) return t(`step.${whole}` as 'step.wish-book')
    return has('step', name) ? t(`step.${name}` as 'step.recording', { what: slots.name(about) }) : detail
  }

  /** The opening hours are answered from the hours themselves: they are no article of the playbook's. */
  const article = (id: string): string => (id === 'hours' ? t('contact.openingHours') : nameOf(business.articles, id))

  const subject = ({ what, detail }: DecisionLine): string => {
    if (what === 'call-type-set') return nameOf(business.callTypes, detail)
    if (what === 'language-set') return CONSOLE_LANGUAGES.find(({ id }) => id === detail)?.name ?? detail
    if (what === 'slot-filled' || what === 'slot-rejected') return slots.name(detail)
    if (what === 'knowledge-given') return article(detail)
    if (what === 'protected-topic-met') return nameOf(business.topics, detail)
    if (what === 'ended') return has('outcome', detail) ? t(`outcome.${detail}` as 'outcome.booked') : detail
    return step(detail)
  }

  return {
    what: (decision: DecisionLine): string => {
      const { what, detail } = decision
      if (what === 'understood' && detail.startsWith(DECLINED)) {
        return t('decided.declined', { what: slots.name(detail.slice(DECLINED.length)) })
      }
      return has('decided', what) ? t(`decided.${what as Decided}`, { what: subject(decision) }) : `${what}: ${detail}`
    },
    /** A rule may say more after a dot, `emergency.playbook`: its first word tells what kind it is. */
    why: (decision: DecisionLine): string | undefined => {
      const { rule } = decision.reason
      if (rule === 'hung-up' && wasCut(decision)) return t('rule.line-cut')
      const kind = rule.split('.')[0] ?? rule
      return has('rule', kind) ? t(`rule.${kind as Rule}`) : undefined
    },
    article,
  }
}
