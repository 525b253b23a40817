import { connect } from 'node:net'

/**
 * Whether a PostgreSQL listens on a unix socket: it answers an SSLRequest (length 8, code 80877103) with one byte, N or S
 * (PostgreSQL documentation, "Message Flow", SSL session encryption). A pid file proves nothing: zombies and pids used again
 * answer kill(pid, 0).
 */
export const probeSocket = (path: string, timeoutMs = 1_000): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path)
    const settle = (answer: boolean): void => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(timeoutMs, () => settle(false))
    socket.on('error', () => settle(false))
    socket.on('end', () => settle(false))
    socket.on('connect', () => {
      const request = Buffer.alloc(8)
      request.writeInt32BE(8, 0)
      request.writeInt32BE(80_877_103, 4)
      socket.write(request)
    })
    socket.on('data', (data) => settle(data[0] === 0x4e || data[0] === 0x53))
  })
