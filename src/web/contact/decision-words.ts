import { useTranslation } from 'react-i18next'
import type { DecisionLine } from '#contract/index.ts'
import { CONSOLE_LANGUAGES } from '../language/start-language.ts'
import type { english } from '../language/english.ts'
import { nameOf, useBusiness } from '../shell/session.ts'
import { useSlotWords } from './slot-words.ts'

type Rule = keyof (typeof english)['rule']
type Decided = keyof (typeof english)['decided']

/** Decisions and their reasons in plain words; what is not known here is shown by its id. */
export const useDecisionWords = () => {
  const { t, i18n } = useTranslation()
  const slots = useSlotWords()
  const business = useBusiness()

  const has = (group: 'rule' | 'decided' | 'outcome' | 'step', name: string): boolean => i18n.exists(`${group}.${name}`)

  /** `wish:book`, `declined:name`, `times-wanted`: a step, and at times the slot it is about. */
  const step = (detail: string): string => {
    const [name = '', about = ''] = detail.split(':')
    const whole = `${name}-${about}`
    if (about !== '' && has('step', whole)) return t(`step.${whole}` as 'step.wish-book')
    return has('step', name) ? t(`step.${name}` as 'step.declined', { what: slots.name(about) }) : detail
  }

  const subject = ({ what, detail }: DecisionLine): string => {
    if (what === 'call-type-set') return nameOf(business.callTypes, detail)
    if (what === 'language-set') return CONSOLE_LANGUAGES.find(({ id }) => id === detail)?.name ?? detail
    if (what === 'slot-filled' || what === 'slot-rejected') return slots.name(detail)
    if (what === 'knowledge-given') return nameOf(business.articles, detail)
    if (what === 'protected-topic-met') return nameOf(business.topics, detail)
    if (what === 'ended') return has('outcome', detail) ? t(`outcome.${detail}` as 'outcome.booked') : detail
    return step(detail)
  }

  return {
    what: (decision: DecisionLine): string =>
      has('decided', decision.what)
        ? t(`decided.${decision.what as Decided}`, { what: subject(decision) })
        : `${decision.what}: ${decision.detail}`,
    /** A rule may say more after a dot, `emergency.playbook`: its first word tells what kind it is. */
    why: (rule: string): string | undefined => {
      const kind = rule.split('.')[0] ?? rule
      return has('rule', kind) ? t(`rule.${kind as Rule}`) : undefined
    },
    article: (id: string): string => nameOf(business.articles, id),
  }
}
