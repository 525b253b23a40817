import { Button as BaseButton } from '@base-ui/react/button'
import type { ComponentProps } from 'react'

/** Targets are 44 pixels high, so that a thumb hits them (WCAG 2.2, 2.5.5). */
const SHAPE =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-lg px-4 text-sm font-medium transition-colors disabled:opacity-60 data-[disabled]:opacity-60'

const LOOKS = {
  main: 'bg-accent text-on-accent hover:opacity-90',
  plain: 'border border-line bg-card text-ink hover:bg-sunken',
  quiet: 'text-quiet hover:bg-sunken hover:text-ink',
} as const

type Look = keyof typeof LOOKS

export const buttonLook = (look: Look): string => `${SHAPE} ${LOOKS[look]}`

type ButtonProps = Omit<ComponentProps<typeof BaseButton>, 'className'> & { readonly look?: Look; readonly className?: string }

export const Button = ({ look = 'plain', className = '', ...rest }: ButtonProps) => (
  <BaseButton {...rest} className={`${buttonLook(look)} ${className}`} />
)
