import { spawnSync } from 'node:child_process'
import { installMissing, TEST_PACKAGES } from '../system/debian-packages.ts'

/**
 * `npm test`: the nets first (they are quick and say where), then the page that the browser tests open, then every suite.
 * Closes with "N passed, N failed, N skipped".
 */
const NETS: readonly (readonly [string, readonly string[]])[] = [
  ['types', ['run', '-s', 'typecheck']],
  ['dependency rule', ['run', '-s', 'depcruise']],
  ['lint', ['run', '-s', 'lint']],
  ['format', ['run', '-s', 'format:check']],
  ['dead code', ['run', '-s', 'knip']],
  ['web build', ['run', '-s', 'build', '--', '--logLevel', 'warn']],
]

for (const left of installMissing(TEST_PACKAGES))
  console.log(`left out, for want of ${left.name}: ${left.what} (apt-get install ${left.name})`)

let broken = 0
for (const [name, words] of NETS) {
  const started = performance.now()
  const run = spawnSync('npm', words, { stdio: 'inherit' })
  console.log(`${run.status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  if (run.status !== 0) broken += 1
}
if (broken > 0) {
  console.log(`0 passed, ${broken} failed, 0 skipped`)
  process.exit(1)
}
const suites = spawnSync('node_modules/.bin/vitest', ['run', ...process.argv.slice(2)], { stdio: 'inherit' })
process.exit(suites.status ?? 1)
