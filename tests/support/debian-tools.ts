import { existsSync } from 'node:fs'

/** Programs from Debian that some suites speak to. A suite without its program is left out, and the run says so. */
export const installed = (...programs: readonly string[]): boolean =>
  programs.every((program) => ['/usr/bin', '/usr/sbin', '/bin', '/sbin'].some((folder) => existsSync(`${folder}/${program}`)))
