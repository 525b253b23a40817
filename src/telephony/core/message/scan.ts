/** The small readers every header is made of (RFC 3261, section 25.1). All walk once from left to right: no backtracking. */

const TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/

/** token = 1*(alphanum / "-" / "." / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~") */
export const isToken = (text: string): boolean => TOKEN.test(text)

const isSpace = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0a

/** Strips LWS from both ends. (`trim` would take bytes like 0xA0 with it.) */
export const strip = (text: string): string => {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start += 1
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1
  return text.slice(start, end)
}

/** Index just after the quoted-string that opens at `start`, or -1 when it is never closed. */
export const endOfQuoted = (text: string, start: number): number => {
  for (let index = start + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === 0x5c) index += 1
    else if (code === 0x22) return index + 1
  }
  return -1
}

/** Splits at `separator` where it stands outside "quoted strings" and <angle brackets>. Undefined when a quote or bracket stays open. */
export const splitOutside = (text: string, separator: ',' | ';'): readonly string[] | undefined => {
  const parts: string[] = []
  let start = 0
  let inAngles = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (inAngles) inAngles = character !== '>'
    else if (character === '<') inAngles = true
    else if (character === '"') {
      const end = endOfQuoted(text, index)
      if (end < 0) return undefined
      index = end - 1
    } else if (character === separator) {
      parts.push(text.slice(start, index))
      start = index + 1
    }
  }
  if (inAngles) return undefined
  parts.push(text.slice(start))
  return parts
}

/** The text within a quoted-string, escapes resolved; anything else as it is. */
export const unquoted = (text: string): string => {
  if (!text.startsWith('"') || !text.endsWith('"') || text.length < 2) return text
  let plain = ''
  for (let index = 1; index < text.length - 1; index += 1) {
    if (text[index] === '\\' && index + 1 < text.length - 1) index += 1
    plain += text[index]
  }
  return plain
}

/** Text as a quoted-string. Control characters, which a header cannot carry, become spaces. */
export const quoted = (text: string): string => {
  let inside = ''
  for (const character of text) {
    const code = character.charCodeAt(0)
    inside += character === '"' || character === '\\' ? `\\${character}` : code < 0x20 || code === 0x7f ? ' ' : character
  }
  return `"${inside}"`
}

/** Header or URI parameters: names in lower case, values as they were written (quotes kept), undefined for a bare name. */
export type Params = ReadonlyMap<string, string | undefined>

/** Reads parameters already split at `;`. Undefined when one is empty (`;;`) or is not `token [= value]`. */
export const readParams = (parts: readonly string[]): Params | undefined => {
  const params = new Map<string, string | undefined>()
  for (const part of parts) {
    const equals = part.indexOf('=')
    const name = strip(equals < 0 ? part : part.slice(0, equals))
    if (!isToken(name)) return undefined
    const value = equals < 0 ? undefined : strip(part.slice(equals + 1))
    if (value === '') return undefined
    if (!params.has(name.toLowerCase())) params.set(name.toLowerCase(), value)
  }
  return params
}

export const writeParams = (params: Params): string => {
  let text = ''
  for (const [name, value] of params) text += value === undefined ? `;${name}` : `;${name}=${value}`
  return text
}

const DIGITS = /^[0-9]+$/

/** A whole number within `max`, leading zeros allowed; undefined otherwise. */
export const readNumber = (text: string, max: number): number | undefined => {
  if (!DIGITS.test(text)) return undefined
  const value = Number(text)
  return value <= max ? value : undefined
}
