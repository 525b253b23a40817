import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readWav, writeWav } from '../../src/telephony/index.ts'
import { eventually } from './eventually.ts'

/** Two ends of a cable (a veth pair), one here and one in a network namespace of its own; root only. */
export type Cable = { readonly namespace: string; readonly here: string; readonly there: string; remove(): void }

const ip = (...words: readonly string[]): void => void execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] })

/** Whether this user may lay a cable. */
export const canLayCable = (): boolean => {
  if (process.getuid?.() !== 0) return false
  try {
    layCable().remove()
    return true
  } catch {
    return false
  }
}

export const layCable = (): Cable => {
  const id = randomBytes(3).toString('hex')
  const [namespace, hereEnd, thereEnd] = [`fl-${id}`, `flh-${id}`, `flt-${id}`]
  // Of 198.18.0.0/15, which is set apart for tests of networks (RFC 2544, RFC 6890): a net of four for each cable.
  const [byte = 0, more = 0] = randomBytes(2)
  const net = (last: number): string => `198.19.${byte}.${(more & 0xfc) + last}`
  ip('netns', 'add', namespace)
  try {
    ip('link', 'add', hereEnd, 'type', 'veth', 'peer', 'name', thereEnd, 'netns', namespace)
    ip('addr', 'add', `${net(1)}/30`, 'dev', hereEnd)
    ip('link', 'set', hereEnd, 'up')
    ip('-n', namespace, 'addr', 'add', `${net(2)}/30`, 'dev', thereEnd)
    ip('-n', namespace, 'link', 'set', thereEnd, 'up')
    ip('-n', namespace, 'link', 'set', 'lo', 'up')
  } catch (error) {
    ip('netns', 'del', namespace)
    throw error
  }
  return { namespace, here: net(1), there: net(2), remove: () => ip('netns', 'del', namespace) }
}

/** baresip, a softphone, at the far end of a cable. Its microphone and its keys are ours. */
export interface BaresipPhone {
  dial(target: string): void
  press(keys: string): void
  /** Speaks 8 kHz samples into the microphone from now on; then it is quiet. */
  say(samples: Int16Array): void
  /** Waits until the other side has hung up, or it did itself. */
  over(): Promise<void>
  /** What it heard in its last call, 8 kHz. */
  heard(): Int16Array
  close(): Promise<void>
}

const QUIET_SECONDS = 150
/** Changing the microphone swallows the first sounds of the new one: it begins with half a second of quiet. */
const LEAD_IN_SAMPLES = 4_000
const CONTROL_PORT = 4444

export const openBaresip = async (cable: Cable, from: string): Promise<BaresipPhone> => {
  const folder = mkdtempSync(join(tmpdir(), 'firstline-baresip-'))
  let takes = 0
  // It hangs up when its microphone's file ends: each is long enough for a whole call.
  const microphone = (samples: Int16Array): string => {
    const all = new Int16Array(LEAD_IN_SAMPLES + samples.length + QUIET_SECONDS * 8_000)
    all.set(samples, LEAD_IN_SAMPLES)
    takes += 1
    const file = join(folder, `microphone-${takes}.wav`)
    writeFileSync(file, writeWav({ sampleRate: 8_000, channels: [all] }))
    return file
  }
  const modules = ['g711', 'aufile', 'aubridge', 'sndfile'].map((name) => `module ${name}.so`)
  const config = [
    'module_path /usr/lib/baresip/modules',
    ...modules,
    'module_tmp account.so',
    'module_app menu.so',
    'module_app ctrl_tcp.so',
    `sip_listen ${cable.there}:5060`,
    `ctrl_tcp_listen ${cable.there}:${CONTROL_PORT}`,
    `audio_source aufile,${microphone(new Int16Array())}`,
    'audio_player aubridge,nowhere',
    'audio_alert aubridge,nowhere',
    `snd_path ${folder}`,
    '',
  ]
  writeFileSync(join(folder, 'config'), config.join('\n'))
  writeFileSync(join(folder, 'accounts'), `<sip:${from}@${cable.there}>;regint=0;audio_codecs=pcma/8000/1\n`)
  writeFileSync(join(folder, 'contacts'), '')
  const child = spawn('ip', ['netns', 'exec', cable.namespace, 'baresip', '-4', '-f', folder], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('latin1').on('data', (text: string) => (said += text))

  const control = await controlOf(cable, child, () => said)
  let events = ''
  control.setEncoding('utf8').on('data', (text: string) => (events += text))
  /** A netstring of JSON, as ctrl_tcp takes it. */
  const command = (name: string, params: string): void => {
    const text = JSON.stringify({ command: name, params, token: name })
    control.write(`${text.length}:${text},`)
  }
  return {
    dial: (target) => command('dial', target),
    press: (keys) => {
      for (const key of keys) command('sndcode', key)
    },
    say: (samples) => command('ausrc', `aufile,${microphone(samples)}`),
    over: () => eventually(`the end of baresip's call; it said ${said.slice(-2_000)}`, () => /CALL_CLOSED/.test(events), 120_000),
    heard: () => {
      const dump = readdirSync(folder)
        .filter((name) => name.endsWith('-dec.wav'))
        .toSorted()
        .at(-1)
      if (dump === undefined) throw new Error(`baresip recorded nothing: ${said}`)
      return readWav(readFileSync(join(folder, dump))).channels[0] ?? new Int16Array()
    },
    async close() {
      control.destroy()
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const controlOf = async (cable: Cable, child: ChildProcess, said: () => string): Promise<Socket> => {
  const until = Date.now() + 30_000
  for (;;) {
    const socket = connect({ host: cable.there, port: CONTROL_PORT })
    try {
      await once(socket, 'connect')
      return socket
    } catch (error) {
      if (Date.now() > until || child.exitCode !== null) throw new Error(`baresip does not come up: ${said()}`, { cause: error })
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
