/**
 * Measures recognition by voice on the 8 kHz path: real ears (voice activity, turn taking, PocketSphinx), in real time, as many
 * at once as are given out. Prints a table and, on the last line, JSON.
 *
 *   npx node tools/eval/speech/run.ts soft|handset [folder of asterisk-core-sounds-en-wav's en_US_f_Allison]
 */
import { readFileSync } from 'node:fs'
import { joined, silence } from '../../../src/speech/core/made-sound.ts'
import { type Ear, type Heard, type Recogniser } from '../../../src/speech/index.ts'
import { missingForRecogniser } from '../../../src/speech/index.ts'
import { pocketSphinxRecogniser } from '../../../src/speech/pocketsphinx/recogniser.ts'
import { FORMS, humanSpeaker, type Kind, syntheticSpeakers, type Utterance } from './corpus.ts'
import { type Path, throughTelephone } from './telephone-path.ts'

const path: Path = process.argv[2] === 'handset' ? 'handset' : 'soft'
const EARS = 8
const FRAME_MS = 20
const RESULT_WITHIN_MS = 4_000

type Result = { readonly utterance: Utterance; readonly kind: Exclude<Kind, 'nonsense'>; readonly heard: Heard | undefined }

/** One utterance in real time; undefined when no turn came of it. */
const hear = async (ear: Ear, turns: Heard[], utterance: Utterance, kind: Exclude<Kind, 'nonsense'>): Promise<Heard | undefined> => {
  turns.length = 0
  ear.listen({ language: 'en', forms: [FORMS[kind]], pace: kind.startsWith('digits') ? 'number' : 'default' })
  const sound = joined(silence(0.4), throughTelephone(utterance.sound, path), silence(RESULT_WITHIN_MS / 1_000))
  const began = performance.now()
  for (let at = 0; at + 160 <= sound.length && turns.length === 0; at += 160) {
    ear.audio.postMessage({ peer: sound.slice(at, at + 160), us: new Int16Array(160) })
    const due = began + (at / 160 + 1) * FRAME_MS - performance.now()
    if (due > 1) await new Promise((resolve) => setTimeout(resolve, due))
  }
  return turns[0]
}

const work = async (
  recogniser: Recogniser,
  queue: { utterance: Utterance; kind: Exclude<Kind, 'nonsense'> }[],
): Promise<readonly Result[]> => {
  const results: Result[] = []
  let speaker = ''
  let ear: Ear | undefined
  const turns: Heard[] = []
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    // A speaker is a call: a new one begins with a new ear.
    if (ear === undefined || speaker !== next.utterance.speaker) {
      ear?.close()
      ear = await recogniser.ear('en')
      if (ear === undefined) throw new Error('no ear')
      ear.on('turn', (heard) => turns.push(heard))
      speaker = next.utterance.speaker
    }
    results.push({ ...next, heard: await hear(ear, turns, next.utterance, next.kind) })
  }
  ear?.close()
  return results
}

/** Processor seconds a process has used. */
const processorSeconds = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0
const same = (a: string, b: string): boolean => a.replace(/\boh\b/g, 'zero').replace('checkup', 'check up') === b

const missing = missingForRecogniser()
if (missing.length > 0) throw new Error(`install ${missing.join(', ')} first`)
const pids: number[] = []
const recogniser = pocketSphinxRecogniser({
  log: { debug: () => {}, info: () => {}, warn: (facts, sentence) => console.error(sentence, facts) },
  onProcess: (pid) => pids.push(pid),
})
const utterances = [...(await syntheticSpeakers()), ...(process.argv[3] === undefined ? [] : humanSpeaker(process.argv[3]))]
const kinds = Object.keys(FORMS) as Exclude<Kind, 'nonsense'>[]
/** Nonsense is put to two of the forms, in turn. */
const queue = utterances.flatMap((utterance, index) =>
  utterance.kind === 'nonsense'
    ? [kinds[(2 + index) % kinds.length], kinds[(4 + index) % kinds.length]].flatMap((kind) =>
        kind === undefined ? [] : [{ utterance, kind }],
      )
    : [{ utterance, kind: utterance.kind }],
)
const began = performance.now()
const results = (await Promise.all(Array.from({ length: EARS }, () => work(recogniser, queue)))).flat()
const seconds = (performance.now() - began) / 1_000
const processor = pids.reduce((sum, pid) => sum + processorSeconds(pid), 0)
await recogniser.close()

const score = (of: readonly Result[]) => ({
  said: of.length,
  right: of.filter(({ utterance, heard }) => same(heard?.text ?? '', utterance.text)).length,
  refused: of.filter(({ heard }) => (heard?.text ?? '') === '').length,
})
const table = Object.fromEntries(
  [false, true].flatMap((human) =>
    [...kinds, 'nonsense' as const].flatMap((kind) => {
      const of = results.filter((result) => result.utterance.human === human && result.utterance.kind === kind)
      return of.length === 0 ? [] : [[`${human ? 'human' : 'synthetic'} ${kind}`, score(of)] as const]
    }),
  ),
)
for (const [name, { said, right, refused }] of Object.entries(table))
  console.log(name.padEnd(24), `${right}/${said} right, ${refused} refused`)
/** Whether confidence tells right from wrong: medians of each. */
const confidenceOf = (right: boolean): number =>
  percentile(
    results.flatMap(({ utterance, heard }) =>
      heard !== undefined && heard.text !== '' && same(heard.text, utterance.text) === right ? [heard.confidence] : [],
    ),
    0.5,
  )
const latencyOf = (chosen: readonly Result[]) => {
  const values = chosen.flatMap(({ heard }) => (heard === undefined ? [] : [heard.latencyMs]))
  return { p50: percentile(values, 0.5), p95: percentile(values, 0.95) }
}
console.log(
  JSON.stringify({
    path,
    accuracy: table,
    latencyMs: {
      yesNoAndMenu: latencyOf(results.filter(({ kind, heard }) => (kind === 'yes-no' || kind === 'menu') && heard?.text !== '')),
      dateAndTime: latencyOf(results.filter(({ kind }) => kind === 'date' || kind === 'time')),
      digits: latencyOf(results.filter(({ kind }) => kind.startsWith('digits'))),
    },
    confidence: { right: confidenceOf(true), wrong: confidenceOf(false) },
    processorShareOfACorePerCall: Math.round((processor / seconds / EARS) * 1_000) / 1_000,
    ears: EARS,
    seconds: Math.round(seconds),
  }),
)
