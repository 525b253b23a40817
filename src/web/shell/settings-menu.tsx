import { Menu } from '@base-ui/react/menu'
import { Check, LogOut, Settings } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#kernel/language.ts'
import { CONSOLE_LANGUAGES, chooseLanguage } from '../language/start-language.ts'
import { THEMES, type Theme, chooseTheme, currentTheme } from '../theme.ts'

const ITEM =
  'flex min-h-11 items-center justify-between gap-6 rounded-lg px-3 text-sm outline-none data-[highlighted]:bg-sunken select-none'

/** Language, appearance, and the way out. */
export const SettingsMenu = () => {
  const { t, i18n } = useTranslation()
  const [theme, setTheme] = useState<Theme>(currentTheme)
  const signOut = useRef<HTMLFormElement>(null)
  return (
    <>
      <form ref={signOut} method="post" action="/sign-out" hidden />
      <Menu.Root modal={false}>
        <Menu.Trigger
          aria-label={t('settings.label')}
          className="flex size-11 shrink-0 items-center justify-center gap-3 rounded-lg text-sm text-quiet hover:bg-sunken hover:text-ink md:w-full md:justify-start md:px-3"
        >
          <Settings aria-hidden className="size-5 md:size-4" />
          <span className="hidden md:inline">{t('settings.label')}</span>
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner side="top" align="end" sideOffset={6} className="z-20">
            <Menu.Popup className="min-w-56 rounded-xl border border-line bg-card p-1.5 shadow-lg outline-none">
              <Choice title={t('settings.language')} value={i18n.language} choose={(language) => void chooseLanguage(language as Language)}>
                {CONSOLE_LANGUAGES.map(({ id, name }) => (
                  <Option key={id} value={id} lang={id}>
                    {name}
                  </Option>
                ))}
              </Choice>
              <Menu.Separator className="my-1.5 h-px bg-line" />
              <Choice
                title={t('settings.theme')}
                value={theme}
                choose={(chosen) => {
                  setTheme(chosen as Theme)
                  chooseTheme(chosen as Theme)
                }}
              >
                {THEMES.map((id) => (
                  <Option key={id} value={id}>
                    {t(`settings.${id}`)}
                  </Option>
                ))}
              </Choice>
              <Menu.Separator className="my-1.5 h-px bg-line" />
              <Menu.Item className={ITEM} onClick={() => signOut.current?.requestSubmit()}>
                {t('settings.signOut')}
                <LogOut aria-hidden className="size-4 text-quiet" />
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </>
  )
}

type ChoiceProps = {
  readonly title: string
  readonly value: string
  readonly choose: (value: string) => void
  readonly children: ReactNode
}

const Choice = ({ title, value, choose, children }: ChoiceProps) => (
  <Menu.Group>
    <Menu.GroupLabel className="px-3 pt-1.5 pb-1 text-xs text-quiet">{title}</Menu.GroupLabel>
    <Menu.RadioGroup value={value} onValueChange={choose}>
      {children}
    </Menu.RadioGroup>
  </Menu.Group>
)

const Option = ({ value, lang, children }: { readonly value: string; readonly lang?: string; readonly children: ReactNode }) => (
  <Menu.RadioItem value={value} className={ITEM} lang={lang} closeOnClick={false}>
    {children}
    <Menu.RadioItemIndicator>
      <Check aria-hidden className="size-4 text-accent" />
    </Menu.RadioItemIndicator>
  </Menu.RadioItem>
)
