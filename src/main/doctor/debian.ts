import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** How missing packages are put right on this machine. */
export type Installer = {
  /** True where `install` may be called: root on a Debian. */
  readonly able: boolean
  /** Installs; answers why it could not, or undefined. */
  install(packages: readonly string[]): string | undefined
}

const apt = (words: readonly string[]): string | undefined => {
  const run = spawnSync('apt-get', words, {
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (run.status === 0) return undefined
  return run.stderr?.trim().split('\n').at(-1) ?? run.error?.message ?? `apt-get ended with ${run.status ?? run.signal}`
}

export const debianInstaller: Installer = {
  able: process.getuid?.() === 0 && existsSync('/etc/debian_version'),
  // Lists of packages may be missing in a container, so they are fetched first; if that fails, old ones may still do.
  install: (packages) => {
    apt(['update', '-q'])
    return apt(['install', '-y', '-q', '--no-install-recommends', ...packages])
  },
}
