import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel, Worker } from 'node:worker_threads'
import { createSocket } from 'node:dgram'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seededRandom } from '#kernel/random.ts'
import { openRtpPeer, type RtpPeer, type RtpPeerOptions } from '../../../tests/support/rtp-peer.ts'
import { encodeG711, silenceOf } from '../core/audio/g711.ts'
import { rootMeanSquare } from '../core/audio/speech-energy.ts'
import { readWav } from '../core/audio/wav.ts'
import type { NegotiatedAudio } from '../core/negotiated-audio.ts'
import type { AudioFrame, EncodedClip, MediaEngine, MediaSession } from '../door.ts'
import { openMediaEngine, type MediaEngineOptions } from './engine.ts'

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const until = async (what: string, holds: () => boolean, timeoutMs = 5_000): Promise<void> => {
  const end = performance.now() + timeoutMs
  while (!holds()) {
    if (performance.now() > end) throw new Error(`within ${timeoutMs} ms it did not come about that ${what}`)
    await wait(5)
  }
}

const tone = (ms: number, hertz = 440, peak = 8_000): Int16Array =>
  Int16Array.from({ length: ms * 8 }, (_, i) => Math.round(peak * Math.sin((2 * Math.PI * hertz * i) / 8_000)))

const clip = (ms: number, codec: 'PCMA' | 'PCMU' = 'PCMA', hertz = 440): EncodedClip => ({
  codec,
  bytes: encodeG711(codec, tone(ms, hertz)),
})

const closers: (() => Promise<unknown>)[] = []
let folder: string
let portMin = 20_000 + (process.pid % 150) * 200

const engineWith = async (options: Partial<MediaEngineOptions> = {}): Promise<MediaEngine> => {
  portMin += 40
  const engine = await openMediaEngine({
    address: '127.0.0.1',
    portMin,
    portMax: portMin + 39,
    log: { warn: () => undefined, error: () => undefined },
    random: seededRandom(portMin),
    ...options,
  })
  closers.push(() => engine.close())
  return engine
}

const peerWith = async (options?: RtpPeerOptions): Promise<RtpPeer> => {
  const peer = await openRtpPeer(options)
  closers.push(peer.close)
  return peer
}

const audioTo = (peer: RtpPeer, over: Partial<NegotiatedAudio> = {}): NegotiatedAudio => ({
  remote: peer.address,
  codec: 'PCMA',
  payloadType: 8,
  telephoneEventPayloadType: 101,
  send: true,
  receive: true,
  ...over,
})

const callWith = async (options: Partial<MediaEngineOptions> = {}, peerOptions?: RtpPeerOptions) => {
  const [engine, peer] = [await engineWith(options), await peerWith(peerOptions)]
  const session = await engine.open()
  return { engine, peer, session }
}

const digitsOf = (session: MediaSession): string[] => {
  const digits: string[] = []
  session.on('digit', (digit, source) => digits.push(`${digit} ${source}`))
  return digits
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-'))
})

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
  await rm(folder, { recursive: true })
})

