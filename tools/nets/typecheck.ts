import { spawnSync } from 'node:child_process'

/** The three compilations: everything on Node, every core without a platform, the web part in a browser. */
const PROJECTS = ['tsconfig.json', 'tsconfig.core.json', 'tsconfig.web.json']

let failed = false
for (const project of PROJECTS) {
  const run = spawnSync(process.execPath, ['node_modules/@typescript/native/bin/tsc', '-p', project], { stdio: 'inherit' })
  if (run.status !== 0) failed = true
}
process.exit(failed ? 1 : 0)
