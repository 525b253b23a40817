import { parentPort } from 'node:worker_threads'
import { forTelephone } from '../core/prompt-sound.ts'
import type { ShapedPrompt, UnshapedPrompt } from './shape-prompts.ts'

// Makes telephone sound of what a voice rendered, beside the main thread: some 20 ms of work for a long sentence, during which no
// call would be answered.

if (parentPort === null) throw new Error('prompt.worker.ts runs as a worker thread, started by shapePrompts')
const main = parentPort

main.on('message', ({ id, pcm }: UnshapedPrompt) => {
  const samples = forTelephone(pcm)
  main.postMessage({ id, samples } satisfies ShapedPrompt, [samples.buffer as ArrayBuffer])
})
