import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { frames, hiss, joined, mixed, silence, voiceLike } from './core/made-sound.ts'
import { forTelephone } from './core/prompt-sound.ts'
import type { Ear, Heard, ListenFor, Recogniser } from './door.ts'
import { fliteVoice } from './voices/flite-voice.ts'

const YES_NO: ListenFor = { language: 'en', forms: [{ kind: 'yes-no' }], pace: 'default' }

/** Notes everything an ear tells. */
export const noted = (ear: Ear): { readonly names: string[]; readonly turns: Heard[] } => {
  const names: string[] = []
  const turns: Heard[] = []
  for (const name of ['speech-started', 'false-start', 'barge-in', 'lost'] as const) ear.on(name, () => names.push(name))
  ear.on('turn', (heard) => {
    names.push('turn')
    turns.push(heard)
  })
  return { names, turns }
}

/** Sends both sides of a call to an ear, faster than real time but not all at once. */
export const play = async (ear: Ear, peer: Int16Array, us: Int16Array = new Int16Array(0)): Promise<void> => {
  const ours = frames(us)
  let sent = 0
  for (const frame of frames(peer)) {
    ear.audio.postMessage({ peer: frame, us: ours[sent] ?? new Int16Array(160) })
    sent += 1
    if (sent % 25 === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** A person saying something on a telephone, by flite. */
export const sayings = async (texts: readonly string[]): Promise<readonly Int16Array[]> => {
  const voice = fliteVoice({ log: { debug: () => {}, info: () => {}, warn: () => {} } })
  try {
    const said = await Promise.all(texts.map((text) => voice.speak(text, 'en')))
    return said.map((pcm) => forTelephone(pcm))
  } finally {
    await voice.close()
  }
}

/**
 * What every recogniser promises. `open` gives one of capacity 3 whose ears hear "yes" whenever somebody says so.
 */
export const recogniserContract = (name: string, open: () => Recogniser): void => {
  describe(`the recogniser ${name}`, () => {
    let recogniser: Recogniser
    let yes: Int16Array
    beforeAll(async () => {
      recogniser = open()
      ;[yes = silence(1)] = await sayings(['yes please'])
    })
    afterAll(() => recogniser.close())

    const withEar = async (use: (ear: Ear) => Promise<void>): Promise<void> => {
      const ear = await recogniser.ear('en')
      if (ear === undefined) throw new Error('no ear')
      try {
        await use(ear)
      } finally {
        ear.close()
      }
    }
    const room = (seconds: number): Int16Array => hiss(seconds, -65)

    test('a turn is told once, with its words, its length and how long it took', () =>
      withEar(async (ear) => {
        const { names, turns } = noted(ear)
        ear.listen(YES_NO)
        await play(ear, mixed(joined(silence(0.5), yes, silence(1.5)), room(2 + yes.length / 8_000)))
        await expect.poll(() => turns.length, { timeout: 5_000 }).toBe(1)
        expect(names.filter((name) => name !== 'barge-in')).toEqual(['speech-started', 'turn'])
        expect(turns[0]?.text).toMatch(/^(yes|yeah|yep)/)
        expect(turns[0]?.confidence).toBeGreaterThan(0)
        expect(turns[0]?.confidence).toBeLessThanOrEqual(1)
        expect(turns[0]?.speechMs).toBeGreaterThan(150)
        expect(turns[0]?.latencyMs).toBeGreaterThanOrEqual(340)
        expect(turns[0]?.latencyMs).toBeLessThan(2_000)
      }))

    test('while it rests nothing is told, and what comes after is', () =>
      withEar(async (ear) => {
        const { names, turns } = noted(ear)
        ear.rest()
        await play(ear, joined(silence(0.5), yes, silence(1.5)))
        expect(names).toEqual([])
        ear.listen(YES_NO)
        await play(ear, joined(silence(0.5), yes, silence(1.5)))
        await expect.poll(() => turns.length, { timeout: 5_000 }).toBe(1)
      }))

    test('our own echo is nobody speaking', () =>
      withEar(async (ear) => {
        const { names } = noted(ear)
        ear.listen(YES_NO)
        const ours = joined(yes, silence(0.2), yes, silence(0.2), yes)
        const back = joined(
          silence(0.12),
          ours.map((sample) => sample * 10 ** (-15 / 20)),
        )
        await play(ear, mixed(back, room(back.length / 8_000)), ours)
        await new Promise((resolve) => setTimeout(resolve, 300))
        expect(names).toEqual([])
      }))

    test('somebody who goes on over us takes the turn', () =>
      withEar(async (ear) => {
        const { names } = noted(ear)
        ear.listen(YES_NO)
        const theirs = joined(silence(1), yes, yes, yes)
        await play(ear, joined(theirs, silence(2)), voiceLike(1.2 + yes.length / 8_000, -22))
        await expect.poll(() => names, { timeout: 5_000 }).toContain('turn')
        expect(names.indexOf('speech-started')).toBe(0)
        expect(names).toContain('barge-in')
        expect(names.indexOf('barge-in')).toBeLessThan(names.indexOf('turn'))
      }))

    test('no more ears than its capacity, and one that is closed makes room', async () => {
      const ears = await Promise.all([1, 2, 3, 4].map(() => recogniser.ear('en')))
      const open = ears.filter((ear) => ear !== undefined)
      expect(open).toHaveLength(recogniser.capacity)
      expect(recogniser.inUse).toBe(recogniser.capacity)
      open[0]?.close()
      const another = await recogniser.ear('en')
      expect(another).toBeDefined()
      for (const ear of [...open, another]) ear?.close()
      expect(recogniser.inUse).toBe(0)
    })

    test('a closed ear tells nothing more', () =>
      withEar(async (ear) => {
        const { names } = noted(ear)
        ear.listen(YES_NO)
        ear.close()
        await play(ear, joined(yes, silence(1)))
        await new Promise((resolve) => setTimeout(resolve, 200))
        expect(names).toEqual([])
      }))
  })
}
