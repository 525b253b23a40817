import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { AppError } from '#kernel/app-error.ts'
import { createLog, type Log } from '#platform/log/log.ts'
import { cryptoRandom } from '#platform/time/crypto-random.ts'
import { systemClock } from '#platform/time/system-clock.ts'
import { openVoices } from '#speech/index.ts'
import { encodeG711, openMediaEngine, openSipEndpoint } from '#telephony/index.ts'
import type { CallOptions } from '../command-options.ts'
import { readConfig } from '../config.ts'
import { findRunning } from '../running-file.ts'
import { chooseBusiness, visitHouse } from '../visit-house.ts'
import { type ApiClient, findContact, followContact } from './follow-contact.ts'
import { type CallReport, placeCall } from './place-call.ts'
import { readScenario, type Scenario } from './scenario.ts'

class NobodyToCall extends AppError {
  override readonly name = 'NobodyToCall'
  override readonly kind = 'invalid'
}

/** What a test call came to, as `firstline call` and `npm run demo` print it on their last line. */
export type CallResult = {
  readonly answered: boolean
  readonly inviteTo200Ms: number | null
  readonly inviteToFirstRtpMs: number | null
  readonly replyMs: readonly number[]
  readonly outcome: string | null
  readonly contactId: string | null
  readonly appointmentId: string | null
}

/** Calls `target` with a caller of our own on a free port of `address`, follows the contact by the API, and answers when both are over. */
export const testCall = async (parts: {
  readonly target: string
  readonly address: string
  readonly scenario: Scenario
  readonly api: ApiClient | undefined
  readonly tell: (line: string) => void
  readonly log: Log
}): Promise<CallResult> => {
  const { target, address, scenario, api, tell, log } = parts
  const random = cryptoRandom
  const voices = await openVoices({
    folder: join(tmpdir(), `firstline-caller-${process.getuid?.() ?? 0}`),
    log,
    encode: (samples, codec) => encodeG711(codec, samples),
  })
  const media = await openMediaEngine({ address, portMin: 33_000, portMax: 39_998, inactivityMs: 60_000, log, random })
  const endpoint = await openSipEndpoint({
    address,
    port: 0,
    country: 'DK',
    trustedSources: [],
    media,
    maxCalls: 4,
    clock: systemClock,
    random,
    log,
    onCall: (call) => call.reject(486),
  })
  try {
    const since = systemClock.now()
    const over = Promise.withResolvers<void>()
    const following =
      api === undefined
        ? undefined
        : followContact(api, () => findContact(api, since, scenario.from), tell, over.promise).catch(() => undefined)
    const render = (text: string) => voices.speakAsG711({ text, language: 'en' }, 'PCMA')
    let report: CallReport
    try {
      report = await placeCall(target, scenario, { endpoint, render, tell })
    } finally {
      over.resolve()
    }
    const contact = await following
    return {
      answered: report.answered,
      inviteTo200Ms: round(report.inviteTo200Ms),
      inviteToFirstRtpMs: round(report.inviteToFirstRtpMs),
      replyMs: report.replyMs,
      outcome: contact?.outcome ?? null,
      contactId: contact?.id ?? null,
      appointmentId: contact?.appointment?.id ?? null,
    }
  } finally {
    await endpoint.close()
    await media.close()
    await voices.close()
  }
}

const round = (ms: number | undefined): number | null => (ms === undefined ? null : Math.round(ms * 10) / 10)

/** `firstline call [target] --scenario FILE`. */
export const callCommand = async (target: string | undefined, options: CallOptions): Promise<void> => {
  const config = readConfig(process.env)
  const running = findRunning(config.dataFolder)
  const callee = target ?? running?.sip
  if (callee === undefined)
    throw new NobodyToCall(
      'Nothing runs on this data folder. Start it with "npm start", or say whom to call: firstline call sip:name@host:port',
    )
  const read = readScenario(options.scenario)
  const scenario = options.from === undefined ? read : { ...read, from: options.from }
  const log = createLog({ level: 'warn', write: (line) => process.stderr.write(line) })
  const url = options.api ?? running?.http
  const given = options.key ?? config.apiKey
  const ownKey = given === undefined && running !== undefined && (target === undefined || target === running.sip)
  const visit = ownKey ? await visitHouse() : undefined
  const business = visit === undefined ? undefined : await chooseBusiness(visit.businesses, undefined)
  const made = visit === undefined || business === undefined ? undefined : await visit.access.createApiKey(business, 'test call')
  try {
    const key = given ?? made?.key
    const api = url === undefined || key === undefined ? undefined : { url, key }
    const result = await testCall({ target: callee, address: config.sip.host, scenario, api, tell: (line) => console.log(line), log })
    console.log(JSON.stringify(result))
    if (!result.answered) process.exitCode = 1
  } finally {
    if (visit !== undefined && business !== undefined && made !== undefined) await visit.access.revokeApiKey(business, made.id)
    await visit?.close()
  }
}
