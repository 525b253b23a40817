import { bytesOfText } from './bytes.ts'
import { type Headers, spelled } from './headers.ts'
import type { SipMessage } from './message.ts'

/** Start line, header fields and body as bytes. Content-Length is always written, and always right. */
export const writeParts = (startLine: string, headers: Headers, body: Uint8Array = new Uint8Array(0)): Uint8Array => {
  let head = `${startLine}\r\n`
  for (const { name, value } of headers) if (name !== 'content-length') head += `${spelled(name)}: ${value}\r\n`
  const headBytes = bytesOfText(`${head}Content-Length: ${body.length}\r\n\r\n`)
  if (body.length === 0) return headBytes
  const bytes = new Uint8Array(headBytes.length + body.length)
  bytes.set(headBytes)
  bytes.set(body, headBytes.length)
  return bytes
}

export const writeMessage = (message: SipMessage): Uint8Array =>
  writeParts(
    message.kind === 'request' ? `${message.method} ${message.uri} SIP/2.0` : `SIP/2.0 ${message.status} ${message.reason}`,
    message.headers,
    message.body,
  )
