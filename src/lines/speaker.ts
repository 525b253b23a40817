import type { Language } from '#kernel/language.ts'
import type { Log } from '#platform/log/log.ts'
import { encodeG711, type EncodedClip, type MediaSession, type Playback } from '#telephony/index.ts'
import { heardPart } from './core/heard-part.ts'
import { sentencesOf } from './core/sentences-of.ts'

/**
 * The first line's mouth on a telephone: says one utterance after the other, can be held back, and reports of each how much
 * of it was heard.
 *
 * Story. `quiet`: nothing is queued. `speaking`: the first of the queue is being rendered or played, sentence by sentence, so that the
 * first one sounds while the others are made; the next utterance is rendered meanwhile. `held`: the caller makes a sound; nothing goes out, nothing is lost; we go
 * on (it was a cough) or are `silenced` (it was meant), which ends the current utterance where the sound stopped and drops the
 * rest unheard.
 */
export type Utterance = { readonly utterance: number; readonly text: string; readonly language: Language }

export interface Speaker {
  say(utterance: Utterance): void
  /** Plays a sound that is no utterance (the tone before a recording). */
  sound(clip: EncodedClip): void
  hold(): void
  goOn(): void
  /** Stops now and drops what waits. Settles when it is known, and reported, how much had sounded. */
  silence(): Promise<void>
  readonly speaking: boolean
  /** Calls `then` when the queue has run out: at once when it has already. One waits at a time; the last asked holds. */
  whenQuiet(then: () => void): void
}

export type SpeakerParts = {
  readonly media: MediaSession
  /** Renders text for this call; quick for what was rendered before. */
  readonly render: (text: string, language: Language) => Promise<EncodedClip>
  readonly onSpoken: (utterance: number, completed: boolean, heard: string) => void
  readonly onFirstSound?: (utterance: number) => void
  readonly log: Log
}

/** One utterance as its sentences, or one sound without words. */
type Item = { readonly parts: readonly Part[]; readonly utterance: number | undefined }
type Part = { readonly text: string; readonly clip: Promise<EncodedClip> }

/** What a voice leaves between two sentences. */
const BETWEEN_SENTENCES: EncodedClip = { codec: 'PCMA', bytes: encodeG711('PCMA', new Int16Array(8 * 160)) }

export const openSpeaker = ({ media, render, onSpoken, onFirstSound, log }: SpeakerParts): Speaker => {
  const queue: Item[] = []
  let current: Playback | undefined
  let running = false
  let held = false
  let generation = 0
  let quiet: (() => void) | undefined

  /** What has sounded of the first of the queue; undefined before it begins and when it has been reported. */
  let sounded: { readonly item: Item; readonly heard: string[] } | undefined

  const report = (completed: boolean): void => {
    if (sounded?.item.utterance !== undefined) onSpoken(sounded.item.utterance, completed, sounded.heard.join(' '))
    sounded = undefined
  }

  const run = async (): Promise<void> => {
    if (running) return
    running = true
    for (let item = queue[0]; item !== undefined; item = queue[0]) {
      const mine = generation
      sounded = { item, heard: [] }
      const completed = await sayParts(item, () => mine === generation)
      if (queue[0] === item) queue.shift()
      report(completed)
    }
    running = false
    const then = quiet
    quiet = undefined
    then?.()
  }

  /** True when all of it has sounded. `wanted` turns false when it is silenced. */
  const sayParts = async ({ parts, utterance }: Item, wanted: () => boolean): Promise<boolean> => {
    for (const [index, { text, clip: rendering }] of parts.entries()) {
      const clip = await rendering.catch((error: unknown) => {
        log.error({ err: error }, 'a voice could not say something')
        return undefined
      })
      if (!wanted() || clip === undefined) return false
      if (index > 0) media.play(BETWEEN_SENTENCES)
      current = media.play(clip)
      if (held) current.pause()
      if (index === 0 && utterance !== undefined) onFirstSound?.(utterance)
      const { completed, playedMs, totalMs } = await current.ended
      current = undefined
      const words = heardPart(text, playedMs, totalMs)
      if (words !== '') sounded?.heard.push(words)
      if (!completed) return false
    }
    return true
  }

  const enqueue = (item: Item): void => {
    for (const { clip } of item.parts) clip.catch(() => undefined)
    queue.push(item)
    void run()
  }

  return {
    say({ utterance, text, language }) {
      enqueue({ utterance, parts: sentencesOf(text).map((sentence) => ({ text: sentence, clip: render(sentence, language) })) })
    },
    sound(clip) {
      enqueue({ utterance: undefined, parts: [{ text: '', clip: Promise.resolve(clip) }] })
    },
    hold() {
      held = true
      current?.pause()
    },
    goOn() {
      held = false
      current?.resume()
    },
    async silence() {
      held = false
      generation += 1
      // What sounds now is reported when its playback tells how far it came; between two sentences that is known already. What had not
      // begun was not heard, and is not spoken of.
      queue.splice(current === undefined ? 0 : 1)
      if (current === undefined) {
        if ((sounded?.heard.length ?? 0) > 0) report(false)
        sounded = undefined
      }
      const sounding = current
      sounding?.stop()
      await sounding?.ended
    },
    get speaking() {
      return running
    },
    whenQuiet(then) {
      if (running) quiet = then
      else then()
    },
  }
}
