import { type Socket, connect, createServer } from 'node:net'
import { join } from 'node:path'
import type { ServerAddress } from '../../src/platform/postgres/server-address.ts'

export type DatabaseLine = {
  /** The same database, by way of this line. */
  readonly address: ServerAddress
  /** Nobody gets through, and whoever was connected is cut off. */
  cut(): void
  restore(): void
  /** The next commit reaches the server and is carried out; the answer is lost with the connection. */
  loseAnswerToNextCommit(): void
  close(): Promise<void>
}

/** A line to a database (on a socket folder) that can fail the way networks do. */
export const databaseLine = async (server: ServerAddress): Promise<DatabaseLine> => {
  const open = new Set<Socket>()
  let isCut = false
  let losing = false
  const line = createServer((near) => {
    const far = connect(join(String(server.host), `.s.PGSQL.${server.port}`))
    let lost = false
    const drop = (): void => {
      near.destroy()
      far.destroy()
      open.delete(near)
    }
    open.add(near)
    for (const end of [near, far]) end.on('error', drop).on('close', drop)
    if (isCut) drop()
    near.on('data', (sent) => {
      if (losing && sent.toString('latin1').toLowerCase().includes('commit\0')) {
        losing = false
        lost = true
      }
      far.write(sent)
    })
    far.on('data', (answer) => (lost ? drop() : near.write(answer)))
  })
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve))
  const cutAll = (): void => {
    for (const near of open) near.destroy()
  }
  const bound = line.address()
  if (bound === null || typeof bound === 'string') throw new Error('the line has no port')
  return {
    address: { ...server, host: '127.0.0.1', port: bound.port },
    cut: () => {
      isCut = true
      cutAll()
    },
    restore: () => {
      isCut = false
    },
    loseAnswerToNextCommit: () => {
      losing = true
    },
    close: () =>
      new Promise((resolve) => {
        line.close(() => resolve())
        cutAll()
      }),
  }
}
