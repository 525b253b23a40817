import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerAddress } from '../server-address.ts'
import { OWNER } from './cluster.ts'
import { probeSocket } from './probe-socket.ts'
import { SOCKET_PORT, socketFile, socketFolder } from './socket-folder.ts'

/** The embedded database of a data folder, while a program runs it; undefined when none does. For commands that look in. */
export const embeddedAddress = async (dataFolder: string): Promise<ServerAddress | undefined> => {
  const home = join(existsSync(dataFolder) ? realpathSync(dataFolder) : dataFolder, 'postgres')
  if (!existsSync(home)) return undefined
  const { folder } = socketFolder(home)
  if (!(await probeSocket(socketFile(folder)))) return undefined
  return { host: folder, port: SOCKET_PORT, user: OWNER, database: 'postgres' }
}
