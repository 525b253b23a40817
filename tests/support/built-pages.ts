import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { tryKernelLock } from '../../src/platform/files/kernel-lock.ts'

const house = join(import.meta.dirname, '../..')

/** The folder of the built pages, built anew when they are older than their sources. One builds, the others wait for it. */
export const builtPages = async (): Promise<string> => {
  const mine = () => tryKernelLock(join(house, 'node_modules/.firstline-build-lock'))
  let lock = mine()
  for (; lock === undefined; lock = mine()) await new Promise((resolve) => setTimeout(resolve, 100))
  try {
    await promisify(execFile)(process.execPath, ['tools/build/ensure-web.ts'], { cwd: house })
  } finally {
    lock.release()
  }
  return join(house, 'dist/web')
}
