/**
 * A SIP head is kept as text in which every character is one byte (ISO 8859-1), so that what is echoed in a reply is, byte
 * for byte, what came in; only a display name is ever read as UTF-8. A core knows no TextDecoder, so both are done here.
 */
export const textOfBytes = (bytes: Uint8Array, from = 0, to = bytes.length): string => {
  let text = ''
  for (let start = from; start < to; start += 4_096) {
    text += String.fromCharCode(...bytes.subarray(start, Math.min(start + 4_096, to)))
  }
  return text
}

export const bytesOfText = (text: string): Uint8Array => {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index)
  return bytes
}

const REPLACEMENT = 0xfffd

/** Reads byte text as UTF-8 (RFC 3629); what is not UTF-8 becomes U+FFFD. */
export const unicodeOf = (byteText: string): string => {
  let unicode = ''
  let index = 0
  while (index < byteText.length) {
    const lead = byteText.charCodeAt(index)
    const more = lead < 0x80 ? 0 : lead >= 0xc2 && lead < 0xe0 ? 1 : lead >= 0xe0 && lead < 0xf0 ? 2 : lead >= 0xf0 && lead < 0xf5 ? 3 : -1
    let point = more <= 0 ? lead : lead & (0x3f >> more)
    let read = 0
    while (read < more && (byteText.charCodeAt(index + 1 + read) & 0xc0) === 0x80) {
      point = (point << 6) | (byteText.charCodeAt(index + 1 + read) & 0x3f)
      read += 1
    }
    const overlong = (more === 2 && point < 0x800) || (more === 3 && point < 0x10000)
    const sound = more >= 0 && read === more && !overlong && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)
    unicode += String.fromCodePoint(sound ? point : REPLACEMENT)
    index += 1 + read
  }
  return unicode
}

/** Writes text as UTF-8, one character a byte. */
export const byteTextOf = (unicode: string): string => {
  let bytes = ''
  for (const character of unicode) {
    const point = character.codePointAt(0) ?? REPLACEMENT
    if (point < 0x80) bytes += character
    else if (point < 0x800) bytes += String.fromCharCode(0xc0 | (point >> 6), 0x80 | (point & 0x3f))
    else if (point < 0x10000) bytes += String.fromCharCode(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f))
    else {
      bytes += String.fromCharCode(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 0x3f), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f))
    }
  }
  return bytes
}
