import { SETTINGS } from './settings.ts'

/** Every setting: its value by default, and what it means. */
export const settingsCommand = async (): Promise<void> => {
  for (const { name, fallback, unset, meaning, example } of Object.values(SETTINGS)) {
    console.log(`${name}\n    ${meaning}\n    default: ${fallback ?? unset ?? 'not set'}\n    example: ${name}=${example}\n`)
  }
}
