import { expect, test } from 'vitest'
import type { EncodedClip, MediaSession, PlaybackEnd } from '#telephony/index.ts'
import { openSpeaker } from './speaker.ts'

/** A telephone whose time is told by the test: a clip of n bytes lasts n ms, and ends when it is let. */
const telephone = () => {
  const sounding: { clip: EncodedClip; settle: (end: PlaybackEnd) => void; stopped: () => void }[] = []
  const media = {
    play(clip: EncodedClip) {
      const { promise: ended, resolve: settle } = Promise.withResolvers<PlaybackEnd>()
      const totalMs = clip.bytes.length
      const stopped = (): void => settle({ completed: false, playedMs: totalMs / 2, totalMs })
      // Pauses between sentences pass by themselves.
      if (totalMs > 1_000) settle({ completed: true, playedMs: totalMs, totalMs })
      else sounding.push({ clip, settle, stopped })
      return { ended, stop: stopped, pause() {}, resume() {} }
    },
  } as unknown as MediaSession
  const end = async (): Promise<void> => {
    const first = sounding.shift()
    const totalMs = first?.clip.bytes.length ?? 0
    first?.settle({ completed: true, playedMs: totalMs, totalMs })
    await new Promise((resolve) => setTimeout(resolve, 0))
  }
  return { media, sounding, end }
}

const open = (render: (text: string) => Promise<EncodedClip> = async (text) => ({ codec: 'PCMA', bytes: new Uint8Array(text.length) })) => {
  const line = telephone()
  const spoken: [number, boolean, string][] = []
  const speaker = openSpeaker({
    media: line.media,
    render,
    onSpoken: (...report) => spoken.push(report),
    log: {
      error() {},
      warn() {},
      info() {},
      debug() {},
      trace() {},
      child: () => {
        throw new Error('no child')
      },
    },
  })
  return { ...line, speaker, spoken }
}
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

test('an utterance is said sentence by sentence and reported once, when all of it has sounded', async () => {
  const { speaker, spoken, end } = open()
  speaker.say({ utterance: 1, text: 'You are booked. Goodbye!', language: 'en' })
  await soon()
  await end()
  expect(spoken).toEqual([])
  await end()
  expect(spoken).toEqual([[1, true, 'You are booked. Goodbye!']])
})

test('talked over, the report stops where the sound stopped; what waited behind is not spoken of', async () => {
  const { speaker, spoken, end } = open()
  speaker.say({ utterance: 1, text: 'You are booked. We look forward to it.', language: 'en' })
  speaker.say({ utterance: 2, text: 'Anything else?', language: 'en' })
  await soon()
  await end()
  await speaker.silence()
  await soon()
  expect(spoken).toEqual([[1, false, 'You are booked. We look']])
  expect(speaker.speaking).toBe(false)
})

test('silenced while the next sentence is still being made, it has reported the first before the silence is told', async () => {
  const slow = Promise.withResolvers<EncodedClip>()
  const { speaker, spoken, end } = open(async (text) =>
    text.startsWith('You') ? { codec: 'PCMA', bytes: new Uint8Array(text.length) } : slow.promise,
  )
  speaker.say({ utterance: 1, text: 'You are booked. Goodbye!', language: 'en' })
  await soon()
  await end()
  await speaker.silence()
  expect(spoken).toEqual([[1, false, 'You are booked.']])
  slow.resolve({ codec: 'PCMA', bytes: new Uint8Array(8) })
  await soon()
  expect(spoken).toHaveLength(1)
  expect(speaker.speaking).toBe(false)
})

test('a voice that fails is a sentence unheard, and the next utterance is said', async () => {
  const { speaker, spoken, end } = open(async (text) => {
    if (text === 'Broken.') throw new Error('no voice')
    return { codec: 'PCMA', bytes: new Uint8Array(text.length) }
  })
  speaker.say({ utterance: 1, text: 'Broken.', language: 'en' })
  speaker.say({ utterance: 2, text: 'Fine.', language: 'en' })
  await soon()
  await end()
  expect(spoken).toEqual([
    [1, false, ''],
    [2, true, 'Fine.'],
  ])
})
