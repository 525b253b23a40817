import { type Header, type Headers, first, listed } from '../message/headers.ts'
import { readNumber } from '../message/scan.ts'
import type { Leg, LegEffect, SessionInterval } from './leg.ts'

/** RFC 4028, section 5: no Session-Expires below 90 seconds. */
export const MIN_SESSION_SECONDS = 90
/** Longer than any call; an interval beyond that is taken as this, since timers hold no more than 2**31 ms. */
const MAX_SESSION_SECONDS = 86_400

const withinBounds = (seconds: number): number => Math.min(MAX_SESSION_SECONDS, Math.max(MIN_SESSION_SECONDS, seconds))

/** `1800;refresher=uas` -> seconds and refresher. */
const readSessionExpires = (headers: Headers): { readonly seconds: number; readonly refresher: string | undefined } | undefined => {
  const [delta = '', ...params] = (first(headers, 'session-expires') ?? '').split(';')
  const seconds = readNumber(delta.trim(), 2 ** 31)
  const refresher = params.map((param) => param.trim().toLowerCase()).find((param) => param.startsWith('refresher='))
  return seconds === undefined ? undefined : { seconds, refresher: refresher?.slice('refresher='.length) }
}

/** RFC 4028, section 6: too short an interval is refused with 422, when its sender knows what that means. */
export const isSessionTooShort = (headers: Headers): boolean => {
  const asked = readSessionExpires(headers)
  return asked !== undefined && asked.seconds < MIN_SESSION_SECONDS && knowsTimers(headers)
}

const knowsTimers = (headers: Headers): boolean => listed(headers, 'supported').some((option) => option.toLowerCase() === 'timer')

/**
 * What we grant to a request that asks for a session timer (RFC 4028, section 9, table 2): the peer refreshes if it can and
 * does not ask us to; a peer that knows no timers is refreshed by us.
 */
export const grantSession = (headers: Headers): { readonly session: SessionInterval; readonly headers: readonly Header[] } | undefined => {
  const asked = readSessionExpires(headers)
  if (asked === undefined) return undefined
  const peerCan = knowsTimers(headers)
  const refresher = peerCan && asked.refresher !== 'uas' ? 'peer' : 'us'
  const seconds = withinBounds(asked.seconds)
  return {
    session: { seconds, refresher },
    headers: [
      { name: 'session-expires', value: `${seconds};refresher=${refresher === 'peer' ? 'uac' : 'uas'}` },
      // "If the refresher parameter is uac, the UAS MUST place a Require header field with the value timer".
      ...(refresher === 'peer' ? [{ name: 'require', value: 'timer' }] : []),
    ],
  }
}

/** What the answer to a request of ours settled (RFC 4028, section 7.2): `uac` is us. */
export const sessionOfResponse = (headers: Headers): SessionInterval | undefined => {
  const given = readSessionExpires(headers)
  if (given === undefined) return undefined
  return { seconds: withinBounds(given.seconds), refresher: given.refresher === 'uas' ? 'peer' : 'us' }
}

/**
 * RFC 4028, section 10: whoever refreshes does so at half the interval; whoever does not says BYE "slightly before the session
 * expires", by the lesser of 32 seconds and a third of the interval.
 */
export const armSession = (session: SessionInterval | undefined): readonly LegEffect[] => {
  const stop: readonly LegEffect[] = [
    { do: 'cancel', timer: 'session' },
    { do: 'cancel', timer: 'refresh' },
  ]
  if (session === undefined) return stop
  const { seconds, refresher } = session
  return refresher === 'us'
    ? [...stop, { do: 'start', timer: 'refresh', ms: seconds * 500 }]
    : [...stop, { do: 'start', timer: 'session', ms: (seconds - Math.min(32, seconds / 3)) * 1_000 }]
}

/** The leg under this interval, and its timer. */
export const underSession = (
  leg: Leg,
  session: SessionInterval | undefined,
): { readonly leg: Leg; readonly effects: readonly LegEffect[] } => ({
  leg: { ...leg, session },
  effects: armSession(session),
})
