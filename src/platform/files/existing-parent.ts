import { existsSync } from 'node:fs'
import { dirname } from 'node:path'

/** The folder itself, or the nearest one above it that exists. */
export const existingParent = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : existingParent(dirname(folder))
