import type { PhoneNumber } from '#kernel/phone-number.ts'

/** Who is calling, as far as the network says. Taken from P-Asserted-Identity (trusted sources only), else From (RFC 3325, RFC 3261). */
export type CallerIdentity = {
  /** Absent when withheld (RFC 3323 `Privacy: id`, `anonymous@anonymous.invalid`) or not a telephone number. */
  readonly number: PhoneNumber | undefined
  readonly displayName: string | undefined
  readonly withheld: boolean
  /** The number first dialled, when the call was diverted to us (Diversion RFC 5806, History-Info RFC 7044). */
  readonly divertedFrom: PhoneNumber | undefined
}

/** Why a call is over. */
export type CallEnd =
  | { readonly by: 'caller'; readonly why: 'cancelled' | 'hung-up' }
  | { readonly by: 'us'; readonly why: 'hung-up' | 'rejected' }
  | { readonly by: 'network'; readonly why: 'no-ack' | 'no-audio' | 'transport' | 'timeout' | 'media-lost' }

/** A keypad digit. `*` and `#` are keys like the others (RFC 4733 events 0-15). */
export type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '*' | '#' | 'A' | 'B' | 'C' | 'D'

/** How a digit arrived. One press is reported once, however many ways it arrives. */
export type DigitSource = 'rfc4733' | 'sip-info' | 'in-band'
