import type { MessagePort } from 'node:worker_threads'
import type { EarAnswer, EarCommand, EarNumber } from './protocol.ts'

/** From the main thread to the ears' thread. */
export type ToEarsThread =
  /** Start a process before the first call comes. */
  | { readonly type: 'warm-up' }
  | { readonly type: 'open'; readonly ear: EarNumber; readonly audio: MessagePort }
  | Exclude<EarCommand, { type: 'open' }>
  | { readonly type: 'shut-down' }

/** And back: what the processes say, and what became of them. */
export type FromEarsThread =
  | EarAnswer
  | { readonly type: 'process'; readonly pid: number }
  | { readonly type: 'process-died'; readonly how: string; readonly lastWords: string; readonly ears: number }
