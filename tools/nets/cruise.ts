import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'

/**
 * dependency-cruiser over src, failing also when it saw fewer modules than there are files: a compiler without the API
 * it needs makes it see none and pass.
 */
const run = spawnSync('node_modules/.bin/depcruise', ['src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'], {
  encoding: 'utf8',
  maxBuffer: 256 * 1024 * 1024,
})
if (run.stdout === '') {
  console.error(run.stderr)
  process.exit(1)
}
type Report = {
  readonly modules: readonly { readonly source: string }[]
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly to: string; readonly rule: { readonly name: string } }[]
  }
}
const report = JSON.parse(run.stdout) as Report
const seen = report.modules.filter((module) => module.source.startsWith('src/')).length
const files = globSync('src/**/*.{ts,tsx}').length
for (const { rule, from, to } of report.summary.violations) console.error(`${rule.name}: ${from} -> ${to}`)
if (seen < files) console.error(`too few modules cruised: ${seen} of ${files} files under src were seen`)
const clean = report.summary.violations.length === 0 && seen >= files
if (clean) console.log(`dependency rule holds over ${seen} modules`)
process.exit(clean ? 0 : 1)
