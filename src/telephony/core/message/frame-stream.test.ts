import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOfText, textOfBytes } from './bytes.ts'
import { emptyFraming, type Frame, frameStream } from './frame-stream.ts'

const message = (body: string): string => `OPTIONS sip:a SIP/2.0\r\nl : ${body.length}\r\n\r\n${body}`

const frameAll = (chunks: readonly Uint8Array[]): readonly Frame[] => {
  let framing = emptyFraming
  const frames: Frame[] = []
  for (const chunk of chunks) {
    const cut = frameStream(framing, chunk)
    framing = cut.framing
    frames.push(...cut.frames)
  }
  return frames
}

test('the same messages come out, however the stream was cut', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary-ascii' }), { maxLength: 5 }), fc.array(fc.nat({ max: 300 })), (bodies, cuts) => {
      const stream = bytesOfText(bodies.map(message).join(''))
      const places = [...cuts.filter((cut) => cut < stream.length).sort((a, b) => a - b), stream.length]
      const chunks = places.map((place, index) => stream.subarray(places[index - 1] ?? 0, place))
      const texts = frameAll(chunks).map((frame) => (frame.kind === 'ping' ? 'ping' : textOfBytes(frame.bytes)))
      expect(texts).toEqual(bodies.map(message))
    }),
  )
})

test('a double CRLF between messages is a ping, a single one is not', () => {
  expect(
    frameAll([bytesOfText(`\r\n\r\n${message('x')}\r\n`), bytesOfText('\r\n'), bytesOfText(`\r\n${message('')}`)]).map(({ kind }) => kind),
  ).toEqual(['ping', 'message', 'ping', 'message'])
})

test.each([
  'OPTIONS sip:a SIP/2.0\r\n\r\n',
  'A\r\nl: 1\r\nContent-Length: 1\r\n\r\n',
  'A\r\nl: -1\r\n\r\n',
  'A\r\nl: five\r\n\r\n',
  'A\r\nl: 9999999\r\n\r\n',
])('a message whose end cannot be known breaks the stream: %j', (text) => {
  expect(frameAll([bytesOfText(text + message(''))]).map(({ kind }) => kind)).toEqual(['broken'])
})

test('a head that never ends breaks the stream instead of filling the memory', () => {
  expect(frameAll([bytesOfText(`A: ${'x'.repeat(20_000)}`)]).map(({ kind }) => kind)).toEqual(['broken'])
})
