import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { overdueHandler } from '#contacts/index.ts'
import { fixedSpeech } from '#dialog/index.ts'
import { type BusinessId, parseId } from '#kernel/ids.ts'
import type { Language } from '#kernel/language.ts'
import {
  type CalledLine,
  LINE_SPEECH,
  openLineDirectory,
  type PhoneCall,
  recoverUnfinished,
  sentencesOf,
  servePhoneCall,
} from '#lines/index.ts'
import { CannotListen, listenHttp } from '#platform/http/listen.ts'
import { startJobs } from '#platform/jobs/start-jobs.ts'
import type { Log } from '#platform/log/log.ts'
import { openRecogniser, openVoices } from '#speech/index.ts'
import {
  encodeG711,
  type EncodedClip,
  type G711,
  type IncomingCall,
  isCountry,
  openMediaEngine,
  openSipEndpoint,
} from '#telephony/index.ts'
import { businessInfo } from './business-info.ts'
import type { Config } from './config.ts'
import { ensureDemoBusiness } from './demo-business.ts'
import { healthOf } from './health.ts'
import { openHouse } from './open-house.ts'
import { forgetRunning, tellRunning } from './running-file.ts'
import { VERSION } from './version.ts'
import { createWebApp } from './web-app.ts'

const PAGES = fileURLToPath(new URL('../../dist/web', import.meta.url))
const MOST_CALLS = 1_000
/** A caller who hears "we have to stop" and says goodbye needs a while; the program does not wait for ever. */
const LAST_WORDS_MS = 18_000

export type RunningServer = {
  readonly http: string
  /** What to call, e.g. `sip:harbour-dental@127.0.0.1:5060`. */
  readonly sip: string
  /** Opens the console, once. */
  readonly signIn: string
  /** A key for the API of the first business, for a command that runs the server itself. */
  createApiKey(name: string): Promise<string>
  readonly createdDemo: boolean
  /** One sentence for each thing that does not work here, and what takes its place. */
  readonly limits: readonly string[]
  stop(): Promise<void>
}

/**
 * The whole program on one machine: the house (data), the speech engines, the telephone, the web. Started in that order, stopped in
 * the other: no new call, last words, then everything closes. What was begun is undone when a later part refuses.
 */
