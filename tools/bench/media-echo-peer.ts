import { createSocket } from 'node:dgram'

// The far end of `tools/bench/media.ts`, a process of its own: sends every RTP packet back where it came from and counts
// what is missing in each stream. Told `count`, it answers with the counts.

type Stream = { last: number; missing: number; packets: number; lastAt: number; longestMs: number }

const socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20, sendBufferSize: 4 << 20 })
const streams = new Map<number, Stream>()

socket.on('message', (bytes, from) => {
  const sequence = bytes.readUInt16BE(2)
  const at = performance.now()
  const stream = streams.get(from.port)
  if (stream === undefined) streams.set(from.port, { last: sequence, missing: 0, packets: 1, lastAt: at, longestMs: 0 })
  else {
    stream.missing += Math.max(0, (((sequence - stream.last) << 16) >> 16) - 1)
    stream.last = sequence
    stream.packets += 1
    stream.longestMs = Math.max(stream.longestMs, at - stream.lastAt)
    stream.lastAt = at
  }
  socket.send(bytes, from.port, from.address)
})

socket.bind(0, '127.0.0.1', () => process.send?.({ port: socket.address().port }))

process.on('message', () => {
  const all = [...streams.values()]
  process.send?.({
    streams: all.length,
    packets: all.reduce((sum, stream) => sum + stream.packets, 0),
    missing: all.reduce((sum, stream) => sum + stream.missing, 0),
    longestMs: Math.max(0, ...all.map((stream) => stream.longestMs)),
  })
})
