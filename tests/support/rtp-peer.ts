import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { dtmfTone } from '../../src/telephony/core/audio/dtmf-tones.ts'
import { decodeG711, encodeG711, silenceOf } from '../../src/telephony/core/audio/g711.ts'
import { parseRtcp, writeRtcp, type RtcpPacket } from '../../src/telephony/core/rtp/rtcp-packet.ts'
import { parseRtp, writeRtp, type RtpPacket } from '../../src/telephony/core/rtp/rtp-packet.ts'
import { readDigit, slotsOf, writeTelephoneEvent } from '../../src/telephony/core/rtp/telephone-event.ts'
import type { G711, SocketAddress } from '../../src/telephony/core/negotiated-audio.ts'

/**
 * The other end of a call's audio, for tests: a telephone with real UDP ports on loopback. It sends a frame every 20 ms
 * (silence, unless it was given something to say or keys to press) once `sendTo` told it where, and keeps all it receives.
 */
export type RtpPeer = {
  readonly address: SocketAddress
  /** Begins sending, or sends elsewhere. */
  readonly sendTo: (remote: SocketAddress) => void
  /** Sends nothing any more; the RTP clock runs on. */
  readonly fallSilent: () => void
  /** Speaks 8 kHz samples after what it is already saying; settles when the last frame has left. */
  readonly say: (samples: Int16Array) => Promise<void>
  /** Presses keys by telephone-events, or as tones in the sound. 100 ms on, 100 ms off. */
  readonly press: (digits: string, how?: 'events' | 'tones') => Promise<void>
  /** Sends exactly these bytes from the RTP port. */
  readonly sendRaw: (bytes: Uint8Array, to: SocketAddress) => void
  readonly sendRtcp: (packets: readonly RtcpPacket[], to: SocketAddress) => void
  readonly received: readonly ReceivedPacket[]
  readonly reports: readonly (readonly RtcpPacket[])[]
  /** What was heard: audio payloads laid out by their timestamps, silence between. */
  readonly heard: () => Int16Array
  /** Missing sequence numbers, from the first to the last received. */
  readonly gaps: () => number
  /** Keys received as telephone-events, each press once. */
  readonly keys: () => string
  readonly waitForPackets: (count: number, timeoutMs?: number) => Promise<void>
  readonly close: () => Promise<void>
}

export type ReceivedPacket = RtpPacket & { readonly at: number; readonly from: SocketAddress }

export type RtpPeerOptions = {
  readonly codec?: G711
  readonly telephoneEventPayloadType?: number
  readonly address?: string
  /** Lose or delay what it sends: called for each packet, in milliseconds of delay, or 'lost'. */
  readonly network?: (packetNumber: number) => number | 'lost'
}

type Frame = {
  readonly payload: Uint8Array
  readonly payloadType: number
  readonly marker: boolean
  readonly timestampBack: number
  readonly left?: () => void
}

