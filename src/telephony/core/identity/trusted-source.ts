/** Addresses whose word about the caller is taken (RFC 3325's trust domain): a trunk's or PBX's. */
export type TrustedSources = readonly Network[]

type Network = { readonly words: readonly number[]; readonly prefix: number }

/** 16-bit words of an address: two for IPv4, eight for IPv6; an IPv4-mapped address is IPv4. Undefined when it is none. */
const wordsOf = (address: string): readonly number[] | undefined => {
  const lower = address.toLowerCase()
  const plain = lower.startsWith('::ffff:') && lower.includes('.') ? lower.slice(7) : lower
  if (!plain.includes(':')) {
    const bytes = plain.split('.').map((part) => (/^[0-9]{1,3}$/.test(part) ? Number(part) : 256))
    const [a = 256, b = 256, c = 256, d = 256] = bytes
    return bytes.length === 4 && Math.max(a, b, c, d) < 256 ? [a * 256 + b, c * 256 + d] : undefined
  }
  const halves = plain.split('::')
  if (halves.length > 2) return undefined
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')))
  const [head = [], tail = []] = groups
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const all = [...head, ...Array<string>(missing).fill('0'), ...tail]
  return all.every((group) => /^[0-9a-f]{1,4}$/.test(group)) ? all.map((group) => Number.parseInt(group, 16)) : undefined
}

/** Reads `192.0.2.7`, `10.0.0.0/8`, `2001:db8::/32`. Undefined when it is neither address nor network. */
export const readNetwork = (text: string): Network | undefined => {
  const slash = text.indexOf('/')
  const words = wordsOf(slash < 0 ? text : text.slice(0, slash))
  if (words === undefined) return undefined
  const bits = words.length * 16
  const prefix = slash < 0 ? String(bits) : text.slice(slash + 1)
  return /^[0-9]{1,3}$/.test(prefix) && Number(prefix) <= bits ? { words, prefix: Number(prefix) } : undefined
}

export const isTrusted = (sources: TrustedSources, address: string): boolean => {
  const words = wordsOf(address)
  return words !== undefined && sources.some((network) => contains(network, words))
}

const contains = (network: Network, words: readonly number[]): boolean =>
  network.words.length === words.length &&
  words.every((word, index) => {
    const bits = Math.min(16, Math.max(0, network.prefix - index * 16))
    const mask = bits === 0 ? 0 : (0xffff << (16 - bits)) & 0xffff
    return (word & mask) === ((network.words[index] ?? 0) & mask)
  })
