import { spawnSync } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'

/** Builds the web part when it is missing or older than its sources, so that `npm start` after `npm ci` is all one types. */
const BUILT = 'dist/web/index.html'
const SOURCES = ['src/web/**/*.{ts,tsx,css,html,svg}', 'src/contract/**/*.ts', 'src/kernel/**/*.ts', 'vite.config.ts', 'package-lock.json']

const newest = Math.max(...globSync(SOURCES).map((file) => statSync(file).mtimeMs))
if (!existsSync(BUILT) || statSync(BUILT).mtimeMs < newest) {
  // Whoever builds, in a test run too, wants the pages as users get them.
  const env = { ...process.env, NODE_ENV: 'production' }
  const run = spawnSync('node_modules/.bin/vite', ['build', '--logLevel', 'warn'], { stdio: ['ignore', 'inherit', 'inherit'], env })
  if (run.status !== 0) {
    console.error('The web part could not be built; run "npm ci" (with its development packages) and try again.')
    process.exit(1)
  }
}