export const openRtpPeer = async ({
  codec = 'PCMA',
  telephoneEventPayloadType = 101,
  address = '127.0.0.1',
  network = () => 0,
}: RtpPeerOptions = {}): Promise<RtpPeer> => {
  const { rtp, rtcp, port } = await bindPair(address)
  const received: ReceivedPacket[] = []
  const reports: (readonly RtcpPacket[])[] = []
  const payloadType = codec === 'PCMU' ? 0 : 8
  const silence: Frame = { payload: new Uint8Array(160).fill(silenceOf(codec)), payloadType, marker: false, timestampBack: 0 }
  const ssrc = (port * 65_537) >>> 0
  let queue: Frame[] = []
  let remote: SocketAddress | undefined
  let sequence = 65_500
  let timestamp = 4_294_960_000
  let number = 0
  let next = performance.now()

  const sendFrame = (): void => {
    const frame = remote === undefined ? undefined : (queue.shift() ?? silence)
    if (frame !== undefined && remote !== undefined) {
      const bytes = writeRtp({
        marker: frame.marker,
        payloadType: frame.payloadType,
        sequence: sequence & 0xffff,
        timestamp: (timestamp - frame.timestampBack) >>> 0,
        ssrc,
        payload: frame.payload,
      })
      const fate = network(number)
      const to = remote
      if (fate === 0) rtp.send(bytes, to.port, to.address)
      else if (fate !== 'lost') setTimeout(() => closed || rtp.send(bytes, to.port, to.address), fate)
      sequence += 1
      number += 1
      frame.left?.()
    }
    timestamp = (timestamp + 160) >>> 0
  }

  let closed = false
  const beat = (): void => {
    while (next <= performance.now()) {
      sendFrame()
      next += 20
    }
    timer = setTimeout(beat, Math.max(1, next - performance.now()))
  }
  let timer = setTimeout(beat, 0)

  const enqueue = (frames: readonly Frame[]): Promise<void> =>
    new Promise((resolve) => {
      if (frames.length === 0) return resolve()
      queue = [...queue, ...frames.map((frame, i) => (i === frames.length - 1 ? { ...frame, left: resolve } : frame))]
    })

  const audioFrames = (samples: Int16Array): Frame[] => {
    const bytes = encodeG711(codec, samples)
    return Array.from({ length: Math.ceil(bytes.length / 160) }, (_, i) => {
      const payload = new Uint8Array(160).fill(silenceOf(codec))
      payload.set(bytes.subarray(i * 160, (i + 1) * 160))
      return { ...silence, payload }
    })
  }

  rtp.on('message', (bytes: Buffer, from: RemoteInfo) => {
    const packet = parseRtp(bytes)
    if (packet !== undefined) received.push({ ...packet, at: performance.now(), from: { address: from.address, port: from.port } })
  })
  rtcp.on('message', (bytes: Buffer) => {
    const packets = parseRtcp(bytes)
    if (packets !== undefined) reports.push(packets)
  })

  return {
    address: { address, port },
    received,
    reports,
    sendTo: (to) => {
      remote = to
    },
    fallSilent: () => {
      remote = undefined
    },
    say: (samples) => enqueue(audioFrames(samples)),
    press: (digits, how = 'events') =>
      enqueue(
        digits.split('').flatMap((character) => {
          const digit = readDigit(character)
          if (digit === undefined) throw new RangeError(`${character} is no key`)
          if (how === 'tones') return [...audioFrames(dtmfTone(digit, 100)), ...Array.from({ length: 5 }, () => silence)]
          return slotsOf(digit).map((slot, i) =>
            slot === undefined
              ? silence
              : {
                  payload: writeTelephoneEvent(slot.event),
                  payloadType: telephoneEventPayloadType,
                  marker: slot.first,
                  timestampBack: i * 160,
                },
          )
        }),
      ),
    sendRaw: (bytes, to) => rtp.send(bytes, to.port, to.address),
    sendRtcp: (packets, to) => rtcp.send(writeRtcp(packets), to.port, to.address),
    heard: () => {
      const audio = received.filter((packet) => packet.payloadType === 0 || packet.payloadType === 8)
      const first = audio[0]
      if (first === undefined) return new Int16Array(0)
      const offsets = audio.map((packet) => (packet.timestamp - first.timestamp) | 0)
      const samples = new Int16Array(Math.max(...offsets) + 160)
      audio.forEach((packet, i) => samples.set(decodeG711(packet.payloadType === 0 ? 'PCMU' : 'PCMA', packet.payload), offsets[i] ?? 0))
      return samples
    },
    gaps: () => {
      const numbers = new Set<number>()
      let extended = received[0]?.sequence ?? 0
      for (const packet of received) {
        extended += ((packet.sequence - extended) << 16) >> 16
        numbers.add(extended)
      }
      return numbers.size === 0 ? 0 : Math.max(...numbers) - Math.min(...numbers) + 1 - numbers.size
    },
    keys: () => {
      const presses = new Map<number, string>()
      for (const packet of received) {
        if (packet.payloadType === telephoneEventPayloadType)
          presses.set(packet.timestamp, '0123456789*#ABCD'[packet.payload[0] ?? 0] ?? '?')
      }
      return [...presses.values()].join('')
    },
    waitForPackets: async (count, timeoutMs = 5_000) => {
      const until = performance.now() + timeoutMs
      while (received.length < count) {
        if (performance.now() > until) throw new Error(`${received.length} of ${count} packets came within ${timeoutMs} ms`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    close: async () => {
      closed = true
      clearTimeout(timer)
      await Promise.all([rtp, rtcp].map((socket) => new Promise<void>((resolve) => socket.close(resolve))))
    },
  }
}

/** An even port and the one after it, wherever the system has such a pair. */
const bindPair = async (address: string): Promise<{ readonly rtp: Socket; readonly rtcp: Socket; readonly port: number }> => {
  for (;;) {
    const rtp = await bind(address, 0)
    const port = rtp?.address().port ?? 1
    if (rtp !== undefined && port % 2 === 0) {
      const rtcp = await bind(address, port + 1)
      if (rtcp !== undefined) return { rtp, rtcp, port }
    }
    rtp?.close()
  }
}

const bind = (address: string, port: number): Promise<Socket | undefined> =>
  new Promise((resolve) => {
    const socket = createSocket({ type: address.includes(':') ? 'udp6' : 'udp4' })
    const failed = (): void => {
      socket.close()
      resolve(undefined)
    }
    socket.once('error', failed)
    socket.bind(port, address, () => {
      socket.off('error', failed)
      resolve(socket)
    })
  })
