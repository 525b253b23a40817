import { spawnSync } from 'node:child_process'
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeLevelDbfs, SPEECH_LEVEL_DBFS } from '../core/prompt-sound.ts'
import type { Voice } from '../door.ts'
import { espeakVoice } from './espeak-voice.ts'
import { fliteVoice } from './flite-voice.ts'
import { type Codec } from './clip-cache.ts'
import { openVoices } from './open-voices.ts'
import { scriptedVoice } from './scripted-voice.ts'
import { VoiceFailed, VoiceUnavailable } from './voice-errors.ts'
import { voiceContract } from './voice.contract.ts'

const quiet = { debug: () => {}, info: () => {}, warn: () => {} }
const hasEspeak = spawnSync('espeak-ng', ['--version']).status === 0

voiceContract('scripted', () => scriptedVoice())
voiceContract('flite', () => fliteVoice({ log: quiet }))
if (hasEspeak) voiceContract('espeak-ng', () => espeakVoice())

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('flite’s process dying under a sentence costs nothing: it is said by the next process', async () => {
  const pids: number[] = []
  const voice = fliteVoice({
    log: quiet,
    onProcess: (pid) => {
      pids.push(pid)
      // The first dies before it can answer.
      if (pids.length === 1) process.kill(pid, 'SIGKILL')
    },
  })
  const pcm = await voice.speak('good morning', 'en')
  expect(pcm.samples.length).toBeGreaterThan(0)
  expect(pids).toHaveLength(2)
  await voice.close()
  expect(pids.some(alive)).toBe(false)
})

test('flite dying twice under a sentence is VoiceFailed, and the next sentence is said', async () => {
  let deaths = 2
  const voice = fliteVoice({
    log: quiet,
    onProcess: (pid) => {
      deaths -= 1
      if (deaths >= 0) process.kill(pid, 'SIGKILL')
    },
  })
  await expect(voice.speak('good morning', 'en')).rejects.toThrow(VoiceFailed)
  expect((await voice.speak('good morning', 'en')).samples.length).toBeGreaterThan(0)
  await voice.close()
})

test('an engine that hangs is given up at the deadline', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'firstline-speech-'))
  const program = join(folder, 'hangs')
  await writeFile(program, '#!/bin/sh\nexec sleep 60\n')
  await chmod(program, 0o755)
  const voice = espeakVoice({ program, answerWithinMs: 300 })
  await expect(voice.speak('hello', 'en')).rejects.toThrow(/nothing after 300 ms/)
  await rm(folder, { recursive: true })
})

test('a program that is not installed is VoiceFailed', async () => {
  await expect(espeakVoice({ program: 'no-such-espeak' }).speak('hello', 'en')).rejects.toThrow(VoiceFailed)
})

