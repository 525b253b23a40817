/** What this browser remembers of its user's taste. Where storage is forbidden, it forgets, and nothing breaks. */
type Taste = 'language' | 'theme'

const key = (taste: Taste): string => `firstline.${taste}`

export const remembered = (taste: Taste): string | undefined => {
  try {
    return localStorage.getItem(key(taste)) ?? undefined
  } catch {
    return undefined
  }
}

export const remember = (taste: Taste, value: string): void => {
  try {
    localStorage.setItem(key(taste), value)
  } catch {
    // The choice holds until the page is closed.
  }
}