describe('the audio of a call', () => {
  it('begins with the clip that was asked for, unbroken, and says when the last of it has left', async () => {
    const { peer, session } = await callWith()
    const greeting = clip(450)
    session.configure(audioTo(peer))
    const end = await session.play(greeting).ended
    expect(end).toEqual({ completed: true, playedMs: 450, totalMs: 450 })
    await peer.waitForPackets(26)
    const first = peer.received.slice(0, 22).map((packet) => packet.payload)
    expect(Buffer.concat(first)).toEqual(Buffer.from(greeting.bytes.subarray(0, 22 * 160)))
    expect(new Uint8Array(peer.received[22]?.payload.subarray(80) ?? [])).toEqual(new Uint8Array(80).fill(silenceOf('PCMA')))
    expect(peer.received[0]?.marker).toBe(true)
    expect(peer.gaps()).toBe(0)
    const statistics = await session.statistics()
    expect(statistics.firstPacketMs).toBeGreaterThan(0)
    expect(statistics.packetsSent).toBeGreaterThanOrEqual(26)
  })

  it('transcodes a clip of the other law', async () => {
    const { peer, session } = await callWith()
    const inALaw = clip(200, 'PCMA')
    session.configure(audioTo(peer, { codec: 'PCMU', payloadType: 0 }))
    await session.play(inALaw).ended
    await peer.waitForPackets(10)
    const heard = peer.heard().subarray(0, 1_600)
    const error = Int16Array.from(heard, (sample, i) => sample - (tone(200)[i] ?? 0))
    expect(rootMeanSquare(error)).toBeLessThan(rootMeanSquare(heard) / 30)
  })

  it('plays clips one after the other, and stops, pauses and resumes with an exact account', async () => {
    const { peer, session } = await callWith()
    session.configure(audioTo(peer))
    const first = session.play(clip(1_000))
    const second = session.play(clip(100, 'PCMA', 880))
    await peer.waitForPackets(10)
    first.pause()
    await wait(100)
    const paused = peer.received.length
    await wait(100)
    first.resume()
    await wait(100)
    first.stop()
    const end = await first.ended
    expect(end.completed).toBe(false)
    expect(end.totalMs).toBe(1_000)
    expect(await second.ended).toEqual({ completed: true, playedMs: 100, totalMs: 100 })
    await wait(40)
    // What the account says was played is what the peer holds: whole frames of the first tone, silence in the pause.
    const silent = (payload: Uint8Array): boolean => payload.every((byte) => byte === silenceOf('PCMA'))
    const toneFrames = peer.received.filter((packet) => !silent(packet.payload)).length
    expect(toneFrames * 20).toBe(end.playedMs + 100)
    expect(peer.received.slice(paused, paused + 4).every((packet) => silent(packet.payload))).toBe(true)
    expect(peer.gaps()).toBe(0)
  })

  it('settles at once what is empty or comes after the end', async () => {
    const { peer, session } = await callWith()
    session.configure(audioTo(peer))
    expect(await session.play({ codec: 'PCMA', bytes: new Uint8Array(0) }).ended).toEqual({ completed: true, playedMs: 0, totalMs: 0 })
    const cut = session.play(clip(5_000))
    await peer.waitForPackets(3)
    session.close()
    const end = await cut.ended
    expect(end.completed).toBe(false)
    expect(end.playedMs).toBeGreaterThan(0)
    expect(await session.play(clip(100)).ended).toEqual({ completed: false, playedMs: 0, totalMs: 100 })
    await expect(session.sendDigits('1')).rejects.toMatchObject({ name: 'DigitsNotSent' })
    expect((await session.statistics()).packetsSent).toBeGreaterThan(0)
  })

  it('sends where the peer really is, and hears nobody else', async () => {
    const { peer, session } = await callWith()
    const [elsewhere, stranger] = [await peerWith(), await peerWith()]
    const latched: unknown[] = []
    session.on('latched', (remote) => latched.push(remote))
    const digits = digitsOf(session)
    session.configure(audioTo(elsewhere))
    await elsewhere.waitForPackets(3)
    peer.sendTo(session.local)
    await peer.waitForPackets(5)
    stranger.sendTo(session.local)
    await stranger.press('9')
    await peer.press('1')
    await until('the digit is heard', () => digits.length > 0)
    expect(latched).toEqual([peer.address])
    expect(digits).toEqual(['1 rfc4733'])
    expect(stranger.received).toHaveLength(0)
    // A new offer opens the choice again.
    peer.fallSilent()
    session.configure(audioTo(stranger))
    await stranger.waitForPackets(5)
    expect(latched).toHaveLength(2)
  })

  it('tells each key once, however it comes', async () => {
    const { peer, session } = await callWith()
    const digits = digitsOf(session)
    session.configure(audioTo(peer))
    peer.sendTo(session.local)
    await peer.press('42', 'tones')
    await until('the tones are heard', () => digits.length >= 2)
    session.digitFromSignalling('2')
    await peer.press('1#')
    session.digitFromSignalling('#')
    session.digitFromSignalling('5')
    await until('INFO is heard', () => digits.some((digit) => digit.startsWith('5')))
    await wait(100)
    expect(digits).toEqual(['4 in-band', '2 in-band', '1 rfc4733', '# rfc4733', '5 sip-info'])
  })

  it('hears keys of which nine packets in ten are lost', async () => {
    const { peer, session } = await callWith({}, { network: (n) => (n > 20 && n % 10 !== 6 ? 'lost' : 0) })
    const digits = digitsOf(session)
    session.configure(audioTo(peer))
    peer.sendTo(session.local)
    await peer.say(tone(420))
    // From here on each press, ten slots long, has one packet that arrives.
    await peer.press('1122')
    await until('all are heard', () => digits.length >= 4)
    expect(digits).toEqual(['1', '1', '2', '2'].map((digit) => `${digit} rfc4733`))
  })

  it('sends keys as events, and as tones where none are taken, with playback waiting', async () => {
    const { engine, peer, session } = await callWith()
    session.configure(audioTo(peer))
    const playback = session.play(clip(100))
    await session.sendDigits('0*d')
    expect(peer.keys()).toBe('0*D')
    expect((await playback.ended).completed).toBe(true)
    const events = peer.received.filter((packet) => packet.payloadType === 101)
    expect(events).toHaveLength(21)
    expect(events.filter((packet) => ((packet.payload[1] ?? 0) & 0x80) !== 0)).toHaveLength(9)
    await expect(session.sendDigits('12x')).rejects.toMatchObject({ name: 'DigitsNotSent', kind: 'invalid' })

    const [other, listener] = [await engine.open(), await engine.open()]
    const digits = digitsOf(listener)
    other.configure(audioTo(peer, { remote: listener.local, telephoneEventPayloadType: undefined }))
    listener.configure(audioTo(peer, { remote: other.local }))
    await other.sendDigits('73')
    await until('the tones are heard', () => digits.length >= 2)
    expect(digits).toEqual(['7 in-band', '3 in-band'])
  })

  it('keeps RTP time through hold', async () => {
    const { peer, session } = await callWith()
    session.configure(audioTo(peer))
    const playback = session.play(clip(400))
    await peer.waitForPackets(5)
    session.configure(audioTo(peer, { send: false }))
    await wait(60)
    const before = peer.received.length
    await wait(300)
    expect(peer.received.length).toBe(before)
    session.configure(audioTo(peer))
    expect(await playback.ended).toEqual({ completed: true, playedMs: 400, totalMs: 400 })
    const [last, next] = [peer.received[before - 1], peer.received[before]]
    expect(next?.marker).toBe(true)
    expect(next?.sequence).toBe(((last?.sequence ?? 0) + 1) & 0xffff)
    const elapsed = (((next?.timestamp ?? 0) - (last?.timestamp ?? 0)) | 0) / 8
    expect(Math.abs(elapsed - ((next?.at ?? 0) - (last?.at ?? 0)))).toBeLessThan(60)
    expect(elapsed).toBeGreaterThan(300)
  })

  it('says that the call is lost when nothing comes, but not while nothing should', async () => {
    const { peer, session } = await callWith({ inactivityMs: 300 })
    const lost: string[] = []
    session.on('lost', (why) => lost.push(why))
    session.configure(audioTo(peer, { receive: false }))
    await wait(500)
    expect(lost).toEqual([])
    session.configure(audioTo(peer))
    peer.sendTo(session.local)
    await wait(500)
    expect(lost).toEqual([])
    peer.fallSilent()
    await until('it is told', () => lost.length > 0)
    await wait(400)
    expect(lost).toEqual(['no-audio'])
  })

  it('says goodbye by RTCP, with what it sent and how it heard', async () => {
    const { peer, session } = await callWith({}, { network: (n) => (n % 10 === 5 ? 'lost' : 0) })
    session.configure(audioTo(peer))
    peer.sendTo(session.local)
    peer.sendRtcp(
      [
        {
          type: 'sender-report',
          ssrc: 1,
          ntp: { seconds: 0x1234_5678, fraction: 0x9abc_def0 },
          rtpTimestamp: 0,
          packetCount: 0,
          octetCount: 0,
          reports: [],
        },
      ],
      { address: session.local.address, port: session.local.port + 1 },
    )
    await peer.waitForPackets(50)
    const statistics = await session.statistics()
    session.close()
    await until('the report comes', () => peer.reports.length > 0)
    const [report, description, goodbye] = peer.reports[0] ?? []
    if (report?.type !== 'sender-report') throw new Error('a sender report was expected')
    expect(report.packetCount).toBeGreaterThanOrEqual(50)
    expect(report.octetCount).toBe(report.packetCount * 160)
    expect(report.reports[0]?.cumulativeLost).toBeGreaterThanOrEqual(4)
    expect(report.reports[0]?.lastSenderReport).toBe(0x5678_9abc)
    expect(description?.type).toBe('source-description')
    expect(goodbye).toEqual({ type: 'goodbye', ssrcs: [report.ssrc] })
    expect(statistics.packetsLost).toBeGreaterThanOrEqual(4)
    expect(statistics.concealedMs).toBeGreaterThanOrEqual(60)
  })

  it('survives what is no RTP', async () => {
    const { peer, session } = await callWith()
    session.configure(audioTo(peer))
    for (const bytes of [[], [0x80], [1, 2, 3], new Uint8Array(1_400).fill(0xff), [0xbf, 8, ...new Uint8Array(20)]]) {
      peer.sendRaw(Uint8Array.from(bytes), session.local)
      peer.sendRaw(Uint8Array.from(bytes), { ...session.local, port: session.local.port + 1 })
    }
    await session.play(clip(100)).ended
    expect((await session.statistics()).packetsReceived).toBe(0)
  })
})

