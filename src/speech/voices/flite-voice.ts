import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { pcmFromWav } from '../core/wav.ts'
import type { Pcm, Voice } from '../door.ts'
import type { SpeechLog } from '../log.ts'
import { VoiceFailed } from './voice-errors.ts'

/** Voices compiled into flite: slt (US, female), rms (US, male), awb (Scottish), kal (US, rougher). */
export type FliteVoiceName = 'slt' | 'rms' | 'awb' | 'kal'

export type FliteRequest = { readonly id: number; readonly voice: FliteVoiceName; readonly text: string }
export type FliteAnswer = { readonly id: number; readonly wav: Uint8Array } | { readonly id: number; readonly failed: string }

/** A sentence takes some 0.1 s to render; this is for an engine that hangs. */
const ANSWER_WITHIN_MS = 8_000
const TRIES = 2

type Waiting = { readonly resolve: (wav: Uint8Array) => void; readonly reject: (why: Error) => void }
type Engine = { readonly child: ChildProcess; readonly waiting: Map<number, Waiting> }

/** Flite in a child process of its own, started with the first sentence and again after it died. English only. */
export const fliteVoice = (options: {
  readonly log: SpeechLog
  readonly voice?: FliteVoiceName
  /** Told the id of each process started. */
  readonly onProcess?: (pid: number) => void
  readonly answerWithinMs?: number
}): Voice => {
  const { log, voice = 'slt', answerWithinMs = ANSWER_WITHIN_MS } = options
  const name = `flite:${voice}`
  let engine: Engine | undefined
  let lastId = 0
  let closed = false
  /** Flite renders one at a time; so one is asked at a time, and each has the whole deadline. */
  let queue: Promise<unknown> = Promise.resolve()

  const start = (): Engine => {
    const child = fork(fileURLToPath(new URL('./flite.child.ts', import.meta.url)), [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: ['--no-warnings'],
    })
    options.onProcess?.(child.pid ?? 0)
    const started: Engine = { child, waiting: new Map() }
    child.on('message', (message) => {
      const answer = message as FliteAnswer
      const asked = started.waiting.get(answer.id)
      started.waiting.delete(answer.id)
      if ('wav' in answer) asked?.resolve(answer.wav)
      else asked?.reject(new Error(answer.failed))
    })
    const end = (how: string): void => {
      if (engine === started) engine = undefined
      for (const asked of started.waiting.values()) asked.reject(new Error(`its process ended (${how})`))
      started.waiting.clear()
    }
    child.on('exit', (code, signal) => end(signal ?? `exit ${code}`))
    child.on('error', (error) => end(error.message))
    // A voice nobody uses must not keep the program alive.
    child.unref()
    child.channel?.unref()
    engine = started
    return started
  }

  const ask = (text: string): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      const current = engine ?? start()
      const id = (lastId += 1)
      const late = setTimeout(() => {
        current.child.kill('SIGKILL')
        settle(() => reject(new Error(`nothing after ${answerWithinMs} ms`)))
      }, answerWithinMs)
      const settle = (how: () => void): void => {
        clearTimeout(late)
        current.waiting.delete(id)
        how()
      }
      current.waiting.set(id, {
        resolve: (wav) => settle(() => resolve(wav)),
        reject: (why) => settle(() => reject(why)),
      })
      current.child.send({ id, voice, text } satisfies FliteRequest, (error) => {
        if (error === null) return
        // It is gone, though its `exit` has not been told yet: the next try must not meet it.
        if (engine === current) engine = undefined
        current.waiting.get(id)?.reject(error)
      })
    })

  const speak = async (text: string): Promise<Pcm> => {
    let why = 'closed'
    for (let attempt = 1; attempt <= TRIES && !closed; attempt += 1) {
      try {
        const pcm = pcmFromWav(await ask(text))
        if (pcm !== undefined && pcm.samples.length > 0) return pcm
        why = 'it gave no sound'
      } catch (error) {
        why = error instanceof Error ? error.message : String(error)
        log.warn({ voice: name, attempt, why }, 'a voice failed; it is started again')
      }
    }
    throw new VoiceFailed(name, why)
  }

  return {
    name,
    languages: ['en'],
    speak(text, language) {
      if (language !== 'en') return Promise.reject(new VoiceFailed(name, `it speaks English, not "${language}"`))
      if (text.trim() === '') return Promise.reject(new VoiceFailed(name, 'there is nothing to say'))
      const spoken = queue.then(() => speak(text))
      queue = spoken.catch(() => undefined)
      return spoken
    },
    async close() {
      closed = true
      const child = engine?.child
      if (child === undefined) return
      // Whoever waits for the end may have nothing else to wait for.
      child.ref()
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      child.kill('SIGKILL')
      await gone
    },
  }
}
