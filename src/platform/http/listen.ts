import { once } from 'node:events'
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { AppError } from '#kernel/app-error.ts'

/** Somebody else listens there, or we may not. */
export class CannotListen extends AppError {
  override readonly name = 'CannotListen'
  override readonly kind = 'unavailable'
  readonly code: string

  constructor(setting: string, address: string, port: number, code: string) {
    const why = {
      EADDRINUSE: 'another program listens there',
      EACCES: 'this user may not use that port',
      EADDRNOTAVAIL: 'this machine has no such address',
    }
    const reason = why[code as keyof typeof why] ?? code
    super(
      `Cannot listen on ${address}:${port}: ${reason}. Stop the other program, or set ${setting} to another address, e.g. ${setting}=127.0.0.1:${port === 0 ? 8080 : port + 1}`,
    )
    this.code = code
  }
}

export type HttpServer = { readonly address: string; readonly port: number; close(): Promise<void> }

/** Serves `fetch` over HTTP. `port` 0 takes a free one. Refuses with `CannotListen`. */
export const listenHttp = async (options: {
  readonly fetch: (request: Request) => Response | Promise<Response>
  readonly address: string
  readonly port: number
}): Promise<HttpServer> => {
  const { address, port } = options
  const server = serve({ fetch: options.fetch, hostname: address, port }) as Server
  try {
    if (!server.listening) await once(server, 'listening')
  } catch (error) {
    throw new CannotListen('FIRSTLINE_HTTP', address, port, (error as NodeJS.ErrnoException).code ?? String(error))
  }
  const bound = server.address()
  return {
    address,
    port: typeof bound === 'object' && bound !== null ? bound.port : port,
    async close() {
      server.close()
      // Event streams stay open for ever by nature; a clean stop ends them.
      server.closeAllConnections()
      if (server.listening) await once(server, 'close')
    },
  }
}