describe('a recording', () => {
  it('holds both directions side by side, and only what left of ours', async () => {
    const { peer, session } = await callWith()
    session.configure(audioTo(peer))
    peer.sendTo(session.local)
    const file = join(folder, 'both.wav')
    const recording = await session.record(file)
    await Promise.all([session.play(clip(500)).ended, peer.say(tone(500, 300))])
    await wait(200)
    const { durationMs } = await recording.stop()
    const { sampleRate, channels } = readWav(await readFile(file))
    expect(sampleRate).toBe(8_000)
    expect(channels).toHaveLength(2)
    expect(channels[0]?.length).toBe(durationMs * 8)
    const seconds = (samples: Int16Array | undefined): number =>
      (samples ?? new Int16Array()).filter((sample) => Math.abs(sample) > 1_000).length / 8_000
    // A sine stays above an eighth of its peak for 92 % of the time.
    // Ours is exact; of the peer's a busy machine may deliver some too late.
    expect(seconds(channels[0])).toBeGreaterThan(0.2)
    expect(seconds(channels[0])).toBeLessThan(0.55)
    expect(seconds(channels[1])).toBeCloseTo(0.46, 1)
  })

  it('of the peer alone says how much of it was speech', async () => {
    const { peer, session } = await callWith()
    session.configure(audioTo(peer))
    peer.sendTo(session.local)
    const file = join(folder, 'peer.wav')
    await wait(100)
    const recording = await session.recordPeer(file)
    await wait(300)
    await peer.say(tone(600, 300))
    await wait(300)
    recording.stop()
    const { durationMs, speechMs } = await recording.ended
    expect(speechMs).toBeGreaterThanOrEqual(540)
    expect(speechMs).toBeLessThanOrEqual(700)
    expect(durationMs).toBeGreaterThan(1_000)
    expect(readWav(await readFile(file)).channels[0]?.length).toBe(durationMs * 8)
  })

  it('of a message ends by itself: after a pause, at its full length, or when nobody says a word', async () => {
    const { peer, session } = await callWith()
    session.configure(audioTo(peer))
    peer.sendTo(session.local)
    await wait(100)
    const limits = { maximumMs: 3_000, pauseMs: 400, patienceMs: 700 }
    const message = await session.recordPeer(join(folder, 'message.wav'), limits)
    await peer.say(tone(600, 300))
    const { durationMs, speechMs } = await message.ended
    expect(durationMs - speechMs).toBeGreaterThanOrEqual(400)
    expect(durationMs).toBeLessThan(2_000)
    const nothing = await session.recordPeer(join(folder, 'nothing.wav'), limits)
    expect(await nothing.ended).toEqual({ durationMs: 700, speechMs: 0 })
    const long = await session.recordPeer(join(folder, 'long.wav'), { maximumMs: 200, pauseMs: 400, patienceMs: 700 })
    expect((await long.ended).durationMs).toBe(200)
  })

  it('is finished when the call ends, asked or not', async () => {
    const { peer, session } = await callWith()
    session.configure(audioTo(peer))
    const file = join(folder, 'cut.wav')
    const recording = await session.record(file)
    await peer.waitForPackets(20)
    session.close()
    const { durationMs } = await recording.stop()
    expect(durationMs).toBeGreaterThanOrEqual(300)
    expect(readWav(await readFile(file)).channels[0]?.length).toBe(durationMs * 8)
    expect(await recording.stop()).toEqual({ durationMs })
  })

  it('on a full disk, or in no folder, is refused in words', async () => {
    const { peer, session } = await callWith()
    session.configure(audioTo(peer))
    await expect(session.record('/dev/full')).rejects.toMatchObject({ name: 'RecordingFailed', code: 'ENOSPC' })
    await expect(session.record(join(folder, 'no', 'such.wav'))).rejects.toMatchObject({ name: 'RecordingFailed', code: 'ENOENT' })
    await session.play(clip(40)).ended
  })
})

