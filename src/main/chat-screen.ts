import { createInterface, type Interface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { RehearsedStep } from '#dialog/index.ts'

type Screen = {
  readonly open: () => void
  readonly show: (step: RehearsedStep) => void
  readonly lines: () => AsyncIterable<string>
  readonly close: () => void
}

/** How a typed contact looks on a terminal: what is said, what may be answered, and quietly why. Colour only on a terminal. */
export const openScreen = (stdin: Readable, stdout: Writable): Screen => {
  const terminal = 'isTTY' in stdout && stdout.isTTY === true
  const paint = (code: string, text: string): string => (terminal ? `\u001b[${code}m${text}\u001b[0m` : text)
  const faint = (text: string): string => paint('2', text)
  const write = (text: string): boolean => stdout.write(`${text}\n`)
  const reader: Interface = createInterface({
    input: stdin,
    output: terminal ? stdout : undefined,
    prompt: paint('36', 'you  > '),
    terminal,
  })
  // The input may end while lines of it are still being answered.
  let closed = false
  reader.on('close', () => {
    closed = true
  })
  return {
    open: () => {
      write(faint('Type what you would say. Digits are keys, an empty line is silence, Ctrl-D hangs up.'))
      write('')
    },
    show: (step) => {
      for (const reason of reasonsOf(step)) write(faint(`       ${reason}`))
      for (const text of step.say) write(`${paint('1', 'line > ')}${text}`)
      if (step.outcome !== undefined) return void write(`\n${paint('32', `Ended: ${step.outcome}`)}`)
      if (step.recording) write(faint('       (tone) what you type next is recorded'))
      if (terminal && !closed) reader.prompt()
    },
    lines: () => reader,
    close: () => reader.close(),
  }
}

/** The decisions of a turn, a line each: what was understood, and by which rule. */
const reasonsOf = ({ events }: RehearsedStep): readonly string[] =>
  events.flatMap((event) => {
    const told = reasonOf(event)
    return told === undefined ? [] : [told]
  })

const reasonOf = (event: RehearsedStep['events'][number]): string | undefined => {
  if (event.type === 'slot-filled') return `${event.data.slot} = ${event.personal.value} (${because(event.data.reason)})`
  if (event.type === 'slot-rejected') return `${event.data.slot} is open again (${because(event.data.reason)})`
  if (event.type === 'call-type-set') return `call type ${event.data.callType} (${because(event.data.reason)})`
  if (event.type === 'knowledge-given') return `article ${event.data.article} (${because(event.data.reason)})`
  if (event.type === 'protected-topic-met') return `protected topic ${event.data.topic} (${because(event.data.reason)})`
  if (event.type === 'emergency-met') return `danger (${because(event.data.reason)})`
  if (event.type === 'person-wanted') return `a person is wanted (${because(event.data.reason)})`
  if (event.type === 'misunderstood') return `not understood, ${event.data.count} in a row`
  if (event.type === 'follow-up-opened')
    return `follow-up for ${event.data.owner}: ${event.data.kind}${event.data.urgent ? ', urgent' : ''}`
  if (event.type === 'booking-made') return 'appointment committed'
  if (event.type === 'booking-refused') return `appointment refused: ${event.data.why}`
  return undefined
}

const because = (reason: { readonly rule: string; readonly score?: number }): string =>
  reason.score === undefined ? reason.rule : `${reason.rule}, ${reason.score.toFixed(2)}`
