import { createSocket } from 'node:dgram'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { lockDataFolder } from '#platform/files/lock-data-folder.ts'
import { type Config, readConfig } from '../config.ts'
import { tellRunning } from '../running-file.ts'
import type { Check, Result } from './check.ts'
import { clockVerdict, diskVerdict, nodeVerdict, timeZoneVerdict } from './machine-checks.ts'
import { packagesVerdict } from './package-checks.ts'
import { CHECKS, type DoctorOptions, runDoctor } from './run-doctor.ts'
import { diagnosisAsJson, tellDiagnosis } from './tell-diagnosis.ts'

// A database is started, which is slow on a busy machine.
vi.setConfig({ testTimeout: 90_000 })

let folder: string
let config: Config
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstline-doctor-'))
  config = readConfig({ FIRSTLINE_DATA: folder, FIRSTLINE_HTTP: '127.0.0.1:0', FIRSTLINE_SIP: '127.0.0.1:0', FIRSTLINE_RTP: '127.0.0.1:0' })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const asked = async (name: string, over: Partial<Config> = {}): Promise<Result | undefined> =>
  (await runDoctor({ ...config, ...over }, { fix: false, checks: CHECKS.filter((check) => check.name === name) })).results[0]

const limited = (packages: readonly string[], installed: readonly string[]): Check => ({
  name: 'voice',
  needed: 'run',
  ask: () =>
    packagesVerdict(
      packages.map((name) => ({ package: name, program: name })),
      { here: 'It speaks.', missed: 'it is silent' },
      (need) => installed.includes(need.package),
    ),
})
const broken: Check = {
  name: 'broken',
  needed: 'run',
  ask: () => {
    throw new Error('boom')
  },
}

test('every check has a name of its own, and on a machine that runs the tests none that matters fails', async () => {
  expect(new Set(CHECKS.map((check) => check.name)).size).toBe(CHECKS.length)
  const { results } = await runDoctor(config, { fix: false, tests: true })
  expect(results.filter((result) => result.standing === 'failed')).toEqual([])
})

describe('the verdict on the machine', () => {
  test.each([
    [nodeVerdict('24.21.0'), 'ok'],
    [nodeVerdict('20.20.2'), 'failed'],
    [diskVerdict('/d', 80e9), 'ok'],
    [diskVerdict('/d', 2e9), 'limited'],
    [diskVerdict('/d', 1e8), 'failed'],
    [clockVerdict(Date.UTC(2026, 10, 22)), 'ok'],
    [clockVerdict(0), 'failed'],
    [timeZoneVerdict((month) => (month === 0 ? 'GMT+1' : 'GMT+2')), 'ok'],
    [timeZoneVerdict(() => 'GMT'), 'failed'],
  ])('%j is %s', (verdict, standing) => {
    expect(verdict.standing).toBe(standing)
    expect(verdict.remedy === undefined).toBe(standing === 'ok')
  })
})

describe('ports', () => {
  test('a taken console port is told, with the setting that chooses another', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    expect(await asked('console port', { http: { host: '127.0.0.1', port } })).toEqual({
      name: 'console port',
      standing: 'failed',
      sentence: `127.0.0.1:${port} (TCP) cannot be listened on: another program has it (perhaps a Firstline that runs).`,
      remedy: 'Stop that program (ss -lntup shows it), or choose another port with FIRSTLINE_HTTP.',
    })
    other.close()
  })

  test('the ports of the Firstline that runs on this data folder are its own', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const taken = { host: '127.0.0.1', port: (other.address() as AddressInfo).port }
    const at = `127.0.0.1:${taken.port}`
    await tellRunning(folder, { pid: process.pid, http: `http://${at}`, sip: `sip:demo@${at}` })
    const ours = { standing: 'ok', sentence: `${at} is in use by the Firstline that runs here.` }
    expect(await asked('console port', { http: taken })).toMatchObject(ours)
    expect(await asked('SIP port', { sip: taken })).toMatchObject(ours)
    await tellRunning(folder, { pid: process.pid, http: 'http://127.0.0.1:1', sip: 'sip:demo@127.0.0.1:1' })
    expect((await asked('console port', { http: taken }))?.standing).toBe('failed')
    other.close()
  })

  test('a SIP port is asked for UDP and for TCP', async () => {
    const udp = createSocket('udp4')
    await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve))
    const result = await asked('SIP port', { sip: { host: '127.0.0.1', port: udp.address().port } })
    expect(result?.sentence).toContain('(UDP) cannot be listened on')
    udp.close()
    const tcp = createServer()
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve))
    const again = await asked('SIP port', { sip: { host: '127.0.0.1', port: (tcp.address() as AddressInfo).port } })
    expect(again?.sentence).toContain('(TCP) cannot be listened on')
    tcp.close()
  })

  test('an address that is not this machine’s is told', async () => {
    expect((await asked('SIP port', { sip: { host: '192.0.2.1', port: 0 } }))?.sentence).toContain(
      'this machine does not have that address',
    )
    expect((await asked('audio ports', { rtp: { host: '192.0.2.1', first: 20_000, last: 20_010 } }))?.standing).toBe('failed')
  })

  test('a narrow range of audio ports limits the calls', async () => {
    expect(await asked('audio ports', { rtp: { host: '127.0.0.1', first: 39_001, last: 39_007 } })).toMatchObject({
      standing: 'limited',
      sentence: '127.0.0.1, ports 39001-39007 carry 3 calls at once.',
    })
  })
})

