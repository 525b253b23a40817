import { AppError } from '#kernel/app-error.ts'

/** The last place where a contact could be kept refused it. Whoever promised something must now say the truth instead. */
export class JournalUnwritable extends AppError {
  override readonly name = 'JournalUnwritable'
  override readonly kind = 'unavailable'
  readonly folder: string
  /** The system's word for it: `ENOSPC` (disk full), `EROFS` or `EACCES` (read-only) ... */
  readonly code: string

  constructor(folder: string, cause: unknown) {
    const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown'
    const why =
      code === 'ENOSPC' || code === 'EDQUOT' ? 'the disk is full: free some space' : 'it must be a folder this program may write to'
    super(`the journal in ${folder} cannot be written (${code}): ${why}`, { cause })
    this.folder = folder
    this.code = code
  }
}