describe('a tap', () => {
  it('delivers both sides of every 20 ms and ends with the call', async () => {
    const { peer, session } = await callWith()
    const { port1, port2 } = new MessageChannel()
    const frames: AudioFrame[] = []
    let ended = false
    port2.on('message', (frame: AudioFrame) => frames.push(frame))
    port2.on('close', () => {
      ended = true
    })
    session.configure(audioTo(peer))
    session.tap(port1)
    peer.sendTo(session.local)
    await Promise.all([peer.say(tone(400, 1_000)), session.play(clip(400)).ended])
    await until('frames came', () => frames.length >= 25)
    session.close()
    await until('the port is closed', () => ended)
    expect(frames.every((frame) => frame.peer.length === 160 && frame.us.length === 160)).toBe(true)
    expect(frames.filter((frame) => rootMeanSquare(frame.peer) > 3_000).length).toBeGreaterThanOrEqual(18)
    expect(frames.filter((frame) => rootMeanSquare(frame.us) > 3_000).length).toBeGreaterThanOrEqual(18)
  })
})

describe('the media engine', () => {
  it('gives even ports with the next one free, passes over taken ones, and refuses when all are taken', async () => {
    const taken = createSocket('udp4')
    await new Promise<void>((resolve) => taken.bind(portMin + 43, '127.0.0.1', resolve))
    closers.push(() => new Promise<void>((resolve) => taken.close(() => resolve())))
    const engine = await engineWith({ portMax: portMin + 47 })
    const sessions = [await engine.open(), await engine.open(), await engine.open()]
    expect(sessions.map((session) => session.local.port).toSorted((a, b) => a - b)).toEqual([portMin, portMin + 4, portMin + 6])
    await expect(engine.open()).rejects.toMatchObject({ name: 'NoMediaPort', portMin })
    sessions[0]?.close()
    await wait(50)
    expect((await engine.open()).local.port).toBe(sessions[0]?.local.port)
  })

  it('refuses a range or address that cannot be used', async () => {
    await expect(engineWith({ address: 'example.invalid' })).rejects.toThrow('IP address')
    await expect(engineWith({ portMin: 5, portMax: 5 })).rejects.toThrow('range')
    await expect(engineWith({ address: '192.0.2.1' })).rejects.toMatchObject({ name: 'NoMediaPort' })
  })

  it('tells its public address', async () => {
    const engine = await engineWith({ publicAddress: '203.0.113.9' })
    expect((await engine.open()).local.address).toBe('203.0.113.9')
  })

  it('survives the death of its worker: calls are told, playbacks settle, new calls work', async () => {
    const workers: Worker[] = []
    const { engine, peer, session } = await callWith({
      startWorker: (workerData) => {
        const worker = new Worker(new URL('./media.worker.ts', import.meta.url), { workerData })
        workers.push(worker)
        return worker
      },
    })
    const lost: string[] = []
    session.on('lost', (why) => lost.push(why))
    const recording = await session.record(join(folder, 'cut.wav'))
    const long = clip(10_000)
    session.configure(audioTo(peer))
    const playback = session.play(long)
    await peer.waitForPackets(50)
    await wait(200)
    await workers[0]?.terminate()
    const end = await playback.ended
    expect(end.completed).toBe(false)
    expect(Math.abs(end.playedMs / 20 - peer.received.length)).toBeLessThanOrEqual(1)
    expect(lost).toEqual(['worker-died'])
    await expect(recording.stop()).rejects.toMatchObject({ name: 'RecordingFailed', code: 'worker-died' })
    await expect(session.statistics()).resolves.toBeDefined()
    await until('a new worker serves', () => workers.length === 2, 10_000)
    expect(engine.restarts).toBe(1)
    const again = await engine.open()
    again.configure(audioTo(peer))
    expect((await again.play(clip(60)).ended).completed).toBe(true)
  })

  it('closes its calls and their recordings before it is closed', async () => {
    const { engine, peer, session } = await callWith()
    session.configure(audioTo(peer))
    const file = join(folder, 'closing.wav')
    const recording = await session.record(file)
    await peer.waitForPackets(10)
    await engine.close()
    expect(readWav(await readFile(file)).channels[0]?.length).toBe((await recording.stop()).durationMs * 8)
    await expect(engine.open()).rejects.toMatchObject({ name: 'NoMediaPort' })
  })
})
