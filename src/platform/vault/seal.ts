import { createCipheriv, createDecipheriv } from 'node:crypto'
import { AppError } from '#kernel/app-error.ts'
import type { Random } from '#kernel/random.ts'

export class SealBroken extends AppError {
  override readonly name = 'SealBroken'
  override readonly kind = 'invalid'
  constructor(why: string) {
    super(`Sealed data does not open: ${why}.`)
  }
}

/*
 * The format of everything sealed:
 *
 *   0        1              13                     n-16             n
 *   +--------+--------------+----------------------+----------------+
 *   | format | nonce        | ciphertext           | tag            |
 *   +--------+--------------+----------------------+----------------+
 *
 * Format 1 is AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce (section 8.2.2: at most 2^32 seals under one key, far beyond
 * what one person's data comes to) and a 128-bit tag. A later format is another first byte.
 */
const FORMAT = 1
const NONCE = 12
const TAG = 16

/** Seals bytes under a 32-byte key, with `bound` as associated data: not stored, but needed again to open. */
export const seal = (key: Uint8Array, plain: Uint8Array, bound: string, random: Random): Uint8Array => {
  const nonce = random.bytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG }).setAAD(Buffer.from(bound, 'utf8'))
  return Buffer.concat([Uint8Array.of(FORMAT), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Opens what `seal` made with the same key and `bound`; refuses everything else with `SealBroken`. */
export const open = (key: Uint8Array, sealed: Uint8Array, bound: string): Uint8Array => {
  if (sealed.length < 1 + NONCE + TAG) throw new SealBroken(`${sealed.length} bytes are too few`)
  if (sealed[0] !== FORMAT) throw new SealBroken(`its format is ${sealed[0]}, and this program knows ${FORMAT}`)
  const end = sealed.length - TAG
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE), { authTagLength: TAG })
  decipher.setAAD(Buffer.from(bound, 'utf8')).setAuthTag(sealed.subarray(end))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE, end)), decipher.final()])
  } catch {
    throw new SealBroken('the key is another, the bytes were changed, or it was moved from where it belongs')
  }
}
