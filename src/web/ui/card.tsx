import { type ReactNode, useId } from 'react'

/** A part of a page with its own heading. */
export const Card = ({
  title,
  children,
  className = '',
}: {
  readonly title: string
  readonly children: ReactNode
  readonly className?: string
}) => {
  const id = useId()
  return (
    <section aria-labelledby={id} className={`rounded-xl border border-line bg-card p-4 md:p-5 ${className}`}>
      <h2 id={id} className="mb-3 text-sm font-semibold text-quiet">
        {title}
      </h2>
      {children}
    </section>
  )
}
