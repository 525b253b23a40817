import { MessageChannel } from 'node:worker_threads'
import { createLog } from '../../src/platform/log/log.ts'
import { cryptoRandom } from '../../src/platform/time/crypto-random.ts'
import { systemClock } from '../../src/platform/time/system-clock.ts'
import {
  type AudioFrame,
  type CallEnd,
  encodeG711,
  type MediaStatistics,
  openMediaEngine,
  openSipEndpoint,
  type OutgoingCall,
} from '#telephony/index.ts'
import { eventually } from './eventually.ts'

/** A telephone of our own making, in this process: real SIP and RTP, and hands of its own for each call. */
export interface Telephone {
  /** Calls and waits until somebody picks up. Rejects with `CallRefused`. */
  dial(target: string, from?: string): Promise<LiveCall>
  close(): Promise<void>
}

export interface LiveCall {
  /** 100 ms a key; settles when the last has left. */
  press(keys: string): Promise<void>
  /** Speaks 8 kHz samples; settles when they are out. */
  say(samples: Int16Array): Promise<void>
  /** Waits for the tone after which a message is recorded; each tone is waited for once. */
  tone(withinMs?: number): Promise<void>
  /** Waits until anything but quiet is heard, after `since` (`performance.now`; absent: ever). */
  sound(since?: number): Promise<void>
  /** Whether the other side makes a sound in this moment, or did within the last 300 ms. */
  readonly sounding: boolean
  /** All that was heard, 8 kHz, from the pick-up on. */
  heard(): Int16Array
  statistics(): Promise<MediaStatistics>
  hangUp(): void
  /** How it ended, whoever ended it. */
  readonly ended: Promise<CallEnd>
  readonly over: boolean
}

export const openTelephone = async (address = '127.0.0.1'): Promise<Telephone> => {
  const log = createLog({ level: 'silent' })
  const media = await openMediaEngine({ address, portMin: 40_000, portMax: 48_998, inactivityMs: 120_000, log, random: cryptoRandom })
  const endpoint = await openSipEndpoint({
    address,
    port: 0,
    country: 'DK',
    trustedSources: [],
    media,
    maxCalls: 1_000,
    clock: systemClock,
    random: cryptoRandom,
    log,
    onCall: (call) => call.reject(486),
  })
  return {
    async dial(target, from) {
      const call = await endpoint.call(target, from === undefined ? {} : { fromUser: from })
      const live = follow(call)
      await call.answered
      return live
    },
    async close() {
      await endpoint.close()
      await media.close()
    },
  }
}

const SOUND_RMS = 32_768 * 10 ** (-45 / 20)
const TONE_HERTZ = 1_000
/** Of the 300 ms that the tone lasts. */
const TONE_FRAMES = 8

const follow = (call: OutgoingCall): LiveCall => {
  const frames: Int16Array[] = []
  let lastSound = Number.NEGATIVE_INFINITY
  let toneFrames = 0
  let tones = 0
  let tonesTaken = 0
  let over = false
  const { port1, port2 } = new MessageChannel()
  port2.on('message', ({ peer }: AudioFrame) => {
    frames.push(peer)
    const power = meanPower(peer)
    if (Math.sqrt(power) <= SOUND_RMS) toneFrames = 0
    else {
      lastSound = performance.now()
      toneFrames = powerAt(TONE_HERTZ, peer) > 0.9 * power ? toneFrames + 1 : 0
      if (toneFrames === TONE_FRAMES) tones += 1
    }
  })
  call.media.tap(port1)
  const ended = new Promise<CallEnd>((resolve) => call.on('ended', resolve)).then((end) => {
    over = true
    port2.close()
    return end
  })
  return {
    press: (keys) => call.media.sendDigits(keys),
    async say(samples) {
      await call.media.play({ codec: 'PCMA', bytes: encodeG711('PCMA', samples) }).ended
    },
    async tone(withinMs = 60_000) {
      await eventually('the tone before a recording', () => tones > tonesTaken, withinMs)
      tonesTaken += 1
    },
    async sound(since = Number.NEGATIVE_INFINITY) {
      await eventually('a sound of the other side', () => over || lastSound > since, 30_000)
      if (lastSound <= since) throw new Error(`the call was over before a sound came: ${JSON.stringify(await ended)}`)
    },
    get sounding() {
      return performance.now() - lastSound < 300
    },
    heard: () => joined(frames),
    statistics: () => call.media.statistics(),
    hangUp: () => call.hangUp(),
    ended,
    get over() {
      return over
    },
  }
}

const joined = (frames: readonly Int16Array[]): Int16Array => {
  const all = new Int16Array(frames.length * 160)
  frames.forEach((frame, index) => all.set(frame, index * 160))
  return all
}

const meanPower = (frame: Int16Array): number => frame.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, frame.length)

/** The mean power of the sine of `hertz` within a frame, by Goertzel's algorithm. */
const powerAt = (hertz: number, frame: Int16Array): number => {
  const coefficient = 2 * Math.cos((2 * Math.PI * hertz) / 8_000)
  let [before, last] = [0, 0]
  for (const sample of frame) [before, last] = [last, sample + coefficient * last - before]
  return (2 * (before ** 2 + last ** 2 - coefficient * before * last)) / frame.length ** 2
}
