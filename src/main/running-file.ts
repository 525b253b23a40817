import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { writeDurably } from '#platform/files/write-durably.ts'

/** Where a running program listens, for commands on the same data folder: ports may have been chosen freely. */
const Running = z.object({ pid: z.int(), http: z.string(), sip: z.string() })
export type Running = z.infer<typeof Running>

const fileIn = (folder: string): string => join(folder, 'running.json')

export const tellRunning = (folder: string, running: Running): Promise<void> => writeDurably(fileIn(folder), JSON.stringify(running))

export const forgetRunning = (folder: string): void => rmSync(fileIn(folder), { force: true })

/** Undefined when nothing runs there (or it died without a word, which a dead pid shows). */
export const findRunning = (folder: string): Running | undefined => {
  try {
    const running = Running.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')))
    process.kill(running.pid, 0)
    return running
  } catch {
    return undefined
  }
}
