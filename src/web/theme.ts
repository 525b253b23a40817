import { remember, remembered } from './remembered.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export const currentTheme = (): Theme => THEMES.find((theme) => theme === remembered('theme')) ?? 'system'

const wear = (theme: Theme): void => {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

export const chooseTheme = (theme: Theme): void => {
  remember('theme', theme)
  wear(theme)
}

/** Call before anything is shown. */
export const startTheme = (): void => wear(currentTheme())
