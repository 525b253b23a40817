import { bytesOfText } from '../../src/telephony/core/message/bytes.ts'

/** What breaks parsers: the characters grammars hang on. */
const PIECES = [
  ';',
  ',',
  '<',
  '>',
  '"',
  '\\',
  '\r\n',
  '\r\n ',
  ':',
  '@',
  '=',
  '%',
  '[',
  ']',
  '\0',
  ' ',
  '\t',
  '/',
  '?',
  '999999999999',
  '-1',
].map(bytesOfText)

/** xorshift32: a million draws should cost little beside what they test. */
export const drawing = (seed: number): ((below: number) => number) => {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

/** The bytes with one to three things wrong: a byte changed, the rest cut off, a piece put in or in the place of some. */
export const mutate = (bytes: Uint8Array, draw: (below: number) => number): Uint8Array => {
  let mutated = bytes
  for (let left = 1 + draw(3); left > 0; left -= 1) {
    const at = draw(mutated.length + 1)
    const kind = draw(4)
    if (kind === 0) {
      mutated = mutated.slice()
      mutated[at] = draw(256)
    } else if (kind === 1) mutated = mutated.subarray(0, at)
    else {
      const piece = PIECES[draw(PIECES.length)] ?? new Uint8Array(1)
      const rest = mutated.subarray(kind === 2 ? at : Math.min(mutated.length, at + draw(20)))
      const next = new Uint8Array(at + piece.length + rest.length)
      next.set(mutated.subarray(0, at))
      next.set(piece, at)
      next.set(rest, at + piece.length)
      mutated = next
    }
  }
  return mutated
}
