import { resolve } from 'node:path'
import type { z } from 'zod'
import { AppError } from '#kernel/app-error.ts'
import type { LogLevel } from '#platform/log/log.ts'
import { nearestName } from './nearest-name.ts'
import type { Endpoint, PortRange } from './setting-formats.ts'
import { type Setting, SETTINGS } from './settings.ts'

/** What the environment asked for, read and checked: the only thing the rest of the program sees of it. */
export type Config = {
  /** Absolute. */
  readonly dataFolder: string
  readonly http: Endpoint
  readonly sip: Endpoint
  readonly rtp: PortRange
  readonly publicAddress: string | undefined
  /** IP addresses and networks (CIDR). */
  readonly sipTrusted: readonly string[]
  readonly databaseUrl: string | undefined
  readonly secretKey: Uint8Array | undefined
  /** Of the command line, not of the server. */
  readonly apiKey: string | undefined
  readonly log: { readonly level: LogLevel; readonly showPersonal: boolean }
}

export class SettingsRefused extends AppError {
  override readonly name = 'SettingsRefused'
  override readonly kind = 'invalid'
  /** One sentence for each setting that was refused. */
  readonly sentences: readonly string[]
  constructor(sentences: readonly string[]) {
    super(sentences.join('\n'))
    this.sentences = sentences
  }
}

type Values = { readonly [Key in keyof typeof SETTINGS]: z.output<(typeof SETTINGS)[Key]['format']> | undefined }

const KNOWN = Object.values(SETTINGS).map(({ name }) => name)

const unknownSettings = (env: NodeJS.ProcessEnv): readonly string[] =>
  Object.keys(env)
    .filter((name) => name.startsWith('FIRSTLINE_') && !KNOWN.includes(name))
    .map((name) => {
      const nearest = nearestName(name, KNOWN)
      return `${name} is no setting. ${nearest === undefined ? 'See docs/settings.md for those there are.' : `Did you mean ${nearest}?`}`
    })

const read = <T>(setting: Setting<T>, env: NodeJS.ProcessEnv, sentences: string[]): T | undefined => {
  const given = env[setting.name]?.trim()
  const text = given === undefined || given === '' ? setting.fallback : given
  if (text === undefined) return undefined
  const parsed = setting.format.safeParse(text)
  if (parsed.success) return parsed.data
  const value = setting.secret === true ? 'set' : JSON.stringify(text)
  sentences.push(`${setting.name} is ${value}: ${parsed.error.issues[0]?.message}. Write it like ${setting.fallback ?? setting.example}`)
  return undefined
}

/**
 * Reads the settings from the environment; a blank one counts as not set. Refuses with `SettingsRefused`, which has a sentence for
 * every setting that is wrong and for every FIRSTLINE_ name that is no setting.
 */
export const readConfig = (env: NodeJS.ProcessEnv): Config => {
  const sentences: string[] = [...unknownSettings(env)]
  const values = Object.fromEntries(
    Object.entries(SETTINGS).map(([key, setting]) => [key, read<unknown>(setting, env, sentences)]),
  ) as Values
  const { data, http, sip } = values
  if (sentences.length > 0 || data === undefined || http === undefined || sip === undefined) throw new SettingsRefused(sentences)
  return {
    dataFolder: resolve(data),
    http,
    sip,
    rtp: values.rtp ?? { host: sip.host, first: 16_384, last: 32_767 },
    publicAddress: values.publicAddress,
    sipTrusted: values.sipTrusted ?? [],
    databaseUrl: values.databaseUrl,
    secretKey: values.secretKey,
    apiKey: values.apiKey,
    log: { level: values.logLevel ?? 'info', showPersonal: values.logPersonal === 'show' },
  }
}