describe('the database', () => {
  test('the embedded one is tried beside the real one, and leaves nothing', async () => {
    expect((await asked('database'))?.sentence).toMatch(/^The embedded PostgreSQL starts \(a new one in [\d.]+ s\)\.$/)
    expect(readdirSync(folder)).toEqual(['lock'])
  })

  test('a running Firstline has it', async () => {
    const lock = lockDataFolder(folder)
    expect((await asked('database'))?.sentence).toBe('The embedded PostgreSQL belongs to the Firstline that is running now.')
    lock.release()
  })

  test('an external one that is not there is told, without its password', async () => {
    const result = await asked('database', { databaseUrl: 'postgres://a:hunter2@127.0.0.1:1/x' })
    expect(result).toMatchObject({
      standing: 'failed',
      sentence: 'postgres://a:…@127.0.0.1:1/x cannot be used: connect ECONNREFUSED 127.0.0.1:1.',
    })
  })
})

test('a data folder that cannot be used is told', async () => {
  writeFileSync(join(folder, 'file'), '')
  expect(await asked('data folder', { dataFolder: join(folder, 'file') })).toMatchObject({
    standing: 'failed',
    sentence: expect.stringContaining('a file of that name is in the way') as string,
  })
})

test('a check that breaks is a failed one, and the others are still asked', async () => {
  const diagnosis = await runDoctor(config, { fix: false, checks: [broken, limited([], [])] })
  expect(diagnosis).toMatchObject({
    standing: 'failed',
    results: [{ sentence: 'This could not be found out: Error: boom' }, { standing: 'ok' }],
  })
})

describe('doctor --fix', () => {
  const fixing = (
    able: boolean,
    refusal?: string,
  ): { readonly installed: string[]; readonly options: (checks: readonly Check[]) => DoctorOptions } => {
    const installed: string[] = []
    const install = (packages: readonly string[]): string | undefined => {
      if (refusal === undefined) installed.push(...packages)
      return refusal
    }
    return { installed, options: (checks) => ({ fix: true, checks, installer: { able, install } }) }
  }

  test('installs what is missing where it may, and asks again', async () => {
    const { installed, options } = fixing(true)
    const diagnosis = await runDoctor(config, options([limited(['espeak-ng', 'sox'], installed)]))
    expect(installed).toEqual(['espeak-ng', 'sox'])
    expect(diagnosis).toMatchObject({ standing: 'ok', fix: 'Installed espeak-ng sox.' })
  })

  test('prints the command where it may not', async () => {
    const { installed, options } = fixing(false)
    const diagnosis = await runDoctor(config, options([limited(['espeak-ng'], installed)]))
    expect(installed).toEqual([])
    expect(diagnosis).toMatchObject({
      standing: 'limited',
      fix: 'To install what is missing, run: sudo apt-get install --no-install-recommends espeak-ng',
    })
  })

  test('says why an installation failed', async () => {
    const { installed, options } = fixing(true, 'E: Unable to locate package espeak-ng')
    const diagnosis = await runDoctor(config, options([limited(['espeak-ng'], installed)]))
    expect(diagnosis).toMatchObject({ standing: 'limited', fix: 'espeak-ng could not be installed: E: Unable to locate package espeak-ng' })
  })

  test('leaves the test tools alone unless asked for', async () => {
    const { installed, options } = fixing(true)
    const tools: Check = { ...limited(['sipp'], installed), needed: 'test' }
    await runDoctor(config, options([tools]))
    expect(installed).toEqual([])
    await runDoctor(config, { ...options([tools]), tests: true })
    expect(installed).toEqual(['sipp'])
  })
})

test('the diagnosis is told a line a check, with what to do, and closes with what it comes to', async () => {
  const diagnosis = await runDoctor(config, { fix: false, checks: [limited(['espeak-ng'], [])] })
  // eslint-disable-next-line no-control-regex
  expect(tellDiagnosis(diagnosis).replace(/\u001b\[\d+m/g, '')).toBe(
    [
      'limited voice  espeak-ng is not installed: it is silent.',
      '               apt-get install espeak-ng',
      '',
      'Firstline runs here. What is marked limited would make it better.',
      '',
    ].join('\n'),
  )
  expect(JSON.parse(diagnosisAsJson(diagnosis))).toMatchObject({
    standing: 'limited',
    results: [{ name: 'voice', packages: ['espeak-ng'] }],
  })
})
