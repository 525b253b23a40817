import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { LiveHint, live } from '#contract/index.ts'
import { addressOf } from './client.ts'
import { gatherHints } from './gather-hints.ts'

/**
 * The live line to the server.
 *
 *   connecting   the page has just opened; nothing is known yet. Nobody is told for the moment it takes.
 *   live         hints arrive. What was missed before is read again once, on entering.
 *   away         the connection broke. The browser tries again by itself; when it gives up (an answer that is no stream, as
 *                when the session has ended), we do, more and more patiently, up to every 30 s.
 */
export type LiveState = 'connecting' | 'live' | 'away'

const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 30_000
const GATHER_MS = 25

const KEYS: Readonly<Record<LiveHint['what'], readonly string[]>> = {
  contact: ['contacts', 'contact', 'follow-ups'],
  'follow-up': ['follow-ups', 'contact'],
  appointment: ['appointments', 'contact'],
  all: ['contacts', 'contact', 'follow-ups', 'appointments', 'session'],
}

const openLive = (onHint: (hint: LiveHint) => void, onState: (state: LiveState) => void): (() => void) => {
  let source: EventSource | undefined
  let timer: number | undefined
  let retryMs = FIRST_RETRY_MS
  const connect = (): void => {
    source = new EventSource(addressOf(live))
    source.addEventListener('open', () => {
      retryMs = FIRST_RETRY_MS
      onState('live')
      onHint({ what: 'all', id: null })
    })
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const hint = LiveHint.safeParse(JSON.parse(data))
      onHint(hint.success ? hint.data : { what: 'all', id: null })
    })
    source.addEventListener('error', () => {
      onState('away')
      if (source?.readyState !== EventSource.CLOSED) return
      window.clearTimeout(timer)
      timer = window.setTimeout(connect, retryMs)
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)
    })
  }
  connect()
  return () => {
    window.clearTimeout(timer)
    source?.close()
  }
}

/** Reads again what hints tell of: of a contact's own page only the one that is meant. */
const readAgain = (queries: QueryClient, hints: readonly LiveHint[]): Promise<unknown> => {
  const keys = new Map<string, readonly string[]>()
  for (const { what, id } of hints) {
    for (const key of KEYS[what]) {
      const exact = what === 'contact' && key === 'contact' && id !== null ? [key, id] : [key]
      keys.set(exact.join(' '), exact)
    }
  }
  return Promise.all([...keys.values()].map((queryKey) => readWhenFree(queries, queryKey)))
}

const LOOK_AGAIN_MS = 50

/**
 * What is being fetched (an older page that somebody asked for) is not cancelled by a hint: it comes in first, and then all of it is
 * read again.
 */
const readWhenFree = async (queries: QueryClient, queryKey: readonly string[]): Promise<void> => {
  while (queries.isFetching({ queryKey }) > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  await queries.invalidateQueries({ queryKey })
}

/** Keeps what is shown up to date for as long as the component is there. */
export const useLive = (): LiveState => {
  const queries = useQueryClient()
  const [state, setState] = useState<LiveState>('connecting')
  useEffect(() => {
    const hints = gatherHints((gathered) => readAgain(queries, gathered), GATHER_MS)
    const close = openLive(hints.add, setState)
    return () => {
      close()
      hints.stop()
    }
  }, [queries])
  return state
}
