import { createHmac } from 'node:crypto'
import type { Random } from '#kernel/random.ts'
import { all, first, type Headers } from '../core/message/headers.ts'

/** Tags, branches, Call-IDs and chance, all from one source. */
export class Identifiers {
  readonly #random: Random
  readonly #secret: Uint8Array

  constructor(random: Random) {
    this.#random = random
    this.#secret = random.bytes(16)
  }

  /** 64 bits of chance: RFC 3261, 19.3, asks for at least 32. */
  token = (): string => Buffer.from(this.#random.bytes(8)).toString('hex')

  /** An unsigned 32-bit number. */
  number = (): number => Buffer.from(this.#random.bytes(4)).readUInt32BE()

  /** A number in [0, 1). */
  chance = (): number => this.number() / 2 ** 32

  /** RFC 3261, 8.2.7: a stateless server gives a repeated request the same To tag as before. */
  statelessTag(headers: Headers): string {
    const hmac = createHmac('sha256', this.#secret)
    for (const name of ['call-id', 'from', 'cseq']) hmac.update(`${first(headers, name) ?? ''}\n`)
    return hmac
      .update(all(headers, 'via')[0] ?? '')
      .digest('hex')
      .slice(0, 16)
  }
}
