import { MessageChannel } from 'node:worker_threads'
import { type Language, LANGUAGES } from '#kernel/language.ts'
import type { Ear, Recogniser } from './door.ts'
import { listener } from './ear/listener.ts'
import { audience } from './ear/audience.ts'
import type { HeardFrame } from './ear/protocol.ts'
import { energyVadAdapter } from './vad/energy-vad-adapter.ts'

/**
 * A recogniser for tests: its ears hear when somebody speaks (by level), and take each turn for the next text of the
 * script. A text of `undefined` loses the ear instead. Scripts that are used up hear nothing that fits ('').
 */
export const scriptedRecogniser = (
  script: readonly (string | undefined)[],
  options: { readonly capacity?: number; readonly languages?: readonly Language[] } = {},
): Recogniser => {
  const { capacity = 12, languages = LANGUAGES } = options
  const open = new Set<Ear>()
  let next = 0

  const ear = (): Ear => {
    const { port1, port2 } = new MessageChannel()
    const heard = audience()
    const lines = script.slice(next)
    let turn = 0
    const text = (): string => lines[turn] ?? ''
    const hearing = listener({
      vad: energyVadAdapter(),
      words: {
        start() {},
        hear() {},
        soFar: text,
        finish: () => ({ text: text(), confidence: text() === '' ? 0 : 1 }),
      },
      report(report) {
        if (report.name !== 'turn') return heard.tell(report.name)
        const lost = turn < lines.length && lines[turn] === undefined
        if (lost) {
          heard.tell('lost')
          return end()
        }
        heard.tell('turn', report.heard)
        turn += 1
        next += 1
      },
      elapsed: () => performance.now(),
    })
    port1.on('message', (frame: HeardFrame) => hearing.frame(frame.peer, frame.us))
    port1.unref()
    const end = (): void => {
      heard.silence()
      port1.close()
      open.delete(self)
    }
    const self: Ear = {
      audio: port2,
      listen: (expect) => hearing.listen(expect),
      rest: () => hearing.rest(),
      on: (name, listener) => heard.on(name, listener),
      close: end,
    }
    return self
  }

  return {
    name: 'scripted',
    languages,
    takesOpenSpeech: true,
    capacity,
    get inUse() {
      return open.size
    },
    async ear(language) {
      if (open.size >= capacity || !languages.includes(language)) return undefined
      const made = ear()
      open.add(made)
      return made
    },
    async close() {
      for (const each of open) each.close()
    },
  }
}
