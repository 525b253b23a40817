import { join } from 'node:path'
import { AppError } from '#kernel/app-error.ts'
import { type KernelLock, tryKernelLock } from './kernel-lock.ts'

export class DataFolderInUse extends AppError {
  override readonly name = 'DataFolderInUse'
  override readonly kind = 'conflict'
  readonly folder: string
  constructor(folder: string) {
    super(
      `The data folder ${folder} is in use by another Firstline. Stop that one, or give this one a folder of its own with FIRSTLINE_DATA.`,
    )
    this.folder = folder
  }
}

/**
 * One program to a data folder: holds it until `release`, or until this process is gone. The folder must exist.
 * Refuses with `DataFolderInUse`.
 */
export const lockDataFolder = (folder: string): KernelLock => {
  const lock = tryKernelLock(join(folder, 'lock'))
  if (lock === undefined) throw new DataFolderInUse(folder)
  return lock
}
