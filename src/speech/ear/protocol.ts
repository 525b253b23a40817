import type { EarEvents, Heard, ListenFor } from '../door.ts'

/** An ear's number within one recogniser. */
export type EarNumber = number

/** What an ear reports of itself; `lost` is told by whoever sees the process die. */
export type EarReport = { readonly name: Exclude<keyof EarEvents, 'turn' | 'lost'> } | { readonly name: 'turn'; readonly heard: Heard }

/** To the process (and the worker before it) in which ears live. */
export type EarCommand =
  | { readonly type: 'open'; readonly ear: EarNumber }
  | { readonly type: 'listen'; readonly ear: EarNumber; readonly expect: ListenFor }
  | { readonly type: 'rest'; readonly ear: EarNumber }
  | { readonly type: 'close'; readonly ear: EarNumber }

/** 20 ms of a call, 160 samples at 8 kHz of each side: what a telephony tap delivers (`AudioFrame`). */
export type HeardFrame = { readonly peer: Int16Array; readonly us: Int16Array }

export type EarFrame = HeardFrame & { readonly type: 'frame'; readonly ear: EarNumber }

/** From there. */
export type EarAnswer =
  /** The process is up: `vad` is what tells speech from noise here. */
  | { readonly type: 'ready'; readonly vad: string }
  | { readonly type: 'opened'; readonly ear: EarNumber }
  | { readonly type: 'report'; readonly ear: EarNumber; readonly report: EarReport }
  /** This ear cannot go on (the process can). */
  | { readonly type: 'lost'; readonly ear: EarNumber; readonly why: string }
  | { readonly type: 'log'; readonly level: 'info' | 'warn'; readonly facts: Readonly<Record<string, unknown>>; readonly sentence: string }
