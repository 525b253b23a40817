import type { RemoteInfo } from 'node:dgram'
import type { MessagePort } from 'node:worker_threads'
import type { NegotiatedAudio, SocketAddress } from '../core/negotiated-audio.ts'
import type { AudioFrame, MediaStatistics } from '../door.ts'
import { decodeG711, FRAME_MS, FRAME_SAMPLES, silenceOf } from '../core/audio/g711.ts'
import { parseRtp } from '../core/rtp/rtp-packet.ts'
import { ntpTime, parseRtcp, writeRtcp, type RtcpPacket } from '../core/rtp/rtcp-packet.ts'
import { createLateness } from './lateness.ts'
import type { Pacer, Paced } from './pacer.ts'
import { createPlaybackQueue } from './playback-queue.ts'
import type { PortPair } from './port-pairs.ts'
import { createReceiving } from './receiving.ts'
import { createSending } from './sending.ts'
import { startWavRecording, type WavRecording } from './wav-recording.ts'
import type { FromSession, StreamIdentity, ToSession } from './worker-protocol.ts'

/**
 * The audio of one call inside the worker. It is
 *
 * - *open*: ports are bound, nothing leaves, what comes is nobody's;
 * - *running* from the first `configure` on: every 20 ms one frame leaves (unless held) and one is taken from the jitter buffer,
 *   recorded and tapped;
 * - *closed*: a goodbye has left, recordings are being finished, the ports are given back.
 *
 * **Where our sound goes.** To the address the signalling gave, until the first packet of the stream arrives: then to where
 * it came from, and only packets from there are heard (symmetric RTP, RFC 4961; a caller behind NAT gives an address
 * that does not exist). This happens once for each `configure`, so a stranger can neither listen in nor speak later.
 */
export type AudioStream = {
  readonly obey: (order: ToSession) => void
}

export type AudioStreamOptions = {
  readonly pair: PortPair
  readonly identity: StreamIdentity
  readonly openedAt: number
  readonly progress: Int32Array
  readonly inactivityMs: number
  readonly pacer: Pacer
  /** Milliseconds, monotonic, and how far the epoch lies from their zero. */
  readonly now: () => number
  readonly epochOffset: number
  readonly tell: (message: FromSession) => void
  /** Both ports are free again. */
  readonly onClosed: () => void
  /** A fault of ours that ended this call; its session has been told. */
  readonly onFault: (error: unknown) => void
}

const REPORT_MS = 5_000

