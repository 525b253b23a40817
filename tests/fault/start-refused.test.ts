import { execFileSync, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ownEnvironment, type RunningServer, startServer } from '../support/running-server.ts'

// Some refuse only when the database is up: slow on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const cli = join(import.meta.dirname, '../../src/main/cli.ts')

let server: RunningServer
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'firstline-refused-'))
  server = await startServer()
})
afterAll(async () => {
  expect(await server.stop()).toBe(0)
  server.remove()
  rmSync(folder, { recursive: true, force: true })
})

/** Starts the program, which is to refuse: its exit code and what it wrote to standard error. */
const refused = async (
  environment: Readonly<Record<string, string>>,
  before: readonly string[] = [],
): Promise<{ readonly code: number | null; readonly sentence: string }> => {
  const [program, ...words] = [...before, process.execPath, cli, 'start', '--json']
  const child = spawn(program, words, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...ownEnvironment(folder), FIRSTLINE_LOG: 'silent', ...environment },
  })
  let sentence = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    sentence += text
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, sentence }
}

/** One line that a person can act on: it names the thing, and shows no stack. */
const expectSentence = ({ code, sentence }: { readonly code: number | null; readonly sentence: string }, about: RegExp): void => {
  expect(sentence).toMatch(about)
  expect(sentence.trim().split('\n')).toHaveLength(1)
  expect(sentence).toMatch(/^firstline: [A-Z].*\S\n$/)
  expect(code).toBe(1)
}

test('a wrong setting, and one that is none, are refused by name', async () => {
  expectSentence(await refused({ FIRSTLINE_SIP: 'everywhere' }), /FIRSTLINE_SIP is "everywhere"/)
  expectSentence(await refused({ FIRSTLINE_SPI: '127.0.0.1:5060' }), /FIRSTLINE_SPI is no setting.*FIRSTLINE_SIP/)
})

test('a second start on one data folder says that the first is running', async () => {
  expectSentence(await refused({ FIRSTLINE_DATA: server.folder }), /in use by another Firstline/)
  expect((await fetch(`${server.http}/healthz`)).status).toBe(200)
})

test('an occupied HTTP port is told with its setting', async () => {
  const taken = new URL(server.http).host
  expectSentence(await refused({ FIRSTLINE_HTTP: taken }), new RegExp(`${taken}.*FIRSTLINE_HTTP|FIRSTLINE_HTTP.*${taken}`))
})

test('an occupied SIP port, by UDP or by TCP alone, is told with its setting', async () => {
  const udp = createSocket('udp4').bind(0, '127.0.0.1')
  await once(udp, 'listening')
  const udpPort = udp.address().port
  expectSentence(await refused({ FIRSTLINE_SIP: `127.0.0.1:${udpPort}` }), new RegExp(`${udpPort}.*FIRSTLINE_SIP`))
  udp.close()
  const tcp = createServer().listen(0, '127.0.0.1')
  await once(tcp, 'listening')
  const tcpPort = (tcp.address() as AddressInfo).port
  expectSentence(await refused({ FIRSTLINE_SIP: `127.0.0.1:${tcpPort}` }), new RegExp(`${tcpPort}.*FIRSTLINE_SIP`))
  tcp.close()
})

test.runIf(process.getuid?.() === 0)('a data folder on a read-only disk is told', async () => {
  const mounted = join(folder, 'read-only')
  mkdirSync(mounted)
  const script = `mount -t tmpfs -o ro tmpfs ${mounted} && exec "$@"`
  expectSentence(await refused({ FIRSTLINE_DATA: mounted }, ['unshare', '-m', 'sh', '-c', script, 'sh']), /read-only.*FIRSTLINE_DATA/)
})

test.skipIf(process.getuid?.() === 0)('a data folder that may not be written is told', async () => {
  const mine = join(folder, 'not-mine')
  mkdirSync(mine)
  chmodSync(mine, 0o500)
  expectSentence(await refused({ FIRSTLINE_DATA: mine }), /may not write there.*FIRSTLINE_DATA/)
})

test.runIf(process.getuid?.() === 0)('a data folder on a full disk is told', async () => {
  const mounted = join(folder, 'full')
  mkdirSync(mounted)
  const script = `mount -t tmpfs -o size=64k tmpfs ${mounted} && (head -c 64k /dev/zero > ${mounted}/ballast; true) 2>/dev/null && exec "$@"`
  expectSentence(await refused({ FIRSTLINE_DATA: mounted }, ['unshare', '-m', 'sh', '-c', script, 'sh']), /disk is full|full/)
})

test.runIf(process.getuid?.() === 0)('a disk on which the database does not fit is told', async () => {
  const mounted = join(folder, 'small')
  mkdirSync(mounted)
  const script = `mount -t tmpfs -o size=20m tmpfs ${mounted} && exec "$@"`
  expectSentence(await refused({ FIRSTLINE_DATA: mounted }, ['unshare', '-m', 'sh', '-c', script, 'sh']), /No space left on device|full/)
})

test('after all these refusals nothing is left running', () => {
  const running = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
  expect(running.split('\n').filter((line) => line.includes(folder))).toEqual([])
})
