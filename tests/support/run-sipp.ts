import { spawn } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ownLoopback } from './own-loopback.ts'

export type SippRun = { readonly successful: number; readonly failed: number; readonly errors: string }

/**
 * Runs one of our scenarios (tests/phone/scenarios) against a port of the loopback, and gives sipp's own count of calls.
 * sipp has been seen to count success where the call failed: look at our side too.
 */
export const runSipp = async (
  scenario: string,
  port: number,
  { calls = 1, rate = 20, transport = 'udp' }: { readonly calls?: number; readonly rate?: number; readonly transport?: 'udp' | 'tcp' } = {},
): Promise<SippRun> => {
  const folder = await mkdtemp(join(tmpdir(), 'firstline-sipp-'))
  const file = fileURLToPath(new URL(`../phone/scenarios/${scenario}.xml`, import.meta.url))
  const how = [
    '-sf',
    file,
    '-s',
    '100',
    '-i',
    ownLoopback(4),
    '-t',
    transport === 'udp' ? 'u1' : 't1',
    '-m',
    String(calls),
    '-r',
    String(rate),
  ]
  const record = ['-trace_stat', '-stf', join(folder, 'stat.csv'), '-trace_err', '-error_file', join(folder, 'errors.log')]
  // A busy machine is no error of the call's.
  const patience = ['-watchdog_minor_threshold', '3600000', '-watchdog_major_threshold', '3600000']
  const limits = ['-nostdin', '-timeout', '15s', '-timeout_error', '-recv_timeout', '10000', '-default_behaviors', 'none']
  try {
    await new Promise<void>((resolve, reject) => {
      const sipp = spawn('sipp', [`127.0.0.1:${port}`, ...how, ...record, ...limits, ...patience], { cwd: folder, stdio: 'ignore' })
      sipp.once('error', reject)
      sipp.once('exit', () => resolve())
    })
    const lines = (await readFile(join(folder, 'stat.csv'), 'utf8')).trim().split('\n')
    const names = (lines[0] ?? '').split(';')
    const last = (lines.at(-1) ?? '').split(';')
    const figure = (name: string): number => Number(last[names.indexOf(name)])
    const errors = (await readdir(folder)).includes('errors.log') ? await readFile(join(folder, 'errors.log'), 'utf8') : ''
    return { successful: figure('SuccessfulCall(C)'), failed: figure('FailedCall(C)'), errors }
  } finally {
    await rm(folder, { recursive: true })
  }
}
