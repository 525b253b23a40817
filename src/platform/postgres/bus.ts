import { sql } from 'kysely'
import pg from 'pg'
import { asApp } from './app-pool.ts'
import type { Transaction } from './database.ts'
import type { ServerAddress } from './server-address.ts'

/**
 * `message`: somebody published, and their transaction committed.
 * `gap`: listening began, or began again after the connection was lost. What was published before may have been missed: read afresh.
 */
export type BusNews = { readonly kind: 'message'; readonly payload: string } | { readonly kind: 'gap' }

/** Live news between transactions and nodes (LISTEN/NOTIFY). Payloads are seen by every node: ids, never personal data. */
export type Bus = {
  /** Tells, when `tx` commits, everybody who listens to `channel`. `payload`: under 8,000 bytes. */
  publish(tx: Transaction, channel: string, payload: string): Promise<void>
  /** The first news is a `gap`, as soon as the database is reached. Answers how to stop. */
  subscribe(channel: string, listener: (news: BusNews) => void): () => void
  close(): Promise<void>
}

/** PostgreSQL's NAMEDATALEN leaves 63 bytes; NOTIFY takes payloads "shorter than 8000 bytes". */
const CHANNEL = /^[a-z][a-z0-9_]{0,62}$/
const PAYLOAD_LIMIT = 8_000
const RECONNECT_MS = 250
const HEARTBEAT_MS = 5_000

const checkedChannel = (channel: string): string => {
  if (!CHANNEL.test(channel)) throw new RangeError(`a channel is named like contact_events, not ${JSON.stringify(channel)}`)
  return channel
}

/**
 * One connection that listens to all channels.
 *
 *   connecting   tried every 250 ms until it succeeds; then every channel is listened to, and each subscriber told of the gap.
 *   listening    asked a heartbeat every 5 s, so that a connection that died without a word is noticed. Any error leads back.
 *   closed       for good.
 */
export const openBus = (address: ServerAddress): Bus => {
  const listeners = new Map<string, Set<(news: BusNews) => void>>()
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const tell = (channel: string, news: BusNews): void => {
    for (const listener of listeners.get(channel) ?? []) listener(news)
  }

  const lose = (lost: pg.Client): void => {
    if (client === lost) client = undefined
    void lost.end().catch(() => undefined)
    if (closed || client !== undefined) return
    clearTimeout(timer)
    timer = setTimeout(() => void connect(), RECONNECT_MS)
    timer.unref()
  }

  const listen = async (to: pg.Client, channel: string): Promise<void> => {
    await to.query(`listen ${channel}`)
    tell(channel, { kind: 'gap' })
  }

  const beat = (on: pg.Client): void => {
    timer = setTimeout(() => {
      on.query('select 1').then(
        () => {
          if (client === on && !closed) beat(on)
        },
        () => lose(on),
      )
    }, HEARTBEAT_MS)
    timer.unref()
  }

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ ...asApp(address), application_name: 'firstline bus' })
    let ended = false
    const onEnd = (): void => {
      if (ended) return
      ended = true
      lose(fresh)
    }
    fresh.on('error', onEnd)
    fresh.on('end', onEnd)
    fresh.on('notification', ({ channel, payload }) => tell(channel, { kind: 'message', payload: payload ?? '' }))
    try {
      await fresh.connect()
      if (closed) return lose(fresh)
      client = fresh
      for (const channel of listeners.keys()) await listen(fresh, channel)
      if (client === fresh) beat(fresh)
    } catch {
      onEnd()
    }
  }

  void connect()
  return {
    publish: async (tx, channel, payload) => {
      const size = Buffer.byteLength(payload)
      if (size >= PAYLOAD_LIMIT)
        throw new RangeError(`a payload has under ${PAYLOAD_LIMIT} bytes, not ${size}: publish an id, and let listeners read`)
      await sql`select pg_notify(${checkedChannel(channel)}, ${payload})`.execute(tx)
    },
    subscribe: (channel, listener) => {
      const known = listeners.get(checkedChannel(channel))
      if (known === undefined) {
        listeners.set(channel, new Set([listener]))
        const on = client
        if (on !== undefined) listen(on, channel).catch(() => lose(on))
      } else {
        known.add(listener)
        if (client !== undefined) queueMicrotask(() => listener({ kind: 'gap' }))
      }
      return () => listeners.get(channel)?.delete(listener)
    },
    close: async () => {
      closed = true
      clearTimeout(timer)
      await client?.end().catch(() => undefined)
    },
  }
}
