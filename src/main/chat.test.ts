import { PassThrough, Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { type ChatOptions, runChat } from './chat.ts'

const DENTAL = 'playbooks/dental/en.yaml'

const chat = async (input: string, options: Partial<ChatOptions> = {}): Promise<{ readonly code: number; readonly out: string }> => {
  const stdout = new PassThrough()
  const chunks: string[] = []
  stdout.on('data', (chunk: Buffer) => chunks.push(chunk.toString()))
  const base = { playbookFile: DENTAL, jsonl: true, now: '2026-11-23T09:10', caller: '28 12 34 56' }
  const code = await runChat({ ...base, ...options, stdin: Readable.from([input]), stdout })
  return { code, out: chunks.join('') }
}

type Out = {
  readonly say?: readonly string[]
  readonly expect?: { readonly about: string } | null
  readonly outcome?: string | null
  readonly error?: string
}
const linesOf = (out: string): readonly Out[] =>
  out
    .trim()
    .split('\n')
    .map((line): Out => JSON.parse(line))

describe('in JSON lines', () => {
  test('a booking is made without a server or a database', async () => {
    const turns = ['I would like a cleaning on Thursday at ten', 'my name is Maria Stone', 'yes', 'yes', 'no'].map((text) =>
      JSON.stringify({ text }),
    )
    const { code, out } = await chat(turns.join('\n'))
    const lines = linesOf(out)
    expect(code).toBe(0)
    expect(lines).toHaveLength(1 + turns.length)
    expect(lines[0]).toMatchObject({
      say: expect.arrayContaining(['Welcome to Harbour Dental.']),
      expect: { about: 'menu' },
      outcome: null,
    })
    expect(lines.at(-2)?.say?.join(' ')).toContain('You are booked: Cleaning with')
    expect(lines.at(-1)).toMatchObject({ expect: null, outcome: 'booked' })
  })

  test('keys, silence and hanging up are turns too', async () => {
    const lines = linesOf((await chat('{"keys":"1"}\n{"silence":7}\n{"hangup":true}\n')).out)
    expect(lines.map((line) => line.expect?.about)).toEqual(['menu', 'service', 'service', undefined])
    expect(lines.at(-1)?.outcome).toBe('abandoned')
  })

  test('a line that is no turn gets an error line, and the contact goes on', async () => {
    const lines = linesOf((await chat('{"txt":"hello"}\nhello\n{"silence":"long"}\n[]\nnull\n\n{"text":"do you have parking?"}\n')).out)
    expect(lines.slice(1, 6).map(({ error }) => error)).toEqual(
      Array.from({ length: 5 }, () => expect.stringContaining('a line is {"text"')),
    )
    expect(lines[6]?.say?.[0]).toContain('courtyard')
  })

  test('the end of the input is a hang-up, and every contact has an outcome', async () => {
    expect(linesOf((await chat('{"text":"do you have parking?"}')).out).at(-1)?.outcome).toBe('answered')
    expect(linesOf((await chat('')).out).at(-1)?.outcome).toBe('abandoned')
  })

  test('after the end nothing is said any more', async () => {
    const lines = linesOf((await chat('{"text":"goodbye"}\n{"text":"hello?"}\n')).out)
    expect(lines.at(-1)).toMatchObject({ say: [], events: [], outcome: 'logged' })
  })
})

describe('what cannot begin says why', () => {
  test.each([
    ['a file that is not there', { playbookFile: 'playbooks/none.yaml' }, 'the playbook playbooks/none.yaml cannot be read'],
    ['a file that is no playbook', { playbookFile: 'package.json' }, 'package.json:'],
    ['a time that is none', { now: 'yesterday' }, '--now: a time is written 2026-11-23T09:10'],
    ['a number that is none', { caller: 'bob' }, '--caller is a telephone number'],
  ])('%s', async (_, options, words) => {
    const { code, out } = await chat('', options)
    expect(code).toBe(1)
    expect(linesOf(out)[0]?.error).toContain(words)
    expect((await chat('', { ...options, jsonl: false })).out).toContain(words)
  })
})

test('on a screen digits are keys, an empty line is silence, and the reasons are shown', async () => {
  const { out } = await chat('1\n2\n\n/hangup\n', { jsonl: false })
  expect(out).toContain('line > How can I help you?')
  expect(out).toContain('service = cleaning (key)')
  expect(out).toContain('I cannot hear you.')
  expect(out).toContain('Ended: abandoned')
})
