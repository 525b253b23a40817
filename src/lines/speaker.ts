import type { Language } from '#kernel/language.ts'
import type { Log } from '#platform/log/log.ts'
import type { EncodedClip, MediaSession, Playback } from '#telephony/index.ts'
import { heardPart } from './core/heard-part.ts'

/**
 * The first line's mouth on a telephone: says one utterance after the other, can be held back, and reports of each how much
 * of it was heard.
 *
 * Story. `quiet`: nothing is queued. `speaking`: the first of the queue is being rendered or played; the next is rendered
 * meanwhile, so that no pause stands between them. `held`: the caller makes a sound; nothing goes out, nothing is lost; we go
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

type Item = { readonly clip: Promise<EncodedClip>; readonly utterance: Utterance | undefined }

export const openSpeaker = ({ media, render, onSpoken, onFirstSound, log }: SpeakerParts): Speaker => {
  const queue: Item[] = []
  let current: Playback | undefined
  let running = false
  let held = false
  let generation = 0
  let quiet: (() => void) | undefined

  const run = async (): Promise<void> => {
    if (running) return
    running = true
    for (let item = queue[0]; item !== undefined; item = queue[0]) {
      const mine = generation
      const clip = await item.clip.catch((error: unknown) => {
        log.error({ err: error }, 'a voice could not say something')
        return undefined
      })
      if (mine !== generation) continue
      if (clip === undefined) {
        queue.shift()
        report(item, false, '')
        continue
      }
      current = media.play(clip)
      if (held) current.pause()
      if (item.utterance !== undefined) onFirstSound?.(item.utterance.utterance)
      const end = await current.ended
      current = undefined
      if (queue[0] === item) queue.shift()
      report(item, end.completed, item.utterance === undefined ? '' : heardPart(item.utterance.text, end.playedMs, end.totalMs))
    }
    running = false
    const then = quiet
    quiet = undefined
    then?.()
  }

  const report = (item: Item, completed: boolean, heard: string): void => {
    if (item.utterance !== undefined) onSpoken(item.utterance.utterance, completed, heard)
  }

  const enqueue = (item: Item): void => {
    item.clip.catch(() => undefined)
    queue.push(item)
    void run()
  }

  return {
    say(utterance) {
      enqueue({ clip: render(utterance.text, utterance.language), utterance })
    },
    sound(clip) {
      enqueue({ clip: Promise.resolve(clip), utterance: undefined })
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
      // What sounds now is reported by its playback; what had not begun was not heard, and is not spoken of.
      queue.splice(current === undefined ? 0 : 1)
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
