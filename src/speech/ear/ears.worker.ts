/**
 * The thread that carries sound from the media worker to the processes in which ears live, so that the main thread sees
 * none of it. Starts those processes as they are needed, a few ears in each, and says which ears are lost when one dies.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type MessagePort, parentPort } from 'node:worker_threads'
import type { EarAnswer, EarCommand, EarFrame, EarNumber, HeardFrame } from './protocol.ts'
import type { FromEarsThread, ToEarsThread } from './thread-protocol.ts'

const main = parentPort
if (main === null) throw new Error('ears.worker.ts runs as a worker thread')

const EARS_IN_A_PROCESS = 6
/** Frames waiting to be written to a process beyond this (10 s of all its ears) mean that it hangs: it is given up. */
const MOST_FRAMES_WAITING = 500 * EARS_IN_A_PROCESS

type House = { readonly child: ChildProcess; readonly ears: Set<EarNumber>; waiting: number }
const houses = new Set<House>()
const places = new Map<EarNumber, { readonly house: House; readonly audio: MessagePort }>()
let closing = false

const tell = (message: FromEarsThread): void => main.postMessage(message)

const leave = (ear: EarNumber): void => {
  const place = places.get(ear)
  if (place === undefined) return
  places.delete(ear)
  place.house.ears.delete(ear)
  place.audio.close()
}

const raise = (): House => {
  const child = fork(fileURLToPath(new URL('./ears.child.ts', import.meta.url)), [], {
    serialization: 'advanced',
    // Native libraries write what they like; only the channel counts.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: ['--no-warnings'],
  })
  const house: House = { child, ears: new Set(), waiting: 0 }
  houses.add(house)
  tell({ type: 'process', pid: child.pid ?? 0 })
  let lastWords = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = `${lastWords}${chunk.toString()}`.slice(-2_000)
  })
  child.on('message', (message) => {
    const answer = message as EarAnswer
    if (answer.type === 'lost') leave(answer.ear)
    tell(answer)
  })
  let gone = false
  const mourn = (how: string): void => {
    if (gone) return
    gone = true
    houses.delete(house)
    const lost = [...house.ears]
    for (const ear of lost) {
      leave(ear)
      tell({ type: 'lost', ear, why: how })
    }
    if (!closing) tell({ type: 'process-died', how, lastWords, ears: lost.length })
  }
  child.on('exit', (code, signal) => mourn(signal ?? `exit ${code}`))
  child.on('error', (error) => mourn(error.message))
  return house
}

const send = (house: House, message: EarCommand | EarFrame): void => {
  if (!house.child.connected) return
  house.waiting += 1
  house.child.send(message, () => {
    house.waiting -= 1
  })
  if (house.waiting > MOST_FRAMES_WAITING) house.child.kill('SIGKILL')
}

const open = (ear: EarNumber, audio: MessagePort): void => {
  const house = [...houses].find((each) => each.ears.size < EARS_IN_A_PROCESS && each.child.connected) ?? raise()
  house.ears.add(ear)
  places.set(ear, { house, audio })
  send(house, { type: 'open', ear })
  audio.on('message', (frame: HeardFrame) => send(house, { type: 'frame', ear, peer: frame.peer, us: frame.us }))
}

main.on('message', (message: ToEarsThread) => {
  if (message.type === 'warm-up') {
    if (houses.size === 0) raise()
  } else if (message.type === 'open') {
    open(message.ear, message.audio)
  } else if (message.type === 'shut-down') {
    closing = true
    for (const ear of places.keys()) leave(ear)
    for (const house of houses) house.child.kill('SIGKILL')
    main.close()
  } else {
    const place = places.get(message.ear)
    if (place !== undefined) send(place.house, message)
    if (message.type === 'close') leave(message.ear)
  }
})
