import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pcmFromWav } from '../../../src/speech/core/wav.ts'
import type { ListenForm, Pcm } from '../../../src/speech/index.ts'
import { type FliteVoiceName, fliteVoice } from '../../../src/speech/voices/flite-voice.ts'

export type Kind = 'digits8' | 'digits4' | 'yes-no' | 'date' | 'time' | 'menu' | 'nonsense'
/** `text`: what is said; empty when nothing that is expected is. */
export type Utterance = {
  readonly kind: Kind
  readonly text: string
  readonly speaker: string
  readonly human: boolean
  readonly sound: Pcm
}

const MENU: ListenForm = {
  kind: 'choice',
  options: [
    ['check-up', 'checkup'],
    ['cleaning', 'teeth cleaning', 'hygienist'],
    ['toothache', 'pain', 'emergency'],
  ],
}
export const FORMS: Readonly<Record<Exclude<Kind, 'nonsense'>, ListenForm>> = {
  digits8: { kind: 'digits', minimum: 8, maximum: 8 },
  digits4: { kind: 'digits', minimum: 4, maximum: 4 },
  'yes-no': { kind: 'yes-no' },
  date: { kind: 'date' },
  time: { kind: 'time' },
  menu: MENU,
}

const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
/** Repeatable digit strings. */
const digitStrings = (count: number, length: number): readonly (readonly number[])[] => {
  let state = 4_711
  return Array.from({ length: count }, () =>
    Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * 10)
    }),
  )
}
const inWords = (digits: readonly number[]): string => digits.map((digit) => DIGITS[digit]).join(' ')

const SAID: readonly (readonly [Kind, readonly string[]])[] = [
  ['digits8', digitStrings(4, 8).map(inWords)],
  ['digits4', digitStrings(3, 4).map(inWords)],
  ['yes-no', ['yes', 'no', 'yes please', 'no thanks', 'yeah', 'nope', 'that is right']],
  ['date', ['tomorrow', 'next thursday', 'monday', 'the third of december', 'friday morning', 'december fifteenth']],
  ['time', ['half past two', 'two thirty', 'three pm', 'quarter to nine', 'nine fifteen', "ten o'clock"]],
  ['menu', ['check up', 'cleaning', 'toothache', 'the second one', 'option three', 'number one']],
  [
    'nonsense',
    [
      'my insurance pays for that I think',
      'the weather is lovely here in Scotland',
      'could you tell me how much it costs',
      'elephant',
      'purple rain',
      'hmm let me think',
    ],
  ],
]

const FLITE: readonly FliteVoiceName[] = ['slt', 'rms', 'awb', 'kal']
const ESPEAK = ['en-gb', 'en-us+f2', 'en-gb-scotland+m3', 'en-gb-x-rp+f4']

const quiet = { debug: () => {}, info: () => {}, warn: () => {} }

/** Synthetic speakers: four voices of flite, four of espeak-ng where it is installed. */
export const syntheticSpeakers = async (): Promise<readonly Utterance[]> => {
  const all: Utterance[] = []
  const add = async (speaker: string, say: (text: string) => Promise<Pcm> | Pcm): Promise<void> => {
    for (const [kind, texts] of SAID) {
      for (const text of texts) {
        const sound = await say(text.replace(/\bpm\b/, 'p m'))
        all.push({ kind, speaker, human: false, text: kind === 'nonsense' ? '' : text, sound })
      }
    }
  }
  for (const name of FLITE) {
    const voice = fliteVoice({ log: quiet, voice: name })
    await add(`flite:${name}`, (text) => voice.speak(text, 'en'))
    await voice.close()
  }
  for (const name of ESPEAK) {
    await add(`espeak-ng:${name}`, (text) => {
      const sound = pcmFromWav(execFileSync('espeak-ng', ['-v', name, '-s', '150', '--stdin', '--stdout'], { input: text }))
      if (sound === undefined) throw new Error(`espeak-ng ${name} gave no sound`)
      return sound
    })
  }
  return all
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth', 'eleventh', 'twelfth']
const HOURS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']

/**
 * A human speaker: the prompts of Debian's `asterisk-core-sounds-en-wav` (one woman, 8 kHz), words put one after another with 60 ms
 * between. `folder`: where its `en_US_f_Allison` lies.
 */
export const humanSpeaker = (folder: string): readonly Utterance[] => {
  const word = (name: string): Int16Array => {
    const pcm = pcmFromWav(readFileSync(join(folder, `${name}.wav`)))
    return pcm?.samples ?? new Int16Array(0)
  }
  const said = (kind: Kind, text: string, names: readonly string[]): Utterance => {
    const gap = new Int16Array(480)
    const parts = names.flatMap((name) => [word(name), gap])
    const samples = Int16Array.from(parts.flatMap((part) => [...part]))
    return { kind, text, speaker: 'human:allison', human: true, sound: { samples, sampleRate: 8_000 } }
  }
  const digits = (kind: Kind, count: number, length: number): readonly Utterance[] =>
    digitStrings(count, length).map((string) =>
      said(
        kind,
        inWords(string),
        string.map((digit) => `digits/${digit}`),
      ),
    )
  if (!existsSync(join(folder, 'digits/0.wav'))) return []
  return [
    ...digits('digits8', 10, 8),
    ...digits('digits4', 10, 4),
    ...WEEKDAYS.map((day, index) => said('date', day, [`digits/day-${index}`])),
    ...MONTHS.map((month, index) => said('date', `${month} ${ORDINALS[index]}`, [`digits/mon-${index}`, `digits/h-${index + 1}`])),
    ...HOURS.map((hour, index) => said('time', `${hour} pm`, [`digits/${index + 1}`, 'digits/p-m'])),
    ...HOURS.map((hour, index) => said('time', `${hour} o'clock`, [`digits/${index + 1}`, 'digits/oclock'])),
    ...[
      'all-circuits-busy-now',
      'demo-echotest',
      'vm-mailboxfull',
      'tt-weasels',
      'queue-thankyou',
      'pls-hold-while-try',
      'vm-isunavail',
      'hours',
    ].map((name) => said('nonsense', '', [name])),
  ]
}
