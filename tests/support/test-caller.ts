import type { Scenario } from '../../src/main/caller/scenario.ts'
import { type CallReport, placeCall } from '../../src/main/caller/place-call.ts'
import { cryptoRandom } from '../../src/platform/time/crypto-random.ts'
import { systemClock } from '../../src/platform/time/system-clock.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { type EncodedClip, openMediaEngine, openSipEndpoint } from '#telephony/index.ts'

/** A caller of our own making: real SIP and RTP over loopback, in this process. */
export interface TestCaller {
  /** Calls by `scenario`; words are rendered by `render` when there are any. */
  call(target: string, scenario: Scenario, render?: (text: string) => Promise<EncodedClip>): Promise<CallReport>
  /** Calls, waits for the first RTP packet, hangs up. Milliseconds from INVITE, or undefined when none came within 5 s. */
  firstRtp(target: string): Promise<number | undefined>
  close(): Promise<void>
}

export const openTestCaller = async (address = '127.0.0.1'): Promise<TestCaller> => {
  const log = createLog({ level: 'silent' })
  const media = await openMediaEngine({ address, portMin: 40_000, portMax: 48_000, inactivityMs: 60_000, log, random: cryptoRandom })
  const endpoint = await openSipEndpoint({
    address,
    port: 0,
    country: 'DK',
    trustedSources: [],
    media,
    maxCalls: 1_000,
    clock: systemClock,
    random: cryptoRandom,
    log,
    onCall: (call) => call.reject(486),
  })
  return {
    call: (target, scenario, render = () => Promise.reject(new Error('this caller has no voice'))) =>
      placeCall(target, scenario, { endpoint, render, tell: () => undefined }),
    async firstRtp(target) {
      const invited = performance.now()
      const call = await endpoint.call(target, { fromUser: '+4520123456' })
      const first = new Promise<number | undefined>((resolve) => {
        call.media.on('latched', () => resolve(performance.now() - invited))
        setTimeout(() => resolve(undefined), 5_000).unref()
      })
      const over = new Promise<void>((resolve) => call.on('ended', () => resolve()))
      await call.answered
      const ms = await first
      call.hangUp()
      await over
      return ms
    },
    async close() {
      await endpoint.close()
      await media.close()
    },
  }
}
