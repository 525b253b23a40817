import { startServer } from '../../tests/support/running-server.ts'
import { median } from './figures.ts'

/** From `./firstline start` to ready for calls: on an empty folder (database made, demo business published), and again on it. */
const RUNS = 5

export const run = async (): Promise<object> => {
  const first: number[] = []
  const warm: number[] = []
  for (let round = 0; round < RUNS; round += 1) {
    const timed = async (folder?: string): Promise<readonly [number, string]> => {
      const started = performance.now()
      const server = await startServer(folder === undefined ? { ownVoices: true } : { ownVoices: true, folder })
      const ms = Math.round(performance.now() - started)
      await server.stop()
      if (folder !== undefined) server.remove()
      return [ms, server.folder]
    }
    const [firstMs, folder] = await timed()
    first.push(firstMs)
    const [warmMs] = await timed(folder)
    warm.push(warmMs)
  }
  return { firstMs: median(first), warmMs: median(warm), runs: first.map((firstMs, index) => ({ firstMs, warmMs: warm[index] })) }
}
