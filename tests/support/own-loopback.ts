/**
 * A loopback address of this process alone (Linux answers on all of 127.0.0.0/8): for peers that must listen on a port
 * everybody knows, beside other test runs on the same machine. `host` tells several apart.
 */
export const ownLoopback = (host: number): string => `127.${64 + host}.${(process.pid >> 8) & 0xff}.${1 + (process.pid % 254)}`
