/**
 * A process in which a few callers' ears live: voice activity, echo gate, turn taking and PocketSphinx. Started by
 * `ears.worker.ts`; speaks `protocol.ts` over IPC; ends when its parent does, however that ended.
 */
import { vadMaker } from '../vad/vad-maker.ts'
import { openDecoder } from '../pocketsphinx/decoder.ts'
import { loadPocketSphinx } from '../pocketsphinx/library.ts'
import { hearWords } from '../pocketsphinx/hear-words.ts'
import { type Listener, listener } from './listener.ts'
import type { EarAnswer, EarCommand, EarFrame, EarNumber } from './protocol.ts'

const say = (answer: EarAnswer): void => {
  if (process.connected) process.send?.(answer, () => {})
}
const log = {
  debug: () => undefined,
  info: (facts: object, sentence: string) => say({ type: 'log', level: 'info', facts: { ...facts }, sentence }),
  warn: (facts: object, sentence: string) => say({ type: 'log', level: 'warn', facts: { ...facts }, sentence }),
}

// The channel closes when the parent ends, by whatever signal.
process.on('disconnect', () => process.exit(0))

type Place = { readonly listener: Listener; readonly words: ReturnType<typeof hearWords>; readonly close: () => void }
const places = new Map<EarNumber, Place>()
const sphinx = loadPocketSphinx()
sphinx.setLog(null)
const makeVad = vadMaker(log)

const open = (ear: EarNumber): void => {
  const vad = makeVad()
  const words = hearWords(openDecoder(sphinx), log)
  const place = listener({
    vad,
    words,
    report: (report) => say({ type: 'report', ear, report }),
    elapsed: () => performance.now(),
  })
  places.set(ear, {
    listener: place,
    words,
    close: () => {
      words.close()
      vad.close()
    },
  })
  say({ type: 'opened', ear })
}

const obey = (command: EarCommand | EarFrame): void => {
  if (command.type === 'open') return open(command.ear)
  const place = places.get(command.ear)
  if (place === undefined) return
  switch (command.type) {
    case 'frame':
      return place.listener.frame(command.peer, command.us)
    case 'listen':
      place.words.expect(command.expect)
      return place.listener.listen(command.expect)
    case 'rest':
      return place.listener.rest()
    case 'close':
      places.delete(command.ear)
      return place.close()
  }
}

process.on('message', (message) => {
  // Only ears.worker.ts writes to this channel, and writes these types.
  const command = message as EarCommand | EarFrame
  try {
    obey(command)
  } catch (error) {
    places.delete(command.ear)
    say({ type: 'lost', ear: command.ear, why: String(error) })
  }
})

say({ type: 'ready', vad: makeVad().name })
