import { accessSync, constants, existsSync, mkdirSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '#kernel/app-error.ts'

export class DataFolderUnusable extends AppError {
  override readonly name = 'DataFolderUnusable'
  override readonly kind = 'unavailable'
  readonly folder: string
  readonly reason: string
  constructor(folder: string, reason: string) {
    super(`The data folder ${folder} cannot be used: ${reason}. Choose a folder this program may write to with FIRSTLINE_DATA.`)
    this.folder = folder
    this.reason = reason
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this program may not write there',
  EPERM: 'this program may not write there',
  EROFS: 'it is on a read-only disk',
  ENOSPC: 'its disk is full',
  EDQUOT: 'its disk quota is used up',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a file of that name is in the way',
  ENOENT: 'it cannot be made there',
}

/** The sentence behind an errno of the file system, for a data folder. */
const whyUnusable = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException
  return REASONS[code ?? ''] ?? message
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

/**
 * Makes the folder and those above it that are missing, a level at a time. Node's own `recursive` never returns below /proc: it
 * answers each ENOENT by making the parent, which is there already, and tries again.
 */
const makeFolder = (folder: string): void => {
  if (isFolder(folder)) return
  const parent = dirname(folder)
  if (!existsSync(parent)) makeFolder(parent)
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Somebody else may have made it in this moment.
    if (!isFolder(folder)) throw error
  }
}

/** Makes the folder (private, 0700) when it is missing, and refuses with `DataFolderUnusable` when it cannot be written. */
export const ensureDataFolder = (folder: string): void => {
  try {
    makeFolder(folder)
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new DataFolderUnusable(folder, whyUnusable(error))
  }
}

/** Bytes an ordinary user may still write on the disk of `folder`. */
export const freeDiskBytes = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
