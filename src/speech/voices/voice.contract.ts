import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forTelephone } from '../core/prompt-sound.ts'
import type { Voice } from '../door.ts'
import { VoiceFailed } from './voice-errors.ts'

/** What every voice promises. */
export const voiceContract = (name: string, open: () => Voice): void => {
  describe(`the voice ${name}`, () => {
    let voice: Voice
    beforeAll(() => {
      voice = open()
    })
    afterAll(() => voice.close())

    test('says a sentence in each language it names', async () => {
      expect(voice.languages.length).toBeGreaterThan(0)
      for (const language of voice.languages) {
        const pcm = await voice.speak(language === 'da' ? 'Goddag, hvad kan jeg hjælpe med?' : 'Good morning, how can I help?', language)
        const seconds = pcm.samples.length / pcm.sampleRate
        expect(seconds).toBeGreaterThan(0.8)
        expect(seconds).toBeLessThan(6)
        expect(forTelephone(pcm).length).toBeGreaterThan(4_000)
      }
    })

    test('takes longer for a longer text', async () => {
      const language = voice.languages[0] ?? 'en'
      const [short, long] = await Promise.all([voice.speak('one', language), voice.speak('one two three four five six seven', language)])
      expect(long.samples.length).toBeGreaterThan(short.samples.length * 2)
    })

    test('text that looks like an option, markup or a shell command is spoken, not obeyed', async () => {
      const pcm = await voice.speak('-o /tmp/x --version; echo "$HOME" `id` <voice name="x">', voice.languages[0] ?? 'en')
      expect(pcm.samples.length / pcm.sampleRate).toBeGreaterThan(0.5)
    })

    test('twenty at once are all said', async () => {
      const language = voice.languages[0] ?? 'en'
      const all = await Promise.all(Array.from({ length: 20 }, (_, index) => voice.speak(`sentence ${index}`, language)))
      expect(all.every((pcm) => pcm.samples.length > 0)).toBe(true)
    })

    test('refuses to say nothing', async () => {
      await expect(voice.speak('  ', voice.languages[0] ?? 'en')).rejects.toThrow(VoiceFailed)
    })
  })
}
