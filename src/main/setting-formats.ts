import { isIP } from 'node:net'
import { z } from 'zod'

/*
 * How the text of a setting is read. A refusal is the middle of a sentence ("the port ..."), which config.ts completes with the
 * setting's name, its value and an example.
 */

/** Where to listen: an IP address (or localhost) and a port; port 0 takes a free one. */
export type Endpoint = { readonly host: string; readonly port: number }
/** The UDP ports for audio: one each call, both ends included; `first` 0 means any free port. */
export type PortRange = { readonly host: string; readonly first: number; readonly last: number }

type Refuse = (message: string) => never

/** A text that `read` turns into a value, or refuses with a phrase. */
const readWith = <T>(read: (text: string, refuse: Refuse) => T) =>
  z.string().transform((text, context) => {
    class Refusal extends Error {}
    try {
      return read(text.trim(), (message) => {
        context.addIssue({ code: 'custom', message })
        throw new Refusal(message)
      })
    } catch (error) {
      if (error instanceof Refusal) return z.NEVER
      throw error
    }
  })

const readPort = (text: string, refuse: Refuse): number =>
  /^\d{1,5}$/.test(text) && Number(text) <= 65_535
    ? Number(text)
    : refuse(`the port ${JSON.stringify(text)} is not a number from 0 to 65535`)

const readHost = (text: string, refuse: Refuse): string => {
  const host = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text
  if (host === 'localhost') return '127.0.0.1'
  return isIP(host) === 0 ? refuse(`${JSON.stringify(host)} is not an IP address of this machine`) : host
}

/** Splits at the last colon, which an IPv6 address in brackets keeps for the port. */
const splitPort = (text: string, refuse: Refuse): readonly [string, string] => {
  const colon = text.lastIndexOf(':')
  if (colon < 0 || text.endsWith(']')) return refuse('the port is missing')
  const host = text.slice(0, colon)
  return host.includes(':') && !host.startsWith('[') ? refuse('an IPv6 address stands in brackets') : [host, text.slice(colon + 1)]
}

export const endpoint = readWith((text, refuse): Endpoint => {
  const [host, port] = splitPort(text, refuse)
  return { host: readHost(host, refuse), port: readPort(port, refuse) }
})

export const portRange = readWith((text, refuse): PortRange => {
  const [host, ports] = splitPort(text, refuse)
  const [first = '', last = first, ...rest] = ports.split('-')
  if (rest.length > 0) refuse(`${JSON.stringify(ports)} is not one range of ports`)
  const range = { host: readHost(host, refuse), first: readPort(first, refuse), last: readPort(last, refuse) }
  if (range.last < range.first) refuse(`the range ${ports} ends before it begins`)
  if (range.first === 0 && range.last !== 0) refuse('a range begins at port 1; 0 alone takes free ports')
  // RTP takes an even port and RTCP the odd one above it (RFC 3550, section 11).
  if (range.first !== 0 && range.last - range.first < 1) refuse('a call needs two ports, an even one and the one above it')
  return range
})

export const ipAddress = readWith((text, refuse) => (isIP(text) === 0 ? refuse(`${JSON.stringify(text)} is not an IP address`) : text))

/** Addresses and networks, separated by commas. */
export const addressList = readWith((text, refuse): readonly string[] => {
  const parts = text.split(',').map((part) => part.trim())
  for (const part of parts) {
    const [address = '', prefix, ...rest] = part.split('/')
    const family = isIP(address)
    const widest = family === 4 ? 32 : 128
    const fits = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= widest)
    if (family === 0 || !fits || rest.length > 0) refuse(`${JSON.stringify(part)} is neither an IP address nor a network`)
  }
  return parts
})

export const postgresUrl = readWith((text, refuse): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined) return refuse('that is not a URL')
  return url.protocol === 'postgres:' || url.protocol === 'postgresql:'
    ? text
    : refuse(`a PostgreSQL address begins with postgres://, not ${url.protocol}//`)
})

export const oneOf = <const Words extends readonly string[]>(words: Words) =>
  readWith((text, refuse): Words[number] => words.find((word) => word === text) ?? refuse(`the choices are ${words.join(', ')}`))
