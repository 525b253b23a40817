import { createLog } from '#platform/log/log.ts'
import { stopOnSignals } from '#platform/process/stop-signals.ts'
import { readConfig } from './config.ts'
import { type RunningServer, startServer } from './server.ts'

const STOP_PATIENCE_MS = 30_000

/** `./firstline start`: runs until SIGTERM or Ctrl-C. */
export const start = async ({ json }: { readonly json: boolean }): Promise<void> => {
  const started = performance.now()
  const config = readConfig(process.env)
  const log = createLog({
    level: config.log.level,
    showPersonal: config.log.showPersonal,
    pretty: !json && process.stdout.isTTY,
    write: (line) => process.stderr.write(line),
  })
  const server = await startServer(config, log)
  stopOnSignals({
    stop: () => server.stop(),
    patienceMs: STOP_PATIENCE_MS,
    onHurried: (why) => log.error({ why }, 'stopped in a hurry'),
  })
  const startedInMs = Math.round(performance.now() - started)
  if (json) console.log(JSON.stringify({ ready: true, http: server.http, sip: server.sip, signIn: server.signIn, startedInMs }))
  else console.log(banner(server, startedInMs))
}

const banner = ({ sip, signIn, createdDemo, limits }: RunningServer, startedInMs: number): string => `
  Firstline is ready (${(startedInMs / 1000).toFixed(1)} s).

  Call          ${sip}
                with a softphone that allows direct calls (Linphone, baresip, MicroSIP)
  See           ${signIn}
                opens the console once; a new link: ./firstline link
  Try           press 1 to book an appointment, 2 to leave a message,
                3 for opening hours and questions, 0 for a person
                ./firstline chat --playbook playbooks/dental/en.yaml   to type instead
${createdDemo ? '\n  A demo business was created: Harbour Dental (fictional).\n' : ''}${limits.map((limit) => `\n  Note          ${limit}`).join('')}
  Stop          Ctrl-C
`
