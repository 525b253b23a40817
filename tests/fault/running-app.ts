import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'
import { z } from 'zod'

const fact = z.union([
  z.object({ ready: z.literal(true), postgres: z.number(), watchdog: z.number(), socket: z.string() }),
  z.object({ acknowledged: z.number() }),
  z.object({ refused: z.string(), message: z.string() }),
])
type Fact = z.infer<typeof fact>
export type Ready = Extract<Fact, { ready: true }>

const PROGRAM = fileURLToPath(new URL('./postgres-app.child.ts', import.meta.url))

/** The child program, and what it has said so far. `before`: words in front of the command (a namespace to run it in). */
export class RunningApp {
  readonly child: ChildProcess
  readonly facts: Fact[] = []
  readonly gone: Promise<void>

  constructor(words: readonly string[], before: readonly string[] = []) {
    const [program = '', ...rest] = [...before, process.execPath, PROGRAM, ...words]
    this.child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
    if (this.child.stdout !== null)
      createInterface({ input: this.child.stdout }).on('line', (line) => this.facts.push(fact.parse(JSON.parse(line))))
    this.gone = new Promise((resolve) => this.child.on('close', () => resolve()))
  }

  /** Waits until it has said what `pick` is looking for. */
  hears<T>(pick: (facts: readonly Fact[]) => T | undefined): Promise<T> {
    return vi.waitFor(
      () => {
        const found = pick(this.facts)
        if (found === undefined) throw new Error(`not yet: ${JSON.stringify(this.facts.slice(-3))}`)
        return found
      },
      { timeout: 60_000, interval: 10 },
    )
  }

  ready(): Promise<Ready> {
    return this.hears((facts) => facts.find((each): each is Ready => 'ready' in each))
  }

  refused(): Promise<string> {
    return this.hears((facts) => facts.flatMap((each) => ('refused' in each ? [`${each.refused}: ${each.message}`] : []))[0])
  }

  acknowledged(): number {
    return this.facts.filter((each) => 'acknowledged' in each).length
  }

  /** kill -9, and waits until everything it said has been read. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.gone
  }
}

/** Whether a process lives: it is there and no zombie. */
export const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  const status = `/proc/${pid}/stat`
  return !existsSync(status) || !/\) Z /.test(readFileSync(status, 'utf8'))
}

export const untilGone = (...pids: readonly number[]): Promise<void> =>
  vi.waitFor(
    () => {
      const left = pids.filter(lives)
      if (left.length > 0) throw new Error(`still running: ${left.join(', ')}`)
    },
    { timeout: 60_000, interval: 20 },
  )
