import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import {
  callerNumber,
  type DialogRules,
  dialogRules,
  momentOf,
  rehearse,
  type RehearsedStep,
  type RehearsedTurn,
  type Rehearsal,
} from '#dialog/index.ts'
import { AppError } from '#kernel/app-error.ts'
import { instant } from '#kernel/instant.ts'
import { readPlaybook } from '#playbook/core/index.ts'
import { openScreen } from './chat-screen.ts'

/**
 * `firstline chat`: a contact typed instead of spoken, with the same brain as a call. Needs no server and no database; the
 * calendar is the playbook's hours, all free at first.
 */
export type ChatOptions = {
  readonly playbookFile: string
  /** One JSON object a line, in and out, for programs. */
  readonly jsonl: boolean
  /** `2026-11-23T09:10` in the business's zone, or with an offset; absent: the wall clock. */
  readonly now: string | undefined
  /** The caller id, as people write it. */
  readonly caller: string | undefined
  readonly stdin: Readable
  readonly stdout: Writable
}

class ChatCannotStart extends AppError {
  override readonly name = 'ChatCannotStart'
  override readonly kind = 'invalid'
}

/** Talks until the contact has ended or the input has. Gives the exit code: 0, or 1 when it could not begin. */
export const runChat = async (options: ChatOptions): Promise<number> => {
  const write = (text: string): boolean => options.stdout.write(`${text}\n`)
  let begun: ReturnType<typeof rehearse>
  try {
    const rules = await readRules(options.playbookFile)
    begun = rehearse(rules, settingOf(rules, options))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    write(options.jsonl ? JSON.stringify({ error: error.message }) : error.message)
    return 1
  }
  await (options.jsonl ? chatInLines(begun, options.stdin, write) : chatOnScreen(begun, options))
  return 0
}

const readRules = async (file: string): Promise<DialogRules> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ChatCannotStart(`the playbook ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  })
  const read = readPlaybook(text, file)
  if (read.ok) return dialogRules(read.playbook)
  throw new ChatCannotStart(
    read.problems.map((problem) => `${problem.file}:${problem.line}:${problem.column} ${problem.message}`).join('\n'),
  )
}

const settingOf = (rules: DialogRules, { now, caller }: ChatOptions): Parameters<typeof rehearse>[1] => {
  try {
    const at = now === undefined ? instant(Date.now()) : momentOf(now, rules.playbook.identity.timeZone)
    const number = caller === undefined ? undefined : callerNumber(rules, caller, at)
    if (caller !== undefined && number === undefined) {
      throw new ChatCannotStart(`--caller is a telephone number such as +4528123456, not ${JSON.stringify(caller)}`)
    }
    return { now: at, caller: number }
  } catch (error) {
    if (error instanceof RangeError) throw new ChatCannotStart(`--now: ${error.message}`)
    throw error
  }
}

const Line = z.union([
  z.strictObject({ text: z.string().max(10_000) }),
  z.strictObject({ keys: z.string().regex(/^[0-9*#]{1,40}$/) }),
  z.strictObject({ silence: z.number().min(0) }),
  z.strictObject({ hangup: z.literal(true) }),
])

type Begun = Rehearsal & { readonly greeting: RehearsedStep }

/** A line out for the greeting and for each line in. What is no turn gives an error line; the end of the input is a hang-up. */
const chatInLines = async (begun: Begun, stdin: Readable, write: (text: string) => void): Promise<void> => {
  const show = (step: RehearsedStep): void =>
    write(JSON.stringify({ say: step.say, expect: step.expect ?? null, events: step.events, outcome: step.outcome ?? null }))
  show(begun.greeting)
  for await (const line of createInterface({ input: stdin, crlfDelay: Infinity })) {
    if (line.trim() === '') continue
    const turn = readTurn(line)
    if (turn === undefined) {
      write(
        JSON.stringify({ error: 'a line is {"text": "..."}, {"keys": "1"}, {"silence": 7} or {"hangup": true}', line: line.slice(0, 200) }),
      )
    } else {
      show(begun.take(turn))
    }
  }
  if (begun.state().phase !== 'ended') show(begun.take({ hangup: true }))
}

const readTurn = (line: string): RehearsedTurn | undefined => {
  try {
    return Line.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/** For people: words are said, digits are pressed, an empty line is silence, Ctrl-D or `/hangup` hangs up. */
const chatOnScreen = async (begun: Begun, { stdin, stdout }: ChatOptions): Promise<void> => {
  const screen = openScreen(stdin, stdout)
  screen.open()
  screen.show(begun.greeting)
  for await (const line of screen.lines()) {
    screen.show(begun.take(turnTyped(line.trim())))
    if (begun.state().phase === 'ended') break
  }
  if (begun.state().phase !== 'ended') screen.show(begun.take({ hangup: true }))
  screen.close()
}

const turnTyped = (line: string): RehearsedTurn => {
  if (line === '') return { silence: 7 }
  if (line === '/hangup') return { hangup: true }
  return /^[0-9*#]{1,20}$/.test(line) ? { keys: line } : { text: line }
}
