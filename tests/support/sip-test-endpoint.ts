import { instant } from '../../src/kernel/instant.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import type { CallEnd } from '../../src/telephony/core/call.ts'
import type { IncomingCall, SipEndpoint } from '../../src/telephony/door.ts'
import type { SipEndpointOptions } from '../../src/telephony/sip/endpoint-options.ts'
import { startEndpoint } from '../../src/telephony/sip/endpoint.ts'
import type { Loses } from '../../src/telephony/sip/flow.ts'
import { SilentEngine } from './silent-media.ts'

export type TestEndpoint = {
  readonly endpoint: SipEndpoint
  readonly media: SilentEngine
  readonly transactions: { readonly size: number }
  /** Calls in the order they rang. */
  readonly calls: IncomingCall[]
  /** How each call that rang has ended, as often as it was told. */
  readonly ends: CallEnd[]
  /** Errors the endpoint had to write into its log. */
  readonly errors: object[]
  readonly port: number
}

export type TestOptions = Partial<SipEndpointOptions> & { readonly loses?: Loses; readonly seed?: number }

/** A real endpoint on a free loopback port, with silent media. Calls are answered unless `onCall` says otherwise. */
export const startTestEndpoint = async ({ loses, seed = 1, ...options }: TestOptions = {}): Promise<TestEndpoint> => {
  const media = new SilentEngine()
  const calls: IncomingCall[] = []
  const ends: CallEnd[] = []
  const errors: object[] = []
  const nothing = (): void => {}
  const { endpoint, transactions } = await startEndpoint(
    {
      address: '127.0.0.1',
      port: 0,
      country: 'DK',
      trustedSources: [],
      media,
      maxCalls: 1_000,
      clock: { now: () => instant(Date.now()) },
      random: seededRandom(seed),
      log: { debug: nothing, info: nothing, warn: nothing, error: (facts) => void errors.push(facts) },
      allowance: { perSecond: 10_000, burst: 10_000 },
      ...options,
      onCall: (call) => {
        calls.push(call)
        call.on('ended', (end) => ends.push(end))
        if (options.onCall !== undefined) options.onCall(call)
        else {
          call.ring()
          call.answer()
        }
      },
    },
    loses,
  )
  return { endpoint, media, transactions, calls, ends, errors, port: endpoint.listening.udp.port }
}
