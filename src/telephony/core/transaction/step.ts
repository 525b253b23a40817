/** Timers of the transaction layer in milliseconds (RFC 3261, 17.1.1.1; table 4 in annex A). */
export type Timings = {
  /** Estimate of the round trip. */
  readonly t1: number
  /** Longest interval between two retransmissions of a non-INVITE request or an INVITE response. */
  readonly t2: number
  /** How long a message can stay in the network. */
  readonly t4: number
}

export const TIMINGS: Timings = { t1: 500, t2: 4_000, t4: 5_000 }

/** What a machine wants done. Timers carry the RFC's letters; a timer started again replaces the one that runs. */
export type Effect<Message, Timer extends string, News> =
  | { readonly do: 'send'; readonly message: Message }
  | { readonly do: 'start'; readonly timer: Timer; readonly ms: number }
  | { readonly do: 'cancel'; readonly timer: Timer }
  | { readonly do: 'deliver'; readonly news: News }
  /** The transaction is over and may be forgotten. */
  | { readonly do: 'end' }

export type Step<State, E> = { readonly state: State; readonly effects: readonly E[] }

/** "If an unreliable transport is being used" (RFC 3261, section 17): retransmit, and wait for stragglers. */
export type Carrier = 'reliable' | 'unreliable'
