import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** A page outside the shell: one thing to say, one thing to do. */
export const LonePage = (props: { readonly icon: LucideIcon; readonly title: string; readonly children: ReactNode }) => {
  const { icon: Icon, title, children } = props
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col items-start justify-center gap-4 px-6 py-12">
      <title>{`${title} · Firstline`}</title>
      <Icon aria-hidden className="size-9 text-accent" strokeWidth={1.5} />
      <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
      {children}
    </main>
  )
}
