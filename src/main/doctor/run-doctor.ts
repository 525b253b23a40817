import { AppError } from '#kernel/app-error.ts'
import type { Config } from '../config.ts'
import type { Check, Result } from './check.ts'
import { databaseChecks } from './database-checks.ts'
import { debianInstaller, type Installer } from './debian.ts'
import { machineChecks } from './machine-checks.ts'
import { packageChecks } from './package-checks.ts'
import { portChecks } from './port-checks.ts'

/** Everything the doctor asks, in the order it tells. */
export const CHECKS: readonly Check[] = [...machineChecks, ...databaseChecks, ...portChecks, ...packageChecks]

export type Diagnosis = {
  /** `ok`: everything; `limited`: it runs; `failed`: it would not. */
  readonly standing: 'ok' | 'limited' | 'failed'
  readonly results: readonly Result[]
  /** What `fix` did, or what is left for somebody who may. */
  readonly fix: string | undefined
}

export type DoctorOptions = {
  /** Install the Debian packages that are missing, or say how. */
  readonly fix: boolean
  /** Also ask about (and fix) what only the tests need. */
  readonly tests?: boolean
  readonly checks?: readonly Check[]
  readonly installer?: Installer
}

const ask = async (check: Check, config: Config): Promise<Result> => {
  try {
    return { name: check.name, ...(await check.ask(config)) }
  } catch (error) {
    // A refusal (AppError) is a sentence already; anything else is told as it came.
    const sentence = error instanceof AppError ? error.message : `This could not be found out: ${String(error)}`
    return { name: check.name, standing: 'failed', sentence }
  }
}

const askAll = async (checks: readonly Check[], config: Config): Promise<readonly Result[]> => {
  const results: Result[] = []
  for (const check of checks) results.push(await ask(check, config))
  return results
}

const worst = (results: readonly Result[]): Diagnosis['standing'] => {
  if (results.some((result) => result.standing === 'failed')) return 'failed'
  return results.some((result) => result.standing === 'limited') ? 'limited' : 'ok'
}

const installMissing = (packages: readonly string[], installer: Installer): string => {
  if (packages.length === 0) return 'No Debian package is missing.'
  const list = packages.join(' ')
  if (!installer.able) return `To install what is missing, run: sudo apt-get install --no-install-recommends ${list}`
  const refused = installer.install(packages)
  return refused === undefined ? `Installed ${list}.` : `${list} could not be installed: ${refused}`
}

/** Asks every check, one after the other; with `fix`, installs the Debian packages that are missing and asks again. */
export const runDoctor = async (config: Config, options: DoctorOptions): Promise<Diagnosis> => {
  const checks = (options.checks ?? CHECKS).filter((check) => check.needed === 'run' || options.tests === true)
  const results = await askAll(checks, config)
  if (!options.fix) return { standing: worst(results), results, fix: undefined }
  const packages = [...new Set(results.flatMap((result) => result.packages ?? []))]
  const fix = installMissing(packages, options.installer ?? debianInstaller)
  const after = packages.length === 0 ? results : await askAll(checks, config)
  return { standing: worst(after), results: after, fix }
}
