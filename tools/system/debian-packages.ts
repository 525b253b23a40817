import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** A Debian package, and a file that is there when it is installed. */
export type DebianPackage = { readonly name: string; readonly proof: string; readonly what: string }

/** Programs that the test suites speak to. */
export const TEST_PACKAGES: readonly DebianPackage[] = [
  { name: 'sip-tester', proof: '/usr/bin/sipp', what: 'SIP calls, floods and faults' },
  { name: 'sipsak', proof: '/usr/bin/sipsak', what: 'SIP floods' },
  { name: 'baresip-core', proof: '/usr/bin/baresip', what: 'calls from a real softphone' },
  { name: 'chromium', proof: '/usr/bin/chromium', what: 'the console in a browser' },
  { name: 'pocketsphinx', proof: '/usr/bin/pocketsphinx_continuous', what: 'speech recognition' },
  { name: 'libpocketsphinx3', proof: '/usr/share/doc/libpocketsphinx3', what: 'speech recognition' },
  { name: 'pocketsphinx-en-us', proof: '/usr/share/pocketsphinx/model/en-us', what: 'speech recognition' },
  { name: 'espeak-ng', proof: '/usr/bin/espeak-ng', what: 'the Danish voice and spoken test calls' },
  { name: 'sox', proof: '/usr/bin/sox', what: 'measuring recordings' },
  { name: 'iproute2', proof: '/usr/sbin/ip', what: 'network namespaces' },
]

export const missingPackages = (packages: readonly DebianPackage[]): readonly DebianPackage[] =>
  packages.filter((wanted) => !existsSync(wanted.proof))

/** Installs what is missing when this is root on Debian. Gives what is still missing afterwards. */
export const installMissing = (packages: readonly DebianPackage[]): readonly DebianPackage[] => {
  const missing = missingPackages(packages)
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return missing
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...words: readonly string[]): boolean =>
    spawnSync('apt-get', ['-q', '-o', 'Dpkg::Use-Pty=0', ...words], { stdio: ['ignore', 'ignore', 'inherit'], env: environment }).status ===
    0
  console.log(`installing from Debian: ${missing.map((wanted) => wanted.name).join(' ')}`)
  apt('update')
  apt('install', '-y', '--no-install-recommends', ...missing.map((wanted) => wanted.name))
  return missingPackages(packages)
}
