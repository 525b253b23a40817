import { createRequire } from 'node:module'
import { beforeAll, describe, expect, test } from 'vitest'
import { echoOf, frames, hiss, joined, mixed, silence } from '../core/made-sound.ts'
import { forTelephone } from '../core/prompt-sound.ts'
import { energyVadAdapter } from '../vad/energy-vad-adapter.ts'
import { sileroVad } from '../vad/silero-vad.ts'
import type { Vad } from '../vad/vad.ts'
import { type FliteVoiceName, fliteVoice } from '../voices/flite-voice.ts'
import { listener } from './listener.ts'

const quiet = { debug: () => {}, info: () => {}, warn: () => {} }
const say = async (voice: FliteVoiceName, text: string): Promise<Int16Array> => {
  const flite = fliteVoice({ log: quiet, voice })
  try {
    return forTelephone(await flite.speak(text, 'en'))
  } finally {
    await flite.close()
  }
}

/**
 * Runs a call through a listener; each report with the frame (20 ms) in which it came. As a line does, we hold our playback two
 * frames after `speech-started` (and our echo with it), and go on after `false-start`.
 */
const overhear = (
  vad: Vad,
  peer: Int16Array,
  us: Int16Array,
  echo: (ours: Int16Array) => Int16Array = () => new Int16Array(0),
): readonly { readonly name: string; readonly frame: number }[] => {
  const told: { name: string; frame: number }[] = []
  let frame = 0
  let heldSince = Infinity
  const words = { start() {}, hear() {}, soFar: () => '', finish: () => ({ text: '', confidence: 0 }) }
  const ear = listener({
    vad,
    words,
    report: ({ name }) => {
      told.push({ name, frame })
      if (name === 'speech-started') heldSince = frame
      if (name === 'false-start') heldSince = Infinity
    },
    elapsed: () => 0,
  })
  ear.listen({ language: 'en', forms: [{ kind: 'yes-no' }], pace: 'default' })
  const ours = frames(us)
  const back = frames(echo(us))
  const still = new Int16Array(160)
  for (const sound of frames(mixed(peer, hiss(peer.length / 8_000, -62)))) {
    const held = frame > heldSince + 2
    const echoing = frame > heldSince + 2 + 10 ? still : (back[frame] ?? still)
    ear.frame(mixed(sound, echoing), held ? still : (ours[frame] ?? still))
    frame += 1
  }
  vad.close()
  return told
}

describe.each([
  ['Silero', () => sileroVad(createRequire(import.meta.url)('sherpa-onnx-node'))],
  ['level', energyVadAdapter],
] as const)('with voice activity by %s', (_, vad) => {
  let us: Int16Array
  let person: Int16Array
  let murmur: Int16Array
  beforeAll(async () => {
    us = joined(
      silence(0.5),
      await say(
        'slt',
        'Thank you for calling Harbour Dental and for waiting while we look for the next free appointment with our hygienist on Thursday',
      ),
    )
    person = await say('rms', 'I would like to talk to a person about my bill please')
    murmur = await say('rms', 'hmmm mmm')
  })

  test.each([20, 40, 60, 80, 100, 120, 140, 160, 180, 200])('our echo of -15 dB after %d ms is nobody speaking', (delayMs) => {
    expect(overhear(vad(), silence(us.length / 8_000 + 1), us, (ours) => echoOf(ours, delayMs, 15))).toEqual([])
  })

  test('a person who talks over us, and over our echo, is noticed within 300 ms', () => {
    const noticedAfterMs = [1.5, 2, 2.5, 3].map((startsAt) => {
      const told = overhear(vad(), joined(silence(startsAt), person, silence(1)), us, (ours) => echoOf(ours, 120, 15))
      expect(told.map(({ name }) => name).slice(0, 2), `at ${startsAt} s`).toEqual(['speech-started', 'barge-in'])
      // The prompt's own kept silence (one frame) lies before the first sound.
      return ((told[0]?.frame ?? Infinity) - startsAt * 50 - 1) * 20
    })
    expect(Math.min(...noticedAfterMs)).toBeGreaterThan(0)
    // Where our loudest syllable covers their first one, the gate waits for their second.
    expect(noticedAfterMs.filter((ms) => ms <= 300).length, noticedAfterMs.join(', ')).toBeGreaterThanOrEqual(3)
    expect(Math.max(...noticedAfterMs)).toBeLessThanOrEqual(500)
  })

  test.each([150, 250, 350, 450, 550])('a murmur of %d ms over us does not stop us', (ms) => {
    const peer = joined(silence(2), murmur.slice(480, 480 + ms * 8), silence(4))
    const told = overhear(vad(), peer, us, (ours) => echoOf(ours, 120, 15)).map(({ name }) => name)
    expect([[], ['speech-started', 'false-start']]).toContainEqual(told)
  })
})