export const startServer = async (config: Config, log: Log): Promise<RunningServer> => {
  const undo: (() => unknown)[] = []
  const stop = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) {
      try {
        await step()
      } catch (error) {
        log.error({ err: error }, 'a part did not stop cleanly')
      }
    }
  }
  try {
    return await assemble(config, log, undo, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

const assemble = async (config: Config, log: Log, undo: (() => unknown)[], stop: () => Promise<void>): Promise<RunningServer> => {
  const house = await openHouse(config, log)
  undo.push(() => house.close())
  const { clock, random, contacts, bookings, businesses, playbooks, recordings, access, running, bus, node } = house
  const { database } = running

  const jobs = await startJobs({ address: running.address, handlers: [overdueHandler({ database, bus })], log })
  undo.push(() => jobs.stop())

  const createdDemo = await ensureDemoBusiness(businesses, playbooks, clock)
  const directory = await openLineDirectory({ businesses, playbooks, log })
  const interrupted = await recoverUnfinished({
    contacts,
    recordings,
    rulesOf: (business) => directory.byBusiness(business)?.rules,
    node,
    clock,
    random,
    log,
  })
  if (interrupted > 0) log.warn({ interrupted }, 'contacts that a crash cut off were kept')

  const encode = (samples: Int16Array, codec: G711): Uint8Array => encodeG711(codec, samples)
  const voices = await openVoices({ folder: join(config.dataFolder, 'voices'), log, encode })
  undo.push(() => voices.close())
  const hearing = openRecogniser({ log })
  const recogniser = hearing.available ? hearing.recogniser : undefined
  undo.push(() => recogniser?.close())
  const render = (text: string, language: Language): Promise<EncodedClip> => voices.speakAsG711({ text, language }, 'PCMA')
  await Promise.all(
    [...directory.all.flatMap((line) => greetingOf(line)), ...LINE_SPEECH.flatMap(bySentence)].map(({ text, language }) =>
      render(text, language),
    ),
  )

  const media = await openMediaEngine({
    address: config.rtp.host,
    ...(config.publicAddress === undefined ? {} : { publicAddress: config.publicAddress }),
    portMin: config.rtp.first,
    portMax: config.rtp.last,
    log,
    random,
  })
  undo.push(() => media.close())

  const live = new Set<PhoneCall>()
  const ears = { promised: 0 }
  const onCall = (call: IncomingCall): void => {
    const line = directory.called(call.called)
    if (line === undefined) return call.reject(480)
    const parts = { contacts, recordings, bookings, recogniser, ears, render, clock, random, node, log }
    const served = servePhoneCall(call, line, parts)
    live.add(served)
    void served.done.then(() => live.delete(served))
  }
  const { country = 'DK' } = directory.all[0]?.rules.playbook.identity ?? {}
  const sip = await openSipEndpoint({
    address: config.sip.host,
    port: config.sip.port,
    ...(config.publicAddress === undefined ? {} : { publicAddress: config.publicAddress }),
    country: isCountry(country) ? country : 'DK',
    trustedSources: config.sipTrusted,
    media,
    maxCalls: MOST_CALLS,
    clock,
    random,
    log,
    onCall,
  }).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException
    throw code === undefined ? error : new CannotListen('FIRSTLINE_SIP', config.sip.host, config.sip.port, code)
  })
  undo.push(() => sip.close())

  const sipAddressOf = (address: string): string => {
    const { udp } = sip.listening
    const host = config.publicAddress ?? (udp.address === '0.0.0.0' ? '127.0.0.1' : udp.address)
    return `sip:${address}@${host}${udp.port === 5060 ? '' : `:${udp.port}`}`
  }
  const health = () => healthOf({ database, contacts, lines: directory, dataFolder: config.dataFolder, calls: sip.liveCalls })
  const infoOf = async (business: BusinessId) => businessInfo(business, (await rulesOf(business)).playbook)
  const rulesOf = async (business: BusinessId) => {
    const line = directory.byBusiness(business)
    if (line === undefined) throw new Error(`business ${business} has no line`)
    return line.rules
  }

  const app = createWebApp({
    contacts,
    bookings,
    recordings: { read: (business, contact, recording) => recordings.read(business, contact, parseId(recording)) },
    access,
    bus,
    clock,
    businessInfo: infoOf,
    playbookNumber: async (business, version) => (await playbooks.byId(business, version))?.number,
    sipAddress: async (business) => sipAddressOf(directory.byBusiness(business)?.address ?? ''),
    notReady: async () => health().why,
    health,
    version: VERSION,
    onError: (error, path) => log.error({ err: error, path }, 'an API request failed'),
    pages: PAGES,
  })
  const http = await listenHttp({ fetch: (request) => app.fetch(request), address: config.http.host, port: config.http.port })
  undo.push(() => http.close())

  const origin = `http://${http.address}:${http.port}`
  const [first] = directory.all
  const address = first === undefined ? '' : sipAddressOf(first.address)
  await tellRunning(config.dataFolder, { pid: process.pid, http: origin, sip: address })
  undo.push(() => forgetRunning(config.dataFolder))

  // Stopping begins here: no new calls, and those that are on the line hear a sentence.
  undo.push(async () => {
    sip.drain()
    for (const call of live) call.stop()
    const patience = new Promise<void>((resolve) => setTimeout(resolve, LAST_WORDS_MS).unref())
    await Promise.race([Promise.all(Array.from(live, (call) => call.done)), patience])
  })

  // The rest of what the first line says by heart is rendered while calls are already taken.
  const ahead = new AbortController()
  undo.push(() => ahead.abort())
  void renderByHeart(directory.all, render, log, ahead.signal)

  const code = first === undefined ? '' : await access.createSignInLink(first.business)
  return {
    http: origin,
    sip: address,
    signIn: `${origin}/sign-in?code=${code}`,
    createApiKey: async (name) => (first === undefined ? '' : (await access.createApiKey(first.business, name)).key),
    createdDemo,
    limits: hearing.available ? [] : [hearing.why],
    stop,
  }
}

const greetingOf = (line: CalledLine) => fixedSpeech(line.rules).slice(0, 1).flatMap(bySentence)

/** As it will be said: sentence by sentence. */
const bySentence = ({ text, language }: { readonly text: string; readonly language: Language }) =>
  sentencesOf(text).map((sentence) => ({ text: sentence, language }))

const renderByHeart = async (
  lines: readonly CalledLine[],
  render: (text: string, language: Language) => Promise<EncodedClip>,
  log: Log,
  stopping: AbortSignal,
): Promise<void> => {
  for (const { text, language } of lines.flatMap((line) => fixedSpeech(line.rules)).flatMap(bySentence)) {
    if (stopping.aborted) return
    await render(text, language).catch((error: unknown) => {
      if (!stopping.aborted) log.warn({ err: error, language }, 'a sentence could not be rendered ahead')
    })
  }
}
