import { MessageChannel, Worker } from 'node:worker_threads'
import type { Ear, Recogniser } from '../door.ts'
import { audience } from '../ear/audience.ts'
import type { EarNumber } from '../ear/protocol.ts'
import type { FromEarsThread, ToEarsThread } from '../ear/thread-protocol.ts'
import type { SpeechLog } from '../log.ts'

/** Two cores carry about this many decoders beside everything else [measured]. */
export const MOST_EARS = 12
/** An ear that is not open by then is not waited for: the caller gets the keypad. */
const OPEN_WITHIN_MS = 4_000

/**
 * PocketSphinx behind the recogniser port. Ears live in child processes of a worker thread (`ear/`); a process that dies
 * takes its ears with it (`lost`), and the next ear gets a new one.
 */
export const pocketSphinxRecogniser = (options: {
  readonly log: SpeechLog
  readonly capacity?: number
  /** Told the process id of each process that ears live in. */
  readonly onProcess?: (pid: number) => void
}): Recogniser => {
  const { log, capacity = MOST_EARS } = options
  const thread = new Worker(new URL('../ear/ears.worker.ts', import.meta.url), { execArgv: ['--no-warnings'] })
  const open = new Map<EarNumber, { readonly heard: ReturnType<typeof audience>; readonly settle: (opened: boolean) => void }>()
  let lastNumber = 0
  let dead = false

  const send = (message: ToEarsThread): void => {
    if (!dead) thread.postMessage(message)
  }
  const lose = (ear: EarNumber): void => {
    const place = open.get(ear)
    if (place === undefined) return
    open.delete(ear)
    place.settle(false)
    place.heard.tell('lost')
    place.heard.silence()
  }

  thread.on('message', (message: FromEarsThread) => {
    switch (message.type) {
      case 'opened':
        return open.get(message.ear)?.settle(true)
      case 'report': {
        const { report } = message
        const heard = open.get(message.ear)?.heard
        return report.name === 'turn' ? heard?.tell('turn', report.heard) : heard?.tell(report.name)
      }
      case 'lost':
        log.warn({ ear: message.ear, why: message.why }, 'an ear was lost; its caller has the keypad')
        return lose(message.ear)
      case 'log':
        return log[message.level](message.facts, message.sentence)
      case 'ready':
        return log.debug({ vad: message.vad }, 'a recogniser process is ready')
      case 'process':
        return options.onProcess?.(message.pid)
      case 'process-died':
        return log.warn({ how: message.how, lastWords: message.lastWords, ears: message.ears }, 'a recogniser process died')
    }
  })
  const threadGone = (why: unknown): void => {
    if (dead) return
    dead = true
    log.warn({ err: why }, "the ears' thread ended; there is no recogniser until the program is started again")
    for (const ear of open.keys()) lose(ear)
  }
  thread.on('error', threadGone)
  thread.on('exit', threadGone)
  thread.unref()
  send({ type: 'warm-up' })

  return {
    name: 'pocketsphinx',
    languages: ['en'],
    takesOpenSpeech: false,
    capacity,
    get inUse() {
      return open.size
    },
    async ear(language) {
      if (dead || language !== 'en' || open.size >= capacity) return undefined
      const number = (lastNumber += 1)
      const { port1, port2 } = new MessageChannel()
      const heard = audience()
      const opened = new Promise<boolean>((resolve) => open.set(number, { heard, settle: resolve }))
      thread.postMessage({ type: 'open', ear: number, audio: port1 } satisfies ToEarsThread, [port1])
      const late = setTimeout(() => open.get(number)?.settle(false), OPEN_WITHIN_MS)
      const isOpen = await opened
      clearTimeout(late)
      const ear: Ear = {
        audio: port2,
        listen: (expect) => open.has(number) && send({ type: 'listen', ear: number, expect }),
        rest: () => open.has(number) && send({ type: 'rest', ear: number }),
        on: (name, listener) => heard.on(name, listener),
        close() {
          heard.silence()
          if (open.delete(number)) send({ type: 'close', ear: number })
        },
      }
      if (isOpen) return ear
      ear.close()
      port2.close()
      return undefined
    },
    async close() {
      if (dead) return
      dead = true
      for (const { heard, settle } of open.values()) {
        heard.silence()
        settle(false)
      }
      open.clear()
      thread.postMessage({ type: 'shut-down' } satisfies ToEarsThread)
      thread.ref()
      await new Promise<void>((resolve) => {
        thread.once('exit', () => resolve())
        // It has nothing left to wait for; a thread stuck in something is ended.
        setTimeout(() => void thread.terminate(), 2_000).unref()
      })
    },
  }
}
