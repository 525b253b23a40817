import type { Clock } from '#kernel/clock.ts'
import type { Random } from '#kernel/random.ts'
import type { Country } from '../core/identity/phone-number.ts'
import type { Allowance } from '../core/transaction/admission.ts'
import type { Timings } from '../core/transaction/step.ts'
import type { IncomingCall, MediaEngine } from '../door.ts'
import type { Credentials } from './answer-challenge.ts'
import type { Log } from './log.ts'
import type { Timers } from './timers.ts'

export type SipEndpointOptions = {
  /** Where to listen, UDP and TCP on one port. Port 0 takes a free one. */
  readonly address: string
  readonly port: number
  /** Behind NAT: the address the world reaches us at, for Contact and SDP. */
  readonly publicAddress?: string | undefined
  /** Whose national number forms are read (the business's country). */
  readonly country: Country
  /** Addresses and networks (CIDR) whose P-Asserted-Identity is believed, and whose calls no rate limit holds back. */
  readonly trustedSources: readonly string[]
  readonly media: MediaEngine
  /** Calls at once; the next hears 503. */
  readonly maxCalls: number
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** A call rings. Its audio port is open. What is thrown here refuses the call with 503. */
  readonly onCall: (call: IncomingCall) => void
  /** The account by which calls we place answer a challenge (401, 407). */
  readonly credentials?: Credentials | undefined
  readonly timers?: Timers
  readonly timings?: Timings
  /** New calls and OPTIONS a source not trusted may send; by default 50 a second, 200 at once. */
  readonly allowance?: Allowance
  /** Server transactions kept at once; by default 20,000. */
  readonly maxTransactions?: number
}
