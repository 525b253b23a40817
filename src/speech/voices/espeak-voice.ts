import { spawn } from 'node:child_process'
import { pcmFromWav } from '../core/wav.ts'
import type { Pcm, Voice } from '../door.ts'
import type { Language } from '#kernel/language.ts'
import { VoiceFailed } from './voice-errors.ts'

const ANSWER_WITHIN_MS = 8_000
/** Ten minutes of sound at 22,050 Hz; nothing we say is near it. */
const MOST_BYTES = 10 * 60 * 22_050 * 2
/** Words a minute: clear on a telephone, a little slower than espeak-ng's own 175. */
const PACE = 150
const VOICES: Readonly<Record<Language, string>> = { da: 'da', en: 'en-gb' }

/** The `espeak-ng` program: text to its stdin, WAV from its stdout. A process for each sentence; nothing of it (GPL) is linked. */
export const espeakVoice = (options: { readonly program?: string; readonly answerWithinMs?: number } = {}): Voice => {
  const { program = 'espeak-ng', answerWithinMs = ANSWER_WITHIN_MS } = options
  const running = new Set<AbortController>()
  let closed = false

  const render = (text: string, language: Language): Promise<Pcm> =>
    new Promise((resolve, reject) => {
      const abort = new AbortController()
      running.add(abort)
      const child = spawn(program, ['-v', VOICES[language], '-s', String(PACE), '-b', '1', '--stdin', '--stdout'], {
        stdio: ['pipe', 'pipe', 'ignore'],
        signal: abort.signal,
        killSignal: 'SIGKILL',
      })
      const late = setTimeout(() => abort.abort(new Error(`nothing after ${answerWithinMs} ms`)), answerWithinMs)
      const chunks: Buffer[] = []
      let bytes = 0
      let failure: Error | undefined
      child.stdout.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        chunks.push(chunk)
        if (bytes > MOST_BYTES) abort.abort(new Error('it does not stop'))
      })
      child.on('error', (error) => {
        failure ??= abort.signal.aborted ? (abort.signal.reason as Error) : error
        // A program that is not there never closes.
        if (child.pid === undefined) end(null)
      })
      const end = (code: number | null): void => {
        clearTimeout(late)
        running.delete(abort)
        const pcm = failure === undefined && code === 0 ? pcmFromWav(Buffer.concat(chunks)) : undefined
        if (pcm !== undefined && pcm.samples.length > 0) resolve(pcm)
        else
          reject(
            new VoiceFailed('espeak-ng', failure?.message ?? (code === 0 ? 'it gave no sound' : `it ended with ${code ?? 'a signal'}`)),
          )
      }
      child.on('close', end)
      // It may end before it has read everything (EPIPE): how it ended is told by `close`.
      child.stdin.on('error', () => {})
      child.stdin.end(`${text}\n`)
    })

  return {
    name: 'espeak-ng',
    languages: ['da', 'en'],
    speak(text, language) {
      if (closed) return Promise.reject(new VoiceFailed('espeak-ng', 'it was closed'))
      if (text.trim() === '') return Promise.reject(new VoiceFailed('espeak-ng', 'there is nothing to say'))
      return render(text, language)
    },
    async close() {
      closed = true
      for (const abort of running) abort.abort(new Error('it was closed'))
    },
  }
}
