import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLog } from '#platform/log/log.ts'
import { stopOnSignals } from '#platform/process/stop-signals.ts'
import { testCall } from './caller/call-command.ts'
import { readScenario } from './caller/scenario.ts'
import { readConfig } from './config.ts'
import { startServer } from './server.ts'

const SCENARIO = fileURLToPath(new URL('./caller/book-by-keypad.yaml', import.meta.url))

/** `npm run demo`: a server of its own on free ports and a temporary folder, one real call that books by keypad, and what came of it. */
export const demo = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'firstline-demo-'))
  const log = createLog({ level: 'warn', write: (line) => process.stderr.write(line) })
  const config = readConfig({ FIRSTLINE_DATA: folder, FIRSTLINE_HTTP: '127.0.0.1:0', FIRSTLINE_SIP: '127.0.0.1:0' })
  const server = await startServer(config, log)
  const tidy = async (): Promise<void> => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  stopOnSignals({ stop: tidy, patienceMs: 10_000, onHurried: () => undefined })
  try {
    console.log(`calling ${server.sip}`)
    const scenario = readScenario(SCENARIO)
    const api = { url: server.http, key: await server.createApiKey('demo') }
    const result = await testCall({ target: server.sip, address: '127.0.0.1', scenario, api, tell: (line) => console.log(line), log })
    await tidy()
    console.log(JSON.stringify(result))
    process.exit(result.outcome === 'booked' ? 0 : 1)
  } catch (error) {
    await tidy()
    throw error
  }
}
