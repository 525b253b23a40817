import { useTranslation } from 'react-i18next'
import type { ContactDetail, DecisionLine } from '#contract/index.ts'
import { Card } from '../ui/card.tsx'
import { useWhen } from '../words/when.ts'
import { useDecisionWords } from './decision-words.ts'

/** Each decision of the first line's with the reason that is on record for it. */
export const Decisions = ({ contact }: { readonly contact: ContactDetail }) => {
  const { t } = useTranslation()
  const { decisions, playbookVersion, endedAt } = contact
  return (
    <Card title={t('contact.decisions')}>
      {decisions.length === 0 && <p className="text-quiet">{t(endedAt === null ? 'contact.nothingYet' : 'contact.noDecisions')}</p>}
      <ol className="flex flex-col gap-3">
        {decisions.map((decision) => (
          <li key={decision.seq}>
            <Decided decision={decision} />
          </li>
        ))}
      </ol>
      {decisions.length > 0 && playbookVersion !== null && (
        <p className="mt-4 border-t border-line pt-3 text-sm text-quiet">{t('contact.byPlaybook', { number: playbookVersion.number })}</p>
      )}
    </Card>
  )
}

const Decided = ({ decision }: { readonly decision: DecisionLine }) => {
  const { t } = useTranslation()
  const when = useWhen()
  const words = useDecisionWords()
  const { rule, article, score, note } = decision.reason
  const why = words.why(decision)
  return (
    <>
      <p>{words.what(decision)}</p>
      <p className="text-sm text-quiet">
        {why ?? <code>{rule}</code>}
        {score !== undefined && ` (${t('contact.sure', { percent: when.percent(score) })})`}
      </p>
      {article !== undefined && <p className="text-sm text-quiet">{t('contact.article', { article: words.article(article) })}</p>}
      {note !== undefined && <p className="text-sm text-quiet">{note}</p>}
    </>
  )
}
