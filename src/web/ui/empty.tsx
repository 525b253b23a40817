import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** Nothing here yet: what that means, and the next step. */
export const Empty = (props: {
  readonly icon: LucideIcon
  readonly title: string
  readonly text: string
  readonly children?: ReactNode
}) => {
  const { icon: Icon, title, text, children } = props
  return (
    <div className="flex flex-col items-center gap-2 rounded-xl border border-dashed border-line px-3 py-12 text-center">
      <Icon aria-hidden className="size-8 text-quiet" strokeWidth={1.5} />
      <h2 className="font-semibold">{title}</h2>
      <p className="max-w-prose text-quiet text-pretty">{text}</p>
      {children}
    </div>
  )
}
