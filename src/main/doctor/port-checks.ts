import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { findRunning } from '../running-file.ts'
import type { Endpoint, PortRange } from '../setting-formats.ts'
import { type Check, ok, type Verdict } from './check.ts'

/** Tries to listen, and stops at once: why it cannot, or undefined. */
const tryTcp = ({ host, port }: Endpoint): Promise<string | undefined> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host, port }, () => server.close(() => resolve(undefined)))
  })

const tryUdp = ({ host, port }: Endpoint): Promise<string | undefined> =>
  new Promise((resolve) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close()
      resolve(error.code ?? error.message)
    })
    socket.bind({ address: host, port, exclusive: true }, () => socket.close(() => resolve(undefined)))
  })

const shown = ({ host, port }: Endpoint): string => `${host.includes(':') ? `[${host}]` : host}:${port}`

const WHY: Readonly<Record<string, readonly [why: string, remedy: (setting: string) => string]>> = {
  EADDRINUSE: [
    'another program has it (perhaps a Firstline that runs)',
    (setting) => `Stop that program (ss -lntup shows it), or choose another port with ${setting}.`,
  ],
  EACCES: ['this user may not take ports below 1024', (setting) => `Choose a port from 1024 on with ${setting}.`],
  EADDRNOTAVAIL: [
    'this machine does not have that address',
    (setting) => `Give an address of this machine (ip address shows them) with ${setting}.`,
  ],
}

type Tries = readonly (readonly [string, typeof tryTcp])[]

/** `ours`: where the Firstline that runs on this data folder listens (`http://host:port`, `sip:name@host:port`). */
const portVerdict = async (setting: string, asked: Endpoint, tries: Tries, ours?: string): Promise<Verdict> => {
  for (const [transport, attempt] of tries) {
    const code = await attempt(asked)
    if (code === undefined) continue
    if (code === 'EADDRINUSE' && ours?.endsWith(`:${asked.port}`) === true)
      return ok(`${shown(asked)} is in use by the Firstline that runs here.`)
    const [why, remedy] = WHY[code] ?? [code, (name: string) => `Choose another address or port with ${name}.`]
    return { standing: 'failed', sentence: `${shown(asked)} (${transport}) cannot be listened on: ${why}.`, remedy: remedy(setting) }
  }
  return ok(`${shown(asked)} is free${asked.port === 0 ? ' (any port)' : ''}.`)
}

/** As many pairs as are tried; a range of thousands is sampled evenly. */
const SAMPLE = 24
/** Fewer calls at once than this are soon too few. */
const COMFORTABLE_CALLS = 10

const audioVerdict = async ({ host, first, last }: PortRange): Promise<Verdict> => {
  if (first === 0) return portVerdict('FIRSTLINE_RTP', { host, port: 0 }, [['UDP', tryUdp]])
  const pairs = Math.floor((last - (first + (first % 2)) + 1) / 2)
  const step = Math.max(1, Math.floor(pairs / SAMPLE))
  let tried = 0
  let taken = 0
  for (let pair = 0; pair < pairs; pair += step) {
    const code = await tryUdp({ host, port: first + (first % 2) + 2 * pair })
    if (code !== undefined && code !== 'EADDRINUSE')
      return portVerdict('FIRSTLINE_RTP', { host, port: first + (first % 2) + 2 * pair }, [['UDP', tryUdp]])
    tried += 1
    if (code !== undefined) taken += 1
  }
  const calls = Math.round(pairs * (1 - taken / Math.max(1, tried)))
  const range = `${host}, ports ${first}-${last}`
  const remedy = 'Give more ports with FIRSTLINE_RTP: two for each call.'
  if (calls === 0) return { standing: 'failed', sentence: `${range}: none is free.`, remedy }
  if (calls < COMFORTABLE_CALLS) return { standing: 'limited', sentence: `${range} carry ${calls} calls at once.`, remedy }
  return ok(`${range} carry about ${calls} calls at once.`)
}

export const portChecks: readonly Check[] = [
  {
    name: 'console port',
    needed: 'run',
    ask: ({ http, dataFolder }) => portVerdict('FIRSTLINE_HTTP', http, [['TCP', tryTcp]], findRunning(dataFolder)?.http),
  },
  {
    name: 'SIP port',
    needed: 'run',
    ask: ({ sip, dataFolder }) => {
      const tries: Tries = [
        ['UDP', tryUdp],
        ['TCP', tryTcp],
      ]
      return portVerdict('FIRSTLINE_SIP', sip, tries, findRunning(dataFolder)?.sip)
    },
  },
  { name: 'audio ports', needed: 'run', ask: ({ rtp }) => audioVerdict(rtp) },
]
