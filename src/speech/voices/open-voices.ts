import { spawn } from 'node:child_process'
import type { Language } from '#kernel/language.ts'
import { TELEPHONE_RATE } from '../core/prompt-sound.ts'
import { readable } from '../core/readable-text.ts'
import type { Pcm, Voice } from '../door.ts'
import type { SpeechLog } from '../log.ts'
import { voicesFor } from './choose-voice.ts'
import { clipCache, type ClipKey, type Codec } from './clip-cache.ts'
import { espeakVoice } from './espeak-voice.ts'
import { fliteVoice } from './flite-voice.ts'
import { shapePrompts } from './shape-prompts.ts'
import { VoiceUnavailable } from './voice-errors.ts'

/** Sound ready to be sent as it is: telephony's own type of the same name. */
export type EncodedClip = { readonly codec: Codec; readonly bytes: Uint8Array }

/** Text spoken in a language. */
export type Sentence = { readonly text: string; readonly language: Language }

export interface Voices {
  /** Best first. */
  readonly all: readonly Voice[]
  /** The voice that speaks `language` here. Refuses with `VoiceUnavailable` when none does. */
  chooseVoice(language: Language): Voice
  /** A sentence as telephone sound (8 kHz, trimmed, -19 dBFS). A voice that fails is followed by the next that speaks the language; refuses with `VoiceUnavailable` when none is left. */
  speak(sentence: Sentence): Promise<Pcm>
  /** The same, ready to be sent; rendered once and kept. */
  speakAsG711(sentence: Sentence, codec: Codec): Promise<EncodedClip>
  /** Renders what will be needed (a greeting, fixed phrases), so that it is there at once. Gives those that could not be rendered. */
  prerender(sentences: readonly Sentence[], codecs: readonly Codec[]): Promise<readonly Sentence[]>
  close(): Promise<void>
}

export type VoicesOptions = {
  /** Where rendered clips are kept. */
  readonly folder: string
  readonly log: SpeechLog
  /** Linear samples at 8 kHz to G.711 (telephony's own). */
  readonly encode: (samples: Int16Array, codec: Codec) => Uint8Array
  /** Best first. Without it: what this machine has (`voicesHere`). */
  readonly voices?: readonly Voice[]
  /** Bound of the clips kept, in memory and on disk. 32 MB is over an hour of speech. */
  readonly mostBytes?: number
}

const MOST_BYTES = 32 * 1024 * 1024

export const openVoices = async (options: VoicesOptions): Promise<Voices> => {
  const { folder, log, encode, mostBytes = MOST_BYTES } = options
  const all = options.voices ?? (await voicesHere(log))
  const shaper = shapePrompts()
  const clips = clipCache({ folder, mostBytes, log })
  await clips.load()
  const rendering = new Map<string, Promise<EncodedClip>>()

  /** Tries each voice of the language in turn. */
  const withVoice = async <Result>(language: Language, use: (voice: Voice) => Promise<Result>): Promise<Result> => {
    const able = voicesFor(language, all)
    let cause: unknown
    for (const voice of able) {
      try {
        return await use(voice)
      } catch (error) {
        cause = error
        log.warn({ err: error, voice: voice.name }, 'a voice could not speak; the next one is asked')
      }
    }
    const tried = able.map((voice) => voice.name)
    throw new VoiceUnavailable(language, tried, { cause })
  }
  const render = async (voice: Voice, { text, language }: Sentence): Promise<Int16Array> =>
    shaper.shape(await voice.speak(readable(text, language), language))

  const renderClip = ({ text, language }: Sentence, codec: Codec): Promise<EncodedClip> =>
    withVoice(language, async (voice) => {
      const key: ClipKey = { voice: voice.name, language, text, codec }
      const kept = clips.get(key)
      if (kept !== undefined) return { codec, bytes: kept }
      const bytes = encode(await render(voice, { text, language }), codec)
      void clips.put(key, bytes)
      return { codec, bytes }
    })

  const voices: Voices = {
    all,
    chooseVoice(language) {
      const voice = voicesFor(language, all)[0]
      if (voice === undefined) throw new VoiceUnavailable(language, [])
      return voice
    },
    speak: (sentence) =>
      withVoice(sentence.language, async (voice) => ({ samples: await render(voice, sentence), sampleRate: TELEPHONE_RATE })),
    speakAsG711(sentence, codec) {
      const name = JSON.stringify([sentence.language, codec, sentence.text])
      const under = rendering.get(name)
      if (under !== undefined) return under
      const clip = renderClip(sentence, codec).finally(() => rendering.delete(name))
      rendering.set(name, clip)
      return clip
    },
    async prerender(sentences, codecs) {
      const failed: Sentence[] = []
      for (const sentence of sentences) {
        try {
          for (const codec of codecs) await voices.speakAsG711(sentence, codec)
        } catch (error) {
          log.warn({ err: error }, 'a sentence could not be rendered')
          failed.push(sentence)
        }
      }
      return failed
    },
    async close() {
      await Promise.all([shaper.close(), ...all.map((voice) => voice.close())])
    },
  }
  return voices
}

/** The voices of this machine, best first: flite always, espeak-ng where Debian's package is installed. */
export const voicesHere = async (log: SpeechLog): Promise<readonly Voice[]> => {
  const espeak = await hasProgram('espeak-ng')
  if (!espeak) log.warn({}, 'espeak-ng is not installed: there is no Danish voice (apt-get install espeak-ng)')
  return [fliteVoice({ log }), ...(espeak ? [espeakVoice()] : [])]
}

const hasProgram = (program: string): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(program, ['--version'], { stdio: 'ignore', timeout: 5_000, killSignal: 'SIGKILL' })
    child.on('error', () => resolve(false))
    child.on('close', (code) => resolve(code === 0))
  })
