import { useTranslation } from 'react-i18next'
import type { Timings } from '#contract/index.ts'
import { Card } from '../ui/card.tsx'
import { useWhen } from '../words/when.ts'

const middleOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0

/** How long the caller waited: for the call to be picked up, and for each answer. */
export const TimingsCard = ({ timings }: { readonly timings: Timings }) => {
  const { t, i18n } = useTranslation()
  const when = useWhen()
  const { pickedUpAfterMs, durationMs, replyMs } = timings
  // The line writes -1 for what never happened.
  const figures = Object.entries(timings.measured).filter(([, value]) => value >= 0)
  if (pickedUpAfterMs === null && durationMs === null && replyMs.length === 0 && figures.length === 0) return null
  const row = (name: string, value: string) => (
    <div key={name} className="flex items-baseline justify-between gap-3">
      <dt className="text-sm text-quiet">{name}</dt>
      <dd className="text-right text-sm">{value}</dd>
    </div>
  )
  return (
    <Card title={t('contact.timings')}>
      <dl className="flex flex-col gap-2">
        {pickedUpAfterMs !== null && row(t('contact.pickedUpAfter'), when.length(pickedUpAfterMs))}
        {replyMs.length > 0 && row(t('contact.middleReply'), when.length(middleOf(replyMs)))}
        {replyMs.length > 1 && row(t('contact.worstReply'), when.length(Math.max(...replyMs)))}
        {durationMs !== null && row(t('contact.duration'), when.clock(durationMs))}
        {figures.map(([name, value]) =>
          row(
            i18n.exists(`figure.${name}`) ? t(`figure.${name}` as 'figure.jitterMs') : name,
            // What is measured in milliseconds says so in its name.
            name.endsWith('Ms') ? `${when.number(value)} ms` : when.number(value),
          ),
        )}
      </dl>
    </Card>
  )
}
