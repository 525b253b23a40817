import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { builtPages } from './built-pages.ts'
import { testVoices } from './spoken.ts'

/** What `./firstline start --json` says of itself when it can take calls. */
export type Ready = {
  readonly ready: true
  readonly http: string
  /** What to call, e.g. `sip:harbour-dental@127.0.0.1:5060`. */
  readonly sip: string
  readonly signIn: string
  readonly startedInMs: number
}

export type RunningServer = Ready & {
  readonly process: ChildProcess
  readonly pid: number
  readonly folder: string
  /** All that it wrote to its log. */
  readonly log: () => string
  /** Asks the API as the owner. */
  api<Answer>(path: string, init?: RequestInit): Promise<Answer>
  /** A recording, as the bytes of its WAV file. */
  wav(path: string): Promise<Uint8Array>
  /** SIGTERM, and the exit code. The folder stays until `remove`. */
  stop(): Promise<number | null>
  kill(): Promise<void>
  remove(): void
}

export class ApiRefused extends Error {
  override readonly name = 'ApiRefused'
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** As its user starts it. */
const program = join(import.meta.dirname, '../../firstline')

export type StartOptions = {
  /** An existing data folder, to start again on it. */
  readonly folder?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly host?: string
  /** Renders every sentence itself, as a first start does, instead of sharing what other tests rendered. */
  readonly ownVoices?: true
}

/** The environment of a server of one's own: temporary folder, free ports, loopback. */
export const ownEnvironment = (folder: string, host = '127.0.0.1'): Record<string, string> => ({
  FIRSTLINE_DATA: folder,
  FIRSTLINE_HTTP: `${host}:0`,
  FIRSTLINE_SIP: `${host}:0`,
  FIRSTLINE_LOG: 'info',
})

/** Starts the program as its user does, on free ports and a temporary folder, and answers when it can take calls. */
export const startServer = async (options: StartOptions = {}): Promise<RunningServer> => {
  await builtPages()
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'firstline-server-'))
  if (options.ownVoices !== true && !existsSync(join(folder, 'voices'))) symlinkSync(testVoices(), join(folder, 'voices'))
  const child = spawn(program, ['start', '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...ownEnvironment(folder, options.host), ...options.environment },
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  const lines = createInterface({ input: child.stdout })
  const ready = await new Promise<Ready>((resolve, reject) => {
    lines.on('line', (line) => {
      if (line.startsWith('{"ready":true')) resolve(JSON.parse(line) as Ready)
      else log += `${line}\n`
    })
    child.once('exit', (code, signal) => reject(new Error(`the server ended (${signal ?? code}) before it was ready:\n${log}`)))
  })

  let key: Promise<string> | undefined
  const createKey = async (): Promise<string> => {
    const made = spawn(program, ['api-key', 'create', 'tests', '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, FIRSTLINE_DATA: folder, ...options.environment },
    })
    let text = ''
    made.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    await once(made, 'close')
    return (JSON.parse(text) as { key: string }).key
  }

  const exited = async (): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const [code] = (await once(child, 'exit')) as [number | null]
    return code
  }
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    key ??= createKey()
    const headers = { authorization: `Bearer ${await key}`, 'content-type': 'application/json' }
    const response = await fetch(`${ready.http}/api/v1${path}`, { ...init, headers })
    if (!response.ok) throw new ApiRefused(response.status, `${path}: ${response.status} ${await response.text()}`)
    return response
  }
  return {
    ...ready,
    process: child,
    pid: child.pid as number,
    folder,
    log: () => log,
    async api<Answer>(path: string, init?: RequestInit) {
      return (await (await ask(path, init)).json()) as Answer
    },
    wav: async (path) => new Uint8Array(await (await ask(path)).arrayBuffer()),
    stop() {
      child.kill('SIGTERM')
      return exited()
    },
    async kill() {
      child.kill('SIGKILL')
      await exited()
    },
    remove() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
