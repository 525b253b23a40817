/** Methods we act on, as `Allow` lists them (RFC 3261, section 20.5). */
export const ALLOWED: readonly string[] = ['INVITE', 'ACK', 'CANCEL', 'BYE', 'OPTIONS', 'INFO', 'UPDATE']

/** The methods registered at IANA: one of these we do not serve is refused with 405, any other with 501 (RFC 3261, sections 21.4.6, 21.5.2). */
const KNOWN: ReadonlySet<string> = new Set([...ALLOWED, 'REGISTER', 'SUBSCRIBE', 'NOTIFY', 'PRACK', 'PUBLISH', 'MESSAGE', 'REFER'])

export const isKnownMethod = (method: string): boolean => KNOWN.has(method)
