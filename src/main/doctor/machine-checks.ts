import { tmpdir } from 'node:os'
import { ensureDataFolder, freeDiskBytes } from '#platform/files/data-folder.ts'
import { existingParent } from '#platform/files/existing-parent.ts'
import { type Check, ok, type Verdict } from './check.ts'

const OLDEST_NODE = 24

export const nodeVerdict = (version: string): Verdict =>
  Number.parseInt(version, 10) >= OLDEST_NODE
    ? ok(`Node ${version} runs this.`)
    : {
        standing: 'failed',
        sentence: `Node ${version} runs this; Firstline needs ${OLDEST_NODE} or newer, which comes with it.`,
        remedy: 'Run npm ci without --omit=optional, and start with ./firstline or npm start.',
      }

const GIGABYTE = 1024 ** 3
/** An hour of calls on 50 lines, recorded, is about 3 GB (8 kHz, 1 byte a sample, both ways). */
const COMFORTABLE_BYTES = 5 * GIGABYTE
const LEAST_BYTES = GIGABYTE / 2

export const diskVerdict = (folder: string, freeBytes: number): Verdict => {
  const free = `${(freeBytes / GIGABYTE).toFixed(1)} GB are free for ${folder}`
  const remedy = 'Make room on that disk, or choose a folder on another one with FIRSTLINE_DATA.'
  if (freeBytes < LEAST_BYTES) return { standing: 'failed', sentence: `Only ${free}.`, remedy }
  if (freeBytes < COMFORTABLE_BYTES) return { standing: 'limited', sentence: `${free}; recordings fill that soon.`, remedy }
  return ok(`${free}.`)
}

/** This program was written in 2026: a clock that says less is wrong, and appointments would be, too. */
const EARLIEST = Date.UTC(2026, 0, 1)
const LATEST = Date.UTC(2100, 0, 1)

export const clockVerdict = (epochMs: number): Verdict => {
  const shown = new Date(epochMs).toISOString()
  return epochMs >= EARLIEST && epochMs < LATEST
    ? ok(`The clock says ${shown}.`)
    : {
        standing: 'failed',
        sentence: `The clock says ${shown}, which cannot be.`,
        remedy: 'Set it (date -s), and keep it set with systemd-timesyncd or chrony.',
      }
}

/** Copenhagen is an hour ahead of UTC in January and two in July: known only where the time zone data is. */
export const timeZoneVerdict = (offsetOf: (month: number) => string): Verdict =>
  offsetOf(0) === 'GMT+1' && offsetOf(6) === 'GMT+2'
    ? ok('Time zones and daylight saving are known.')
    : {
        standing: 'failed',
        sentence: 'Time zones are not known to this Node: appointments would be hours off.',
        remedy: 'Use the Node that comes with Firstline: ./firstline, or npm start.',
      }

const offsetInCopenhagen = (month: number): string =>
  new Intl.DateTimeFormat('en', { timeZone: 'Europe/Copenhagen', timeZoneName: 'shortOffset' })
    .formatToParts(Date.UTC(2026, month, 15))
    .find((part) => part.type === 'timeZoneName')?.value ?? ''

export const machineChecks: readonly Check[] = [
  { name: 'node', needed: 'run', ask: () => nodeVerdict(process.versions.node) },
  {
    name: 'data folder',
    needed: 'run',
    ask: ({ dataFolder }) => {
      ensureDataFolder(dataFolder)
      return ok(`${dataFolder} can be written.`)
    },
  },
  { name: 'disk', needed: 'run', ask: ({ dataFolder }) => diskVerdict(dataFolder, freeDiskBytes(existingParent(dataFolder))) },
  {
    name: 'temporary folder',
    needed: 'run',
    ask: () => {
      ensureDataFolder(tmpdir())
      return ok(`${tmpdir()} can be written.`)
    },
  },
  { name: 'clock', needed: 'run', ask: () => clockVerdict(Date.now()) },
  { name: 'time zones', needed: 'run', ask: () => timeZoneVerdict(offsetInCopenhagen) },
]