describe('voices together', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'firstline-clips-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  /** Keeps the high byte of each sample: enough to tell clips apart. */
  const encode = (samples: Int16Array, codec: Codec): Uint8Array =>
    Uint8Array.from(samples, (sample) => ((sample >> 8) + 128) ^ (codec === 'PCMA' ? 0x55 : 0))
  const counted = (voice: Voice): Voice & { spoken: number } => ({
    ...voice,
    spoken: 0,
    async speak(text, language) {
      this.spoken += 1
      return voice.speak(text, language)
    },
  })
  const failing: Voice = {
    name: 'failing',
    languages: ['en'],
    speak: () => Promise.reject(new VoiceFailed('failing', 'it always does')),
    close: async () => {},
  }

  test('a sentence is rendered once for each law, however often and however at once it is asked for', async () => {
    const voice = counted(scriptedVoice('once'))
    const voices = await openVoices({ folder: join(folder, 'once'), log: quiet, encode, voices: [voice] })
    const sentence = { text: 'Thank you for calling.', language: 'en' } as const
    const clips = await Promise.all([1, 2, 3].map(() => voices.speakAsG711(sentence, 'PCMA')))
    await voices.speakAsG711(sentence, 'PCMA')
    expect(voice.spoken).toBe(1)
    expect(new Set(clips.map((clip) => clip.bytes)).size).toBe(1)
    await voices.speakAsG711(sentence, 'PCMU')
    expect(voice.spoken).toBe(2)
    await voices.close()
  })

  test('after a restart what was rendered is there without any voice', async () => {
    const at = join(folder, 'restart')
    const sentence = { text: 'Harbour Dental, good morning.', language: 'en' } as const
    const before = await openVoices({ folder: at, log: quiet, encode, voices: [scriptedVoice()] })
    expect(await before.prerender([sentence], ['PCMA'])).toEqual([])
    const first = await before.speakAsG711(sentence, 'PCMA')
    await expect.poll(async () => (await readdir(at)).filter((name) => name.endsWith('.g711'))).toHaveLength(1)
    const voice = counted(scriptedVoice())
    const after = await openVoices({ folder: at, log: quiet, encode, voices: [voice] })
    expect((await after.speakAsG711(sentence, 'PCMA')).bytes).toEqual(first.bytes)
    expect(voice.spoken).toBe(0)
  })

  test('the clips kept stay within the bound, and those used least go', async () => {
    const voice = counted(scriptedVoice())
    const voices = await openVoices({ folder: join(folder, 'bound'), log: quiet, encode, voices: [voice], mostBytes: 20_000 })
    const say = (text: string) => voices.speakAsG711({ text, language: 'en' }, 'PCMA')
    await say('greeting aaaaaaa')
    for (let index = 0; index < 10; index += 1) {
      await say(`another one ${index}`)
      await say('greeting aaaaaaa')
    }
    expect(voice.spoken).toBe(11)
    await say('another one 0')
    expect(voice.spoken).toBe(12)
    await expect.poll(async () => (await readdir(join(folder, 'bound'))).length).toBeLessThanOrEqual(3)
  })

  test('a folder that cannot be written costs persistence, not speech', async () => {
    const file = join(folder, 'a-file')
    await writeFile(file, '')
    const warnings: string[] = []
    const log = { debug: () => {}, info: () => {}, warn: (_: object, sentence: string) => void warnings.push(sentence) }
    const voices = await openVoices({ folder: file, log, encode, voices: [scriptedVoice()] })
    expect((await voices.speakAsG711({ text: 'hello', language: 'en' }, 'PCMU')).bytes.length).toBeGreaterThan(0)
    expect(warnings).toHaveLength(1)
  })

  test('a voice that fails is followed by the next that speaks the language', async () => {
    const voices = await openVoices({ folder: join(folder, 'next'), log: quiet, encode, voices: [failing, scriptedVoice()] })
    expect((await voices.speak({ text: 'hello', language: 'en' })).samples.length).toBeGreaterThan(0)
  })

  test('when no voice speaks the language, or all fail, it is said so', async () => {
    const voices = await openVoices({ folder: join(folder, 'none'), log: quiet, encode, voices: [failing] })
    expect(() => voices.chooseVoice('da')).toThrow(VoiceUnavailable)
    await expect(voices.speak({ text: 'goddag', language: 'da' })).rejects.toThrow(
      'no voice here speaks "da"; the Debian package espeak-ng has one',
    )
    await expect(voices.speak({ text: 'hello', language: 'en' })).rejects.toThrow('no voice here spoke "en": tried failing')
    expect(await voices.prerender([{ text: 'hello', language: 'en' }], ['PCMA'])).toHaveLength(1)
  })

  test('every voice here is as loud as the others and starts and ends at once', async () => {
    const voices = await openVoices({ folder: join(folder, 'loud'), log: quiet, encode })
    for (const voice of voices.all) {
      const alone = await openVoices({ folder: join(folder, `loud-${voice.name}`), log: quiet, encode, voices: [voice] })
      const { samples, sampleRate } = await alone.speak({ text: 'Good morning, how can I help you?', language: 'en' })
      expect(sampleRate).toBe(8_000)
      expect(Math.abs((activeLevelDbfs(samples) ?? 0) - SPEECH_LEVEL_DBFS), voice.name).toBeLessThan(1.5)
      expect(activeLevelDbfs(samples.subarray(0, 800)) ?? -99, voice.name).toBeGreaterThan(-45)
    }
    await voices.close()
  })
})
