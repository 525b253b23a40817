import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

const TONES = {
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  accent: 'bg-accent-soft text-accent',
  plain: 'bg-sunken text-quiet',
} as const

export type Tone = keyof typeof TONES

/** A word with a quiet colour and a sign: the colour alone never says it (WCAG 2.2, 1.4.1). */
export const Mark = ({ tone, icon: Icon, children }: { readonly tone: Tone; readonly icon: LucideIcon; readonly children: ReactNode }) => (
  <span className={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-sm font-medium whitespace-nowrap ${TONES[tone]}`}>
    <Icon aria-hidden className="size-3.5 shrink-0" />
    {children}
  </span>
)
