import { z } from 'zod'
import { parseInstallationKey } from '#platform/vault/installation-key.ts'
import { LOG_LEVELS } from '#platform/log/log.ts'
import { addressList, endpoint, ipAddress, oneOf, portRange, postgresUrl } from './setting-formats.ts'

/** A setting, described once: the refusals, docs/settings.md and `./firstline settings` are made of this. */
export type Setting<T> = {
  readonly name: string
  /** What is read when it is not set; undefined: nothing, and `unset` says what that means. */
  readonly fallback: string | undefined
  readonly unset?: string
  readonly meaning: string
  readonly example: string
  /** Its value is never shown. */
  readonly secret?: boolean
  readonly format: z.ZodType<T, string>
}

const setting = <T>(described: Setting<T>): Setting<T> => described

const secretKey = z.string().transform((text, context) => {
  try {
    return parseInstallationKey(text, 'FIRSTLINE_SECRET_KEY')
  } catch {
    context.addIssue({ code: 'custom', message: 'that is not 32 bytes in base64 (44 characters) or hexadecimal (64)' })
    return z.NEVER
  }
})

export const SETTINGS = {
  data: setting({
    name: 'FIRSTLINE_DATA',
    fallback: './data',
    meaning:
      'The folder for everything this installation keeps: the embedded database, recordings, the journal and the secret key. Made when missing, readable only by its user. One program at a time uses it.',
    example: '/var/lib/firstline',
    format: z.string(),
  }),
  http: setting({
    name: 'FIRSTLINE_HTTP',
    fallback: '127.0.0.1:8080',
    meaning: 'Where the console and the API listen. Port 0 takes a free port.',
    example: '0.0.0.0:8080',
    format: endpoint,
  }),
  sip: setting({
    name: 'FIRSTLINE_SIP',
    fallback: '127.0.0.1:5060',
    meaning: 'Where calls arrive, by SIP over UDP and TCP. Port 0 takes a free port.',
    example: '192.0.2.10:5060',
    format: endpoint,
  }),
  rtp: setting({
    name: 'FIRSTLINE_RTP',
    fallback: undefined,
    unset: 'the address of `FIRSTLINE_SIP`, ports 16384-32767',
    meaning: 'The address and the range of UDP ports for the audio of calls: two ports for each call. Port 0 takes free ports.',
    example: '192.0.2.10:16384-32767',
    format: portRange,
  }),
  publicAddress: setting({
    name: 'FIRSTLINE_PUBLIC_ADDRESS',
    fallback: undefined,
    unset: 'the addresses above are the ones callers reach',
    meaning:
      'The IP address at which callers reach this machine, when it stands behind address translation (NAT). It is written into SIP and SDP; the router must pass the SIP port and the RTP range on unchanged.',
    example: '198.51.100.7',
    format: ipAddress,
  }),
  sipTrusted: setting({
    name: 'FIRSTLINE_SIP_TRUSTED',
    fallback: undefined,
    unset: 'nobody',
    meaning:
      'The SIP servers whose word on who is calling (P-Asserted-Identity, RFC 3325) is believed: IP addresses or networks, separated by commas. From anybody else that header is ignored.',
    example: '192.0.2.1, 198.51.100.0/24',
    format: addressList,
  }),
  databaseUrl: setting({
    name: 'DATABASE_URL',
    fallback: undefined,
    unset: 'the embedded PostgreSQL, in the data folder',
    meaning:
      'A PostgreSQL, 15 or newer, to use instead of the embedded one. Its role must be allowed to make tables in that database, and needs CREATEROLE at the first start.',
    example: 'postgres://firstline:secret@db.example.com:5432/firstline',
    secret: true,
    format: postgresUrl,
  }),
  secretKey: setting({
    name: 'FIRSTLINE_SECRET_KEY',
    fallback: undefined,
    unset: 'the file `secret.key` in the data folder, made at the first start',
    meaning:
      'The key under which personal data is sealed: 32 bytes in base64 or hexadecimal, as `openssl rand -base64 32` makes them. Keep a copy apart from the backups: without it nobody can read them.',
    // No key stands here: somebody would use it.
    example: 'the output of openssl rand -base64 32',
    secret: true,
    format: secretKey,
  }),
  apiKey: setting({
    name: 'FIRSTLINE_API_KEY',
    fallback: undefined,
    unset: 'a key made for that one call, when Firstline runs on this data folder',
    meaning:
      'For the command line only: the API key with which `./firstline call` reads the conversation and its outcome. `./firstline start` has no use for it.',
    example: 'fl_...',
    secret: true,
    format: z.string().startsWith('fl_', 'a key begins with fl_ ("./firstline api-key create" makes one)'),
  }),
  logLevel: setting({
    name: 'FIRSTLINE_LOG',
    fallback: 'info',
    meaning: `How much is written to the log: ${LOG_LEVELS.join(', ')}.`,
    example: 'debug',
    format: oneOf(LOG_LEVELS),
  }),
  logPersonal: setting({
    name: 'FIRSTLINE_LOG_PERSONAL',
    fallback: 'hide',
    meaning: 'Whether names, numbers and words spoken are shown in the log: hide or show. Show them only while looking for a fault.',
    example: 'show',
    format: oneOf(['hide', 'show']),
  }),
} as const satisfies Readonly<Record<string, Setting<unknown>>>
