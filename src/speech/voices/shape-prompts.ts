import { Worker } from 'node:worker_threads'
import type { Pcm } from '../core/pcm.ts'
import { forTelephone } from '../core/prompt-sound.ts'

export type UnshapedPrompt = { readonly id: number; readonly pcm: Pcm }
export type ShapedPrompt = { readonly id: number; readonly samples: Int16Array }

/** Rendered speech to telephone sound (`forTelephone`), in a worker thread. */
export interface PromptShaper {
  shape(pcm: Pcm): Promise<Int16Array>
  close(): Promise<void>
}

/**
 * Story. The worker is started with the first prompt and kept. If it dies, what waits is shaped here and now, on the main thread, and
 * the next prompt starts another worker: a caller rather waits 20 ms than hears nothing.
 */
export const shapePrompts = (): PromptShaper => {
  let worker: Worker | undefined
  let numbered = 0
  const waiting = new Map<number, { readonly pcm: Pcm; readonly settle: (samples: Int16Array) => void }>()

  const lose = (lost: Worker): void => {
    if (worker !== lost) return
    worker = undefined
    for (const { pcm, settle } of waiting.values()) settle(forTelephone(pcm))
    waiting.clear()
  }

  const start = (): Worker => {
    const started = new Worker(new URL('./prompt.worker.ts', import.meta.url), { name: 'prompts' })
    started.on('message', ({ id, samples }: ShapedPrompt) => {
      waiting.get(id)?.settle(samples)
      waiting.delete(id)
    })
    started.on('error', () => lose(started))
    started.on('exit', () => lose(started))
    started.unref()
    return started
  }

  return {
    shape(pcm) {
      worker ??= start()
      numbered += 1
      const id = numbered
      const shaped = new Promise<Int16Array>((settle) => waiting.set(id, { pcm, settle }))
      worker.postMessage({ id, pcm } satisfies UnshapedPrompt)
      return shaped
    },
    async close() {
      const last = worker
      await last?.terminate()
    },
  }
}
