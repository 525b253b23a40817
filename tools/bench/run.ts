/**
 * `npm run bench -- NAME`: measures, and prints one JSON object on the last line. Figures depend on the machine and its load, which
 * stand beside them; quote medians, compare within one run.
 */
import { cpus, loadavg } from 'node:os'

const BENCHES: Readonly<Record<string, () => Promise<{ run: (words: readonly string[]) => Promise<object> }>>> = {
  answer: () => import('./answer.ts'),
  calls: () => import('./calls.ts'),
  reply: () => import('./reply.ts'),
  start: () => import('./start.ts'),
}

const [name = '', ...words] = process.argv.slice(2)
const load = BENCHES[name]
if (load === undefined) {
  console.error(`npm run bench -- NAME, where NAME is one of: ${Object.keys(BENCHES).join(', ')}`)
  process.exit(1)
}
const before = loadavg()[0]
const figures = await (await load()).run(words)
const machine = { cores: cpus().length, cpu: cpus()[0]?.model.trim(), load1: Number(before?.toFixed(2)) }
console.log(JSON.stringify({ bench: name, ...figures, machine }))
process.exit(0)