export const createAudioStream = (options: AudioStreamOptions): AudioStream => {
  const { pair, identity, pacer, now, tell } = options
  const queue = createPlaybackQueue(options.progress, (playback, end) => tell({ tell: 'playback-ended', playback, end }))
  const sending = createSending(identity, queue)
  const receiving = createReceiving((digit, source) => tell({ tell: 'digit', digit, source }))
  const lateness = createLateness()
  const recordings = new Map<number, WavRecording>()
  const taps = new Set<MessagePort>()
  const peerFrame = new Int16Array(FRAME_SAMPLES)
  const usFrame = new Int16Array(FRAME_SAMPLES)
  let audio: NegotiatedAudio | undefined
  let destination: SocketAddress | undefined
  let latched = false
  let latchedHost: string | undefined
  let firstPacketMs: number | undefined
  let lastHeardAt = 0
  let lostTold = false
  let nextReportAt = 0
  let packetsAtLastReport = 0
  let closed = false

  const statistics = (): MediaStatistics => ({
    packetsSent: sending.packets(),
    packetsReceived: receiving.reception.received(),
    packetsLost: receiving.reception.lost(),
    concealedMs: receiving.buffer.statistics().concealedMs,
    jitterMs: receiving.reception.jitterMs(),
    pacerLatenessMs: lateness.summary(),
    firstPacketMs,
  })

  const send = (due: number, stream: NegotiatedAudio): boolean => {
    const packet = sending.compose(stream)
    if (packet === undefined || destination === undefined) return false
    const at = now()
    pair.rtp.send(packet, destination.port, destination.address)
    lateness.add(at - due)
    firstPacketMs ??= at + options.epochOffset - options.openedAt
    sending.sent()
    return true
  }

  const hearAndKeep = (at: number, stream: NegotiatedAudio): void => {
    receiving.frame(peerFrame, at)
    if (recordings.size === 0 && taps.size === 0) return
    decodeG711(stream.codec, sending.frame, usFrame)
    for (const [number, recording] of recordings) if (recording.add(peerFrame, usFrame) === 'over') void finish(number)
    for (const port of taps) {
      const frame: AudioFrame = { peer: peerFrame.slice(), us: usFrame.slice() }
      port.postMessage(frame, [frame.peer.buffer as ArrayBuffer, frame.us.buffer as ArrayBuffer])
    }
  }

  const report = (at: number, last: 'goodbye' | 'more'): void => {
    if (destination === undefined) return
    const block = receiving.reception.report(at)
    const reports = block === undefined ? [] : [block]
    // RFC 3550, section 6.4: a sender report when something was sent since the last one, else a receiver report.
    const packets: RtcpPacket[] = [
      sending.packets() > packetsAtLastReport
        ? {
            type: 'sender-report',
            ssrc: identity.ssrc,
            ntp: ntpTime(at + options.epochOffset),
            rtpTimestamp: sending.timestamp(),
            packetCount: sending.packets(),
            octetCount: sending.octets(),
            reports,
          }
        : { type: 'receiver-report', ssrc: identity.ssrc, reports },
      { type: 'source-description', ssrc: identity.ssrc, cname: identity.cname },
    ]
    if (last === 'goodbye') packets.push({ type: 'goodbye', ssrcs: [identity.ssrc] })
    packetsAtLastReport = sending.packets()
    pair.rtcp.send(writeRtcp(packets), destination.port + 1, destination.address)
  }

  const watch = (at: number, stream: NegotiatedAudio): void => {
    if (at >= nextReportAt) {
      nextReportAt = at + REPORT_MS
      report(at, 'more')
    }
    if (!stream.receive) lastHeardAt = at
    else if (!lostTold && at - lastHeardAt >= options.inactivityMs) {
      lostTold = true
      tell({ tell: 'lost', why: 'no-audio' })
    }
  }

  const guarded = (work: () => void): void => {
    // A fault in one call must not end the others, which share this thread.
    try {
      work()
    } catch (error) {
      options.onFault(error)
      tell({ tell: 'lost', why: 'worker-died' })
      close()
    }
  }

  const paced: Paced = {
    tick: (due) =>
      guarded(() => {
        if (audio === undefined || closed) return
        if (!send(due, audio)) sending.skip(1)
        const at = now()
        hearAndKeep(at, audio)
        watch(at, audio)
      }),
    skip: (frames) =>
      guarded(() => {
        if (audio === undefined || closed) return
        sending.skip(frames)
        sending.frame.fill(silenceOf(audio.codec))
        // Recordings and the peer's sound keep real time, up to a second.
        for (let i = 0; i < Math.min(frames, 1_000 / FRAME_MS); i += 1) hearAndKeep(now(), audio)
      }),
  }

  const onRtp = (bytes: Uint8Array, from: RemoteInfo): void => {
    if (audio === undefined || closed) return
    if (latched && (destination?.port !== from.port || destination.address !== from.address)) return
    const packet = parseRtp(bytes)
    if (packet === undefined || !receiving.isOurs(packet, audio)) return
    if (!latched) {
      latched = true
      latchedHost = from.address
      destination = { address: from.address, port: from.port }
      tell({ tell: 'latched', remote: destination })
    }
    const at = now()
    lastHeardAt = at
    lostTold = false
    receiving.packet(packet, audio, at)
  }

  const onRtcp = (bytes: Uint8Array, from: RemoteInfo): void => {
    if (closed || from.address !== (latchedHost ?? destination?.address)) return
    for (const packet of parseRtcp(bytes) ?? []) {
      if (packet.type === 'sender-report') receiving.reception.senderReport(packet.ntp, now())
    }
  }

  const configure = (next: NegotiatedAudio): void => {
    const moved = next.remote?.address !== audio?.remote?.address || next.remote?.port !== audio?.remote?.port
    // The same address again (a session refresh, a resume): until the peer's next packet, where it was heard last is the better guess.
    if (moved || destination === undefined) {
      destination = next.remote
      latchedHost = undefined
    }
    latched = false
    const began = audio === undefined
    if (began || (next.receive && audio?.receive === false)) lastHeardAt = now()
    audio = next
    if (!began) return
    nextReportAt = now() + REPORT_MS
    pacer.join(paced)
  }

  const record = async ({ recording, file, channels, until }: Extract<ToSession, { readonly do: 'record' }>): Promise<void> => {
    try {
      const started = await startWavRecording(file, channels, until)
      recordings.set(recording, started)
      tell({ tell: 'recording-begun', recording })
      if (closed) await finish(recording)
    } catch (error) {
      tell({ tell: 'recording-failed', recording, code: codeOf(error) })
    }
  }

  const finish = async (recording: number): Promise<void> => {
    const started = recordings.get(recording)
    if (started === undefined) return
    recordings.delete(recording)
    try {
      tell({ tell: 'recording-ended', recording, ...(await started.finish()) })
    } catch (error) {
      tell({ tell: 'recording-failed', recording, code: codeOf(error) })
    }
  }

  const close = (): void => {
    if (closed) return
    report(now(), 'goodbye')
    closed = true
    pacer.leave(paced)
    queue.clear()
    sending.clear()
    for (const port of taps) port.close()
    taps.clear()
    for (const recording of recordings.keys()) void finish(recording)
    tell({ tell: 'closed', statistics: statistics() })
    let open = 2
    const oneClosed = (): void => {
      open -= 1
      if (open === 0) options.onClosed()
    }
    pair.rtp.close(oneClosed)
    pair.rtcp.close(oneClosed)
  }

  const obey = (order: ToSession): void => {
    switch (order.do) {
      case 'configure':
        configure(order.audio)
        return
      case 'play':
        queue.add(order.playback, order.clip)
        return
      case 'stop':
        queue.stop(order.playback)
        return
      case 'pause':
      case 'resume':
        queue.hold(order.playback, order.do === 'pause')
        return
      case 'send-digits':
        sending.sendDigits(order.digits, (all) => tell({ tell: 'digits-sent', request: order.request, all }))
        return
      case 'hear-digit':
        receiving.digit(order.digit, 'sip-info', now())
        return
      case 'record':
        void record(order)
        return
      case 'stop-recording':
        void finish(order.recording)
        return
      case 'tap':
        taps.add(order.port)
        order.port.once('close', () => taps.delete(order.port))
        return
      case 'statistics':
        tell({ tell: 'statistics', request: order.request, statistics: statistics() })
        return
      case 'close':
        close()
    }
  }

  pair.rtp.on('message', (bytes, from) => guarded(() => onRtp(bytes, from)))
  pair.rtcp.on('message', (bytes, from) => guarded(() => onRtcp(bytes, from)))
  // What the network says of packets that did not arrive (ICMP) is no reason to end a call: the inactivity time is.
  pair.rtp.on('error', () => undefined)
  pair.rtcp.on('error', () => undefined)

  return { obey: (order) => guarded(() => obey(order)) }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error)
